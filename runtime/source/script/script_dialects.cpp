#include "script/script_writer.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <mutex>
#include <vector>

namespace aludel::detail {

namespace {

struct Registry {
    std::mutex mutex;
    std::vector<ScriptDialect> dialects;
};

// A function's, because dialects register while other globals are still being made.
Registry& registry() {
    static Registry instance;
    return instance;
}

} // namespace

bool register_script_dialect(const ScriptDialect& dialect) noexcept {
    auto& [mutex, dialects] = registry();
    const std::lock_guard lock(mutex);
    if (std::ranges::find(dialects, dialect.name, &ScriptDialect::name) == dialects.end()) dialects.push_back(dialect);
    return true;
}

ScriptDialect script_dialect(std::string_view name) {
    auto& [mutex, dialects] = registry();
    const std::lock_guard lock(mutex);
    const auto found = std::ranges::find(dialects, name, &ScriptDialect::name);
    if (found != dialects.end()) return *found;
    ErrorDetails details;
    details.hint = "In one of its files: #include <aludel/" + std::string(name) + "_script.hpp>";
    throw Error("this program was built without scripts for " + std::string(name), std::move(details));
}

} // namespace aludel::detail
