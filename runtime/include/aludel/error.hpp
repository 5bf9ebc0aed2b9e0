// What aludel throws.
#pragma once

#include <stdexcept>
#include <string>

namespace aludel {

/// Where an error happened and what to do about it. What does not apply is empty, or 0.
struct ErrorDetails {
    std::string revision; ///< the revision that was being applied
    int step = 0;         ///< which of its steps, counted from 1
    std::string sql;      ///< the statement that failed
    std::string code;     ///< SQLSTATE, or SQLite's name of the code ("SQLITE_BUSY")
    std::string hint;     ///< the way out, as a sentence
};

/// The one exception type. A taxonomy would have to guess what callers tell apart; the properties do not: code() says
/// what the database said, and outcomes that a caller acts on are values (see upgrade.hpp), not exceptions.
/// what() is complete: the message, then a line each for revision and step, SQL and hint. It never holds a password.
class Error : public std::runtime_error {
public:
    explicit Error(std::string message, ErrorDetails details = {});

    /// The message alone, in one line.
    const std::string& message() const noexcept { return message_; }
    const ErrorDetails& details() const noexcept { return details_; }
    const std::string& revision() const noexcept { return details_.revision; }
    const std::string& sql() const noexcept { return details_.sql; }
    const std::string& code() const noexcept { return details_.code; }
    const std::string& hint() const noexcept { return details_.hint; }

private:
    std::string message_;
    ErrorDetails details_;
};

} // namespace aludel
