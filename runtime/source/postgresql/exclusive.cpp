// The upgrade lock is an advisory lock of the session, so that it ends with the process that holds it, whatever way
// that ends. It is polled in autocommit, on a connection of its own: a session that waits within a statement holds a
// snapshot, for which another's CREATE INDEX CONCURRENTLY waits, and the two would deadlock.
#include "postgresql/exclusive.hpp"

#include "patience.hpp"
#include "postgresql/lock_keys.hpp"
#include "postgresql/values.hpp"

#include <aludel/error.hpp>

#include <string>

namespace aludel::postgresql {

namespace {

using detail::Patience;
using std::chrono::milliseconds;

// pg_locks shows the upper half of a key as classid, the lower as objid.
constexpr const char* lock_is_held =
    "SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted "
    "AND (classid::bigint << 32) + objid::bigint = $1";
constexpr const char* holder_of_lock =
    "SELECT l.pid, coalesce(a.application_name, ''), "
    "coalesce(to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), '') "
    "FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND (l.classid::bigint << 32) + l.objid::bigint = $1 "
    "AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())";

Result ask(PGconn* handle, std::string_view sql, std::int64_t key) {
    const Value parameter(key);
    return to_result(run(handle, sql, std::span(&parameter, 1)).get());
}

/// Who has the lock, as the server tells: "server process 4711 of heroes, since 2026-01-31 12:00:00 UTC".
struct Holder {
    std::string pid;
    std::string described;
};

Holder holder_of(PGconn* handle, std::int64_t key) {
    const auto holders = ask(handle, holder_of_lock, key);
    if (holders.rows.empty()) return {};
    const auto& row = holders.rows.front();
    const auto pid = std::to_string(std::get<std::int64_t>(row.at(0)));
    const auto &application = std::get<std::string>(row.at(1)), &since = std::get<std::string>(row.at(2));
    auto described = "server process " + pid;
    if (!application.empty()) described += " of " + application;
    if (!since.empty()) described += ", since " + since + " UTC";
    return {pid, described};
}

[[noreturn]] void fail_locked(PGconn* handle, std::int64_t key, milliseconds waited) {
    const auto [pid, described] = holder_of(handle, key);
    std::string way_out = "Wait until it is done, or raise lock_timeout";
    if (!pid.empty()) way_out += "; if it hangs: SELECT pg_terminate_backend(" + pid + ")";
    throw Error("the database is being upgraded: " + (described.empty() ? "another process" : described + ",") +
                    " holds the lock, and did not release it within " + std::to_string(waited.count()) + " ms",
                {.hint = std::move(way_out)});
}

/// Held by a session; released at the end, after a lost connection by the server.
class AdvisoryLock {
public:
    AdvisoryLock(PGconn* handle, std::int64_t key, const detail::LockWait& wait, Patience& patience)
        : handle_(handle), unlock_("SELECT pg_advisory_unlock(" + std::to_string(key) + ")") {
        while (!acquire(key)) {
            if (wait.on_wait && patience.is_time_to_tell())
                wait.on_wait({patience.waited(), holder_of(handle, key).described});
            if (!patience.pause_before_next(wait.stop)) fail_locked(handle, key, patience.whole());
        }
    }
    AdvisoryLock(const AdvisoryLock&) = delete;
    AdvisoryLock& operator=(const AdvisoryLock&) = delete;
    ~AdvisoryLock() { PQclear(PQexec(handle_, unlock_.c_str())); }

private:
    bool acquire(std::int64_t key) const {
        return ask(handle_, "SELECT pg_try_advisory_lock($1)", key).rows.at(0).at(0) == Value(std::int64_t{1});
    }

