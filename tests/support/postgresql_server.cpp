#include "tests/support/postgresql_server.hpp"

#include <libpq-fe.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace aludel::test {

std::string postgresql_server_url() {
    if (const char* url = std::getenv("ALUDEL_TEST_POSTGRESQL_URL"); url && *url) return url;
    std::ifstream file(SERVER_DIRECTORY "/url");
    std::string url;
    if (std::getline(file, url) && !url.empty()) return url;
    throw std::runtime_error("the tests' PostgreSQL server does not run: use ctest, or start it with\n  " SERVER_SCRIPT
                             " start " SERVER_DIRECTORY "\nor set ALUDEL_TEST_POSTGRESQL_URL");
}

ServerPlace postgresql_server_place() {
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(
        PQconninfoParse(postgresql_server_url().c_str(), nullptr), PQconninfoFree);
    if (!options) throw std::runtime_error("the server's URL is not to be read");
    ServerPlace found{"127.0.0.1", "5432", ""};
    for (const auto* option = options.get(); option->keyword; ++option) {
        if (!option->val) continue;
        if (std::string_view(option->keyword) == "host") found.host = option->val;
        if (std::string_view(option->keyword) == "port") found.port = option->val;
        if (std::string_view(option->keyword) == "user") found.user = option->val;
    }
    return found;
}

std::string postgresql_url(const std::string& user, const std::string& database) {
    auto url = postgresql_server_url();
    const auto authority = url.find("://") + 3;
    const auto path = url.find('/', authority);
    if (path == std::string::npos) throw std::runtime_error("the server's URL names no database: " + url);
    const auto options = url.find('?', path);
    const auto at = url.rfind('@', path);
    const auto host = at == std::string::npos || at < authority ? authority : at + 1;
    auto result = url.substr(0, authority);
    if (!user.empty()) result += user + "@";
    result += url.substr(host, path - host) + "/" + database;
    if (options != std::string::npos) result += url.substr(options);
    return result;
}

} // namespace aludel::test
