#include "postgresql/standard_strings.hpp"

#include "postgresql/handle.hpp"

#include <string_view>

namespace aludel::postgresql {

bool has_standard_strings(PGconn* handle) {
    const char* setting = PQparameterStatus(handle, "standard_conforming_strings");
    return setting && std::string_view(setting) == "on";
}

StandardStrings::StandardStrings(PGconn* handle) : handle_(handle) {
    if (has_standard_strings(handle)) return;
    run(handle, "SET standard_conforming_strings = on");
    changed_ = true;
}

StandardStrings::~StandardStrings() {
    if (changed_) PQclear(PQexec(handle_, "SET standard_conforming_strings = off"));
}

} // namespace aludel::postgresql
