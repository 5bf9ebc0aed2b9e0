// What aludel throws.
#pragma once

#include <stdexcept>
#include <string>

namespace aludel {

/// Why an upgrade, downgrade or stamp did not begin, or stopped, for an application that goes on differently where it
/// knows. What the database itself answered is in code().
enum class Refusal {
    none,              ///< none of these: a statement failed, a URL is wrong, …
    newer,             ///< a newer application was here, and left this one less than it asks for
    newer_history,     ///< the history table is in a format of a newer aludel
    changed,           ///< a revision is not what was applied
    damaged,           ///< tables and history do not go together: a backup restored in part
    half_done,         ///< another run, of several transactions, has to be finished first
    half_replaced,     ///< the database has had a part only of what a squashed revision replaces
    not_aludels,       ///< the history table's name is that of somebody else's table
    not_adopted,       ///< the database has the tables, and no history of aludel's: see `aludel stamp`
    locked,            ///< another process has the lock, or one of the tables, for longer than the timeout
    rows_do_not_fit,   ///< a new type, key or check has rows against it
    irreversible,      ///< the revision cannot be taken back
    needs_application, ///< a C++ step is pending, which only the application has
};

/// Where an error happened and what to do about it. What does not apply is empty, or 0.
struct ErrorDetails {
    std::string revision; ///< the revision that was being applied
    int step = 0;         ///< which of its steps, counted from 1
    Refusal refusal = Refusal::none;
    std::string sql;  ///< the statement that failed
    std::string code; ///< SQLSTATE, or SQLite's name of the code ("SQLITE_BUSY")
    std::string hint; ///< the way out, as a sentence
};

/// The one exception type. A taxonomy would have to guess what callers tell apart; the properties do not: code() says
/// what the database said, refusal() why aludel did not go on, and outcomes that a caller acts on are values (see
/// upgrade.hpp), not exceptions. what() is complete: the message, then a line each for revision and step, SQL and hint.
/// It never holds a password.
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
    Refusal refusal() const noexcept { return details_.refusal; }

private:
    std::string message_;
    ErrorDetails details_;
};

} // namespace aludel
