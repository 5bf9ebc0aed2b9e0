#pragma once

#include "tests/support/temporary_directory.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aludel::test {

/// A fresh, empty database of either kind, gone at the end.
class TemporaryDatabase {
public:
    /// "sqlite": a file that does not exist yet, in a directory of its own. "postgresql": a database of the tests'
    /// server, dropped even while somebody is connected. Throws std::runtime_error.
    explicit TemporaryDatabase(std::string_view dialect);
    ~TemporaryDatabase();
    TemporaryDatabase(const TemporaryDatabase&) = delete;
    TemporaryDatabase& operator=(const TemporaryDatabase&) = delete;

    const std::string& url() const { return url_; }
    /// The file's path, or the database's name.
    const std::string& name() const { return name_; }

private:
    std::optional<TemporaryDirectory> directory_;
    std::string url_;
    std::string name_;
};

} // namespace aludel::test
