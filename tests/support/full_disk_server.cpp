#include "tests/support/full_disk_server.hpp"

#include "tests/support/run.hpp"

#include <cstdlib>
#include <stdexcept>

namespace aludel::test {

namespace {

constexpr const char* url_variable = "ALUDEL_TEST_POSTGRESQL_URL";

std::string first_line(const std::filesystem::path& file) {
    const auto text = read_file(file);
    return text.substr(0, text.find('\n'));
}

} // namespace

FullDiskServer::FullDiskServer() {
    const auto started = run({SERVER_SCRIPT, "start", directory_.path().string(), FULL_DISK_LIBRARY});
    if (started.status != 0) throw std::runtime_error(started.error);
    if (const char* url = std::getenv(url_variable)) url_before_ = url;
    setenv(url_variable, first_line(directory_ / "url").c_str(), 1);
    full_ = std::filesystem::path(first_line(directory_ / "home")) / "data" / "disk_is_full";
}

FullDiskServer::~FullDiskServer() {
    setenv(url_variable, url_before_.c_str(), 1);
    run({SERVER_SCRIPT, "stop", directory_.path().string()});
}

void FullDiskServer::fill() const { write_file(full_, ""); }
void FullDiskServer::make_room() const { std::filesystem::remove(full_); }

} // namespace aludel::test
