// A PostgreSQL server whose disk can be filled.
#pragma once

#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <string>

namespace aludel::test {

/// While it lives, postgresql_server_url() is its URL in this process. Throws std::runtime_error.
class FullDiskServer {
public:
    FullDiskServer();
    ~FullDiskServer();
    FullDiskServer(const FullDiskServer&) = delete;
    FullDiskServer& operator=(const FullDiskServer&) = delete;

    /// From now on no table, index or temporary file gets longer.
    void fill() const;
    void make_room() const;

private:
    TemporaryDirectory directory_;
    std::string url_before_;
    std::filesystem::path full_;
};

} // namespace aludel::test
