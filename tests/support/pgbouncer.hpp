// A PgBouncer before the tests' PostgreSQL server.
#pragma once

#include "tests/support/temporary_directory.hpp"

#include <sys/types.h>

#include <string>

namespace aludel::test {

class Pgbouncer {
public:
    /// `pool_mode`: transaction, session. Without more it keeps so many server connections for each database. Throws
    /// std::runtime_error.
    explicit Pgbouncer(const std::string& pool_mode, int pool_size = 20);
    ~Pgbouncer();
    Pgbouncer(const Pgbouncer&) = delete;
    Pgbouncer& operator=(const Pgbouncer&) = delete;

    std::string url(const std::string& database) const;

private:
    void start();
    bool answers() const;

    TemporaryDirectory directory_;
    std::string port_;
    std::string user_;
    pid_t process_ = 0;
};

} // namespace aludel::test
