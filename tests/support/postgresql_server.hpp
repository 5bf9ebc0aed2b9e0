// The PostgreSQL server that the tests share: started by ctest, or by hand with `postgresql_server start DIR`.
#pragma once

#include <string>

namespace aludel::test {

/// Of its superuser, without a password, in the database `postgres`: ALUDEL_TEST_POSTGRESQL_URL, or what the fixture
/// wrote. Throws std::runtime_error that says how to start it, when it was not started.
std::string postgresql_server_url();

/// The same in its parts.
struct ServerPlace {
    std::string host, port, user;
};
ServerPlace postgresql_server_place();

/// A role that needs a password over TCP.
inline constexpr const char* guarded_role = "guarded";
inline constexpr const char* guarded_password = "open sesame";

/// The URL with another user (`user` or `user:password`, percent-encoded) and database.
std::string postgresql_url(const std::string& user, const std::string& database);

} // namespace aludel::test