    PGconn* handle_;
    std::string unlock_;
};

/// Literals are rendered for standard strings. Not SET LOCAL: some steps run outside of transactions.
class StandardStrings {
public:
    explicit StandardStrings(PGconn* handle) : handle_(handle) {
        const char* setting = PQparameterStatus(handle, "standard_conforming_strings");
        if (setting && std::string_view(setting) == "on") return;
        run(handle, "SET standard_conforming_strings = on");
        changed_ = true;
    }
    StandardStrings(const StandardStrings&) = delete;
    StandardStrings& operator=(const StandardStrings&) = delete;
    ~StandardStrings() {
        if (changed_) PQclear(PQexec(handle_, "SET standard_conforming_strings = off"));
    }

private:
    PGconn* handle_;
    bool changed_ = false;
};

/// A statement that waits for a lock of an application's makes all later ones wait behind it: it gives up soon, and is
/// tried again.
std::string begin_statement(const detail::LockWait& wait) {
    auto text = "BEGIN; SET LOCAL lock_timeout = " + std::to_string(wait.statement_lock_timeout.count());
    if (wait.statement_timeout)
        text += "; SET LOCAL statement_timeout = " + std::to_string(wait.statement_timeout->count());
    return text;
}

OwnedHandle open_for_lock(PGconn* handle) {
    auto holder = open_alike(handle);
    // An upgrade may take hours in which this connection says nothing.
    if (PQserverVersion(holder.get()) >= 140000) run(holder.get(), "SET idle_session_timeout = 0");
    return holder;
}

class ExclusiveTransaction : public detail::ExclusiveTransaction {
public:
    ExclusiveTransaction(PGconn* handle, const detail::LockWait& wait, Patience patience)
        : handle_(handle),
          holder_(open_for_lock(handle)),
          upgrade_lock_(holder_.get(), upgrade_key, wait, patience),
          work_lock_(handle, work_key, wait, patience),
          standard_strings_(handle),
          begin_(begin_statement(wait)) {
        begin_again(detail::Purpose::steps);
    }

    ~ExclusiveTransaction() override {
        // Without throwing, and after a lost connection too; the server then rolls back and releases by itself.
        if (open_) PQclear(PQexec(handle_, "ROLLBACK"));
    }

    void rebuild(const ChainStep&) override {
        throw Error("a table rebuild was rendered for PostgreSQL, which alters tables in place");
    }

    void commit() override {
        if (ask(holder_.get(), lock_is_held, upgrade_key).rows.empty())
            throw Error("the upgrade's lock was lost before the commit",
                        {.hint = "connect to the server itself, not through a pooler of transactions"});
        run(handle_, "COMMIT");
        open_ = false;
    }

    void begin_again(detail::Purpose) override {
        if (open_) run(handle_, "ROLLBACK");
        run(handle_, begin_);
        open_ = true;
    }

    /// unsafe_new_enum_value_usage: https://www.postgresql.org/docs/current/errcodes-appendix.html
    bool failed_for_want_of_a_commit(const Error& error) const override { return error.code() == "55P04"; }
    /// undefined_table, duplicate_table
    bool failed_for_a_missing_table(const Error& error) const override { return error.code() == "42P01"; }
    bool failed_for_an_existing_table(const Error& error) const override { return error.code() == "42P07"; }
    /// lock_not_available, deadlock_detected
    bool failed_for_a_lock(const Error& error) const override {
        return error.code() == "55P03" || error.code() == "40P01";
    }

private:
    PGconn* handle_;
    OwnedHandle holder_; ///< of the lock; never in a transaction
    AdvisoryLock upgrade_lock_;
    AdvisoryLock work_lock_;
    StandardStrings standard_strings_;
    std::string begin_;
    bool open_ = false;
};

} // namespace

std::unique_ptr<detail::ExclusiveTransaction> begin_exclusive(PGconn* handle, const detail::LockWait& wait) {
    if (PQtransactionStatus(handle) != PQTRANS_IDLE && PQtransactionStatus(handle) != PQTRANS_UNKNOWN)
        throw Error("the connection is in a transaction: an upgrade makes its own",
                    {.hint = "commit or roll back before the upgrade"});
    return std::make_unique<ExclusiveTransaction>(handle, wait, Patience(wait.timeout));
}

} // namespace aludel::postgresql
