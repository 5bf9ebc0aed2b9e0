// The upgrade's transaction: https://www.sqlite.org/lang_altertable.html#otheralter
#include "definition_edit.hpp"
#include "dependents.hpp"
#include "foreign_keys.hpp"
#include "lock_holder.hpp"
#include "patience.hpp"
#include "rebuild.hpp"
#include "sqlite_session.hpp"

#include <string>
#include <vector>

namespace aludel::sqlite {

namespace {

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

bool is_busy(::sqlite3* handle) {
    const int code = sqlite3_errcode(handle) & 0xff;
    return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

[[noreturn]] void fail_locked(::sqlite3* handle, const char* sql) {
    const int code = sqlite3_extended_errcode(handle);
    const auto holder = lock_holder(handle);
    throw error_with_code(code,
                          (holder.empty() ? "another process" : holder + ",") +
                              " holds the lock of this database, and did not give it back in time",
                          "Try again when it has ended, or wait longer: lock_timeout.", sql);
}

/// Before the next attempt. False: the time is up.
bool pause_for_lock(::sqlite3* handle, const detail::LockWait& wait, detail::Patience& patience) {
    if (wait.on_wait && patience.is_time_to_tell()) wait.on_wait({patience.waited(), lock_holder(handle)});
    return patience.pause_before_next(wait.stop);
}

/// Runs a statement that may find the database locked, again and again until the time is up.
void execute_in_time(::sqlite3* handle, const char* sql, const detail::LockWait& wait) {
    detail::Patience patience(wait.timeout);
    while (sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        if (!is_busy(handle)) throw_last_error(handle, sql);
        if (!pause_for_lock(handle, wait, patience)) fail_locked(handle, sql);
    }
}

/// A step that names the table would find the other one first: https://www.sqlite.org/lang_naming.html
void refuse_hidden_tables(::sqlite3* handle) {
    Statement ask(handle,
                  "SELECT name FROM temp.sqlite_schema WHERE type IN ('table', 'view') AND lower(name) IN (SELECT "
                  "lower(name) FROM main.sqlite_schema WHERE type IN ('table', 'view')) LIMIT 1");
    if (!ask.step()) return;
    throw error_with_code(SQLITE_MISUSE,
                          "the connection has a temporary table \"" + ask.text(0) +
                              "\", which hides the database's table of that name from the upgrade",
                          "Drop it before, or upgrade by another connection.");
}

class Exclusive final : public detail::ExclusiveTransaction {
public:
    Exclusive(SqliteSession& session, const detail::LockWait& wait)
        : session_(session),
          handle_(session.handle()),
          wait_(wait),
          foreign_keys_(handle_, "foreign_keys"),
          legacy_alter_table_(handle_, "legacy_alter_table"),
          writable_schema_(handle_, "writable_schema"),
          busy_timeout_(handle_, "busy_timeout") {
        // A time-out of the connection's own would outlast a shorter one of ours. 0 may be a handler of the
        // application's, which setting a time-out would remove.
        if (busy_timeout_.before() != 0) busy_timeout_.set(0);
        // With foreign keys off, a rename in the legacy way leaves the old name in all that refers to the table.
        legacy_alter_table_.set(0);
        begin_again(detail::Purpose::steps);
        try {
            refuse_hidden_tables(handle_);
            require_journal(); // which reads the database: it must be had first
        } catch (...) {
            session_.set_exclusive(false);
            roll_back();
            throw;
        }
    }

    ~Exclusive() override {
        session_.set_exclusive(false);
        roll_back();
    }

    void rebuild(const ChainStep& step) override {
        if (edit_definition(handle_, step)) return;
        // A later step may mend what it breaks.
        note_broken(
            handle_, step.subject, [&] { rebuild_table(handle_, step); }, broken_);
    }

    void commit() override {
        if (purpose_ == detail::Purpose::steps) {
            refuse_hidden_tables(handle_); // one that a step has made
            check_dependents(handle_, broken_);
            check_foreign_keys(handle_, foreign_keys_before_);
        }
        try {
            execute_in_time(handle_, "COMMIT", wait_); // readers may hold it up
        } catch (const Error& error) {
            throw_about_commit(error);
        }
        is_open_ = false;
        session_.set_exclusive(false);
    }

    void begin_again(detail::Purpose purpose) override {
        roll_back();
        session_.set_exclusive(false);
        purpose_ = purpose;
        broken_.clear();
        set_foreign_keys(purpose == detail::Purpose::batch);
        execute_in_time(handle_, "BEGIN IMMEDIATE", wait_);
        is_open_ = true;
        try {
            if (purpose == detail::Purpose::steps) foreign_keys_before_ = foreign_key_check(handle_);
        } catch (...) {
            roll_back();
            throw;
        }
        session_.set_exclusive(true);
    }

    void run_outside(const std::function<void()>& work) override {
        detail::Patience patience(wait_.timeout);
        for (;;) {
            try {
                return work();
            } catch (const Error& error) {
                if (!sqlite::failed_for_a_lock(error)) {
                    read_again();
                    throw;
                }
                if (!pause_for_lock(handle_, wait_, patience)) fail_locked(handle_, error.sql().c_str());
            }
        }
    }

    bool is_shared_between() const override { return true; }
    /// Where the journal's end cannot be written or synced, the new may be in the file.
    bool may_have_committed(const Error& error) const override {
        return error.sql() == "COMMIT" && (error.code().starts_with("SQLITE_IOERR") || error.code() == "SQLITE_FULL");
    }

    // SQLite has no code of its own for either.
    bool failed_for_a_missing_table(const Error& error) const override {
        return error.message().find("no such table") != std::string::npos;
    }
    bool failed_for_an_existing_table(const Error& error) const override {
        return error.code() == "SQLITE_ERROR" && error.message().find("already exists") != std::string::npos;
    }

private:
    /// Without one, nothing could be rolled back; one in memory is gone with the process.
    void require_journal() {
        Statement ask(handle_, "PRAGMA main.journal_mode");
        const auto mode = ask.step() ? ask.text(0) : std::string();
        if (mode != "off" && (mode != "memory" || is_in_memory(handle_))) return;
        throw error_with_code(SQLITE_MISUSE,
                              "the connection's journal is " + (mode == "off" ? mode : "in " + mode) +
                                  ": an upgrade that is cut off could not be undone",
                              "Nothing was changed. PRAGMA journal_mode = DELETE (or WAL) makes one in a file.");
    }

    /// Off for steps, whatever they are. Within a transaction this would do nothing, and say nothing; dropping a
    /// rebuilt table would then delete the rows that refer to it. On for batches: so each row is looked at, and not the
    /// whole database after each of them.
    void set_foreign_keys(bool on) {
        foreign_keys_.set(on ? 1 : 0);
        if (query_integer(handle_, "PRAGMA foreign_keys") == (on ? 1 : 0)) return;
        throw error_with_code(SQLITE_MISUSE,
                              std::string("foreign keys cannot be switched ") + (on ? "on" : "off") +
                                  " on this connection",
                              "An upgrade needs that, or rebuilding a table would delete the rows that refer to it.");
    }

    [[noreturn]] void throw_about_commit(const Error& error) const {
        if (!may_have_committed(error)) throw error;
        auto details = error.details();
        details.hint += " The database is as it was or all of it is committed: the next upgrade sees which.";
        throw Error(error.message(), std::move(details));
    }

    /// After some errors (a full disk) SQLite has done it already. A schema that a definition's edit made the
    /// connection read would stay until it sees another version, and the next one of another process bears the same
    /// number.
    void roll_back() noexcept {
        if (sqlite3_get_autocommit(handle_) != 0 && !is_open_) return;
        is_open_ = false;
        if (sqlite3_get_autocommit(handle_) == 0) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
        sqlite3_exec(handle_, "PRAGMA writable_schema = RESET", nullptr, nullptr, nullptr);
        read_again();
    }

    /// What a failed write has left in the file is taken back where the file is read again: at once, so that nobody
    /// copies it as it is.
    void read_again() noexcept {
        sqlite3_exec(handle_, "SELECT 1 FROM main.sqlite_schema LIMIT 1", nullptr, nullptr, nullptr);
    }

    SqliteSession& session_;
    ::sqlite3* handle_;
    detail::LockWait wait_;
    Setting foreign_keys_;
    Setting legacy_alter_table_;
    Setting writable_schema_;
    Setting busy_timeout_;
    ForeignKeyCheck foreign_keys_before_;
    std::vector<DependentStatement> broken_; ///< by the rebuilds of this transaction
    detail::Purpose purpose_ = detail::Purpose::steps;
    bool is_open_ = false;
};

} // namespace

std::unique_ptr<detail::ExclusiveTransaction> SqliteSession::begin_exclusive(const detail::LockWait& wait) {
    if (in_transaction())
        throw error_with_code(
            SQLITE_MISUSE, "the connection is in a transaction of the application's",
            "Nothing was changed. Commit or roll back before the upgrade: it has its own transaction.");
    return std::make_unique<Exclusive>(*this, wait);
}

} // namespace aludel::sqlite
