// The upgrade's transaction: https://www.sqlite.org/lang_altertable.html#otheralter
#include "definition_edit.hpp"
#include "foreign_keys.hpp"
#include "rebuild.hpp"
#include "sqlite_session.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace aludel::sqlite {

namespace {

using Clock = std::chrono::steady_clock;

/// A pragma of the connection, as it was. Putting it back cannot fail but for want of memory.
class Setting {
public:
    Setting(::sqlite3* handle, std::string name)
        : handle_(handle), name_(std::move(name)), value_(query_integer(handle, "PRAGMA " + name_)) {}
    Setting(const Setting&) = delete;
    Setting& operator=(const Setting&) = delete;
    ~Setting() {
        try {
            if (query_integer(handle_, "PRAGMA " + name_) != value_) set(value_);
        } catch (const std::exception&) {
        }
    }
    std::int64_t before() const { return value_; }
    void set(std::int64_t value) { execute(handle_, "PRAGMA " + name_ + " = " + std::to_string(value)); }

private:
    ::sqlite3* handle_;
    std::string name_;
    std::int64_t value_;
};

/// Many processes that wait for one lock must not all knock at the same moments.
std::chrono::milliseconds pause(int attempt) {
    const auto ticks = static_cast<unsigned>(Clock::now().time_since_epoch().count());
    const unsigned spread = std::min(2u << std::min(attempt, 4), 25u);
    return std::chrono::milliseconds(1 + (ticks * 2654435761u >> 16) % spread);
}

bool is_busy(::sqlite3* handle) {
    const int code = sqlite3_errcode(handle) & 0xff;
    return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

/// Runs a statement that may find the database locked, again and again until the deadline.
void execute_by(::sqlite3* handle, const char* sql, Clock::time_point deadline) {
    for (int attempt = 0; sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK; ++attempt) {
        if (!is_busy(handle)) throw_last_error(handle, sql);
        if (Clock::now() >= deadline)
            throw error_with_code(sqlite3_extended_errcode(handle),
                                  "another process holds the lock of this database, and did not give it back in time",
                                  "Nothing was changed. Try again when it has ended, or wait longer: lock_timeout.",
                                  sql);
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        std::this_thread::sleep_for(std::min(pause(attempt), std::max(left, std::chrono::milliseconds(1))));
    }
}

class Exclusive final : public detail::ExclusiveTransaction {
public:
    Exclusive(SqliteSession& session, std::chrono::milliseconds timeout)
        : session_(session),
          handle_(session.handle()),
          timeout_(timeout),
          foreign_keys_(handle_, "foreign_keys"),
          legacy_alter_table_(handle_, "legacy_alter_table"),
          writable_schema_(handle_, "writable_schema"),
          busy_timeout_(handle_, "busy_timeout") {
        // Within a transaction this would do nothing, and say nothing; dropping a rebuilt table would then delete the
        // rows that refer to it.
        foreign_keys_.set(0);
        if (query_integer(handle_, "PRAGMA foreign_keys") != 0)
            throw error_with_code(SQLITE_MISUSE, "foreign keys cannot be switched off on this connection",
                                  "An upgrade needs that, or rebuilding a table would delete the rows that refer to "
                                  "it.");
        begin();
        try {
            violations_ = foreign_key_violations(handle_);
        } catch (...) {
            roll_back();
            throw;
        }
        session_.set_exclusive(true);
    }

    ~Exclusive() override {
        session_.set_exclusive(false);
        roll_back();
    }

    void rebuild(const ChainStep& step) override {
        if (!edit_definition(handle_, step)) rebuild_table(handle_, step);
    }

    void commit() override {
        check_foreign_keys(handle_, violations_);
        try {
            execute_by(handle_, "COMMIT", Clock::now() + timeout_); // readers may hold it up
        } catch (const Error& error) {
            throw_about_commit(error);
        }
        committed_ = true;
    }

private:
    void begin() {
        // A time-out of the connection's own would outlast a shorter one of ours. 0 may be a handler of the
        // application's, which setting a time-out would remove.
        if (busy_timeout_.before() != 0) busy_timeout_.set(0);
        execute_by(handle_, "BEGIN IMMEDIATE", Clock::now() + timeout_);
    }

    /// SQLite may fail when it is done: where the journal's end cannot be written or synced, the new may be in the
    /// file.
    [[noreturn]] static void throw_about_commit(const Error& error) {
        if (!error.code().starts_with("SQLITE_IOERR") && error.code() != "SQLITE_FULL") throw error;
        auto details = error.details();
        details.hint += " The database is as it was or all of it is committed: the next upgrade sees which.";
        throw Error(error.message(), std::move(details));
    }

    /// After some errors (a full disk) SQLite has done it already. A schema that a definition's edit made the
    /// connection read would stay until it sees another version, and the next one of another process bears the same
    /// number. What a failed write has left in the file is taken back where the file is read again: at once, so that
    /// nobody copies it as it is.
    void roll_back() noexcept {
        if (committed_) return;
        if (sqlite3_get_autocommit(handle_) == 0) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
        sqlite3_exec(handle_, "PRAGMA writable_schema = RESET", nullptr, nullptr, nullptr);
        sqlite3_exec(handle_, "SELECT 1 FROM main.sqlite_schema LIMIT 1", nullptr, nullptr, nullptr);
    }

    SqliteSession& session_;
    ::sqlite3* handle_;
    std::chrono::milliseconds timeout_;
    Setting foreign_keys_;
    Setting legacy_alter_table_;
    Setting writable_schema_;
    Setting busy_timeout_;
    std::optional<std::multiset<Violation>> violations_;
    bool committed_ = false;
};

} // namespace

std::unique_ptr<detail::ExclusiveTransaction> SqliteSession::begin_exclusive(std::chrono::milliseconds timeout) {
    if (in_transaction())
        throw error_with_code(
            SQLITE_MISUSE, "the connection is in a transaction of the application's",
            "Nothing was changed. Commit or roll back before the upgrade: it has its own transaction.");
    return std::make_unique<Exclusive>(*this, timeout);
}

} // namespace aludel::sqlite
