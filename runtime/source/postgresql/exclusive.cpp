// The upgrade lock is an advisory lock of the session, so that it ends with the process that holds it, whatever way
// that ends. It is polled in autocommit, on a connection of its own: a session that waits within a statement holds a
// snapshot, for which another's CREATE INDEX CONCURRENTLY waits, and the two would deadlock.
#include "postgresql/exclusive.hpp"

#include "postgresql/values.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <thread>

namespace aludel::postgresql {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// "aludel" in ASCII. PostgreSQL keeps advisory locks for each database apart. pg_locks shows the upper half of the key
// as classid, the lower as objid.
constexpr const char* try_lock = "SELECT pg_try_advisory_lock(x'616c7564656c'::bigint)";
constexpr const char* unlock = "SELECT pg_advisory_unlock(x'616c7564656c'::bigint)";
constexpr const char* lock_is_held =
    "SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted "
    "AND classid::bigint = x'616c'::bigint AND objid::bigint = x'7564656c'::bigint";
constexpr const char* holder_of_lock =
    "SELECT l.pid, coalesce(a.application_name, ''), "
    "coalesce(to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), '') "
    "FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = x'616c'::bigint "
    "AND l.objid::bigint = x'7564656c'::bigint "
    "AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())";

Result ask(PGconn* handle, std::string_view sql) { return to_result(run(handle, sql).get()); }

bool acquire(PGconn* handle) { return std::get<std::int64_t>(ask(handle, try_lock).rows.at(0).at(0)) == 1; }

[[noreturn]] void fail_locked(PGconn* handle, milliseconds waited) {
    std::string who = "another process";
    std::string way_out = "wait until it is done, or raise lock_timeout";
    if (const auto holders = ask(handle, holder_of_lock); !holders.rows.empty()) {
        const auto& row = holders.rows.front();
        const auto pid = std::to_string(std::get<std::int64_t>(row.at(0)));
        const auto &application = std::get<std::string>(row.at(1)), &since = std::get<std::string>(row.at(2));
        who = "server process " + pid;
        if (!application.empty()) who += " of " + application;
        if (!since.empty()) who += ", since " + since + " UTC,";
        way_out += "; if it hangs: SELECT pg_terminate_backend(" + pid + ")";
    }
    throw Error("the database is being upgraded: " + who + " holds the lock, and did not release it within " +
                    std::to_string(waited.count()) + " ms",
                {.hint = std::move(way_out)});
}

/// Between two polls: longer and longer, and never the same for two processes that were launched at once.
milliseconds pause(int polls) {
    thread_local std::minstd_rand random(std::random_device{}());
    const int longest = std::min(20 << std::min(polls, 4), 250);
    return milliseconds(std::uniform_int_distribution(longest / 2, longest)(random));
}

OwnedHandle lock(PGconn* handle, milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    auto holder = open_alike(handle);
    // An upgrade may take hours in which this connection says nothing.
    if (PQserverVersion(holder.get()) >= 140000) run(holder.get(), "SET idle_session_timeout = 0");
    for (int polls = 0; !acquire(holder.get()); ++polls) {
        const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
        if (left.count() <= 0) fail_locked(holder.get(), timeout);
        std::this_thread::sleep_for(std::min(pause(polls), left));
    }
    return holder;
}

class ExclusiveTransaction : public detail::ExclusiveTransaction {
public:
    ExclusiveTransaction(PGconn* handle, milliseconds timeout) : handle_(handle), lock_(lock(handle, timeout)) {
        run(handle_, "BEGIN");
        open_ = true;
        run(handle_, "SET LOCAL standard_conforming_strings = on"); // literals are rendered for it
    }

    ~ExclusiveTransaction() override {
        // Without throwing, and after a lost connection too; the server then rolls back and releases by itself.
        if (open_) PQclear(PQexec(handle_, "ROLLBACK"));
        PQclear(PQexec(lock_.get(), unlock));
    }

    void rebuild(const ChainStep&) override {
        throw Error("a table rebuild was rendered for PostgreSQL, which alters tables in place");
    }

    void commit() override {
        if (ask(lock_.get(), lock_is_held).rows.empty())
            throw Error("the upgrade's lock was lost before the commit",
                        {.hint = "connect to the server itself, not through a pooler of transactions"});
        run(handle_, "COMMIT");
        open_ = false;
    }

private:
    PGconn* handle_;
    OwnedHandle lock_;
    bool open_ = false;
};

} // namespace

std::unique_ptr<detail::ExclusiveTransaction> begin_exclusive(PGconn* handle, milliseconds timeout) {
    if (PQtransactionStatus(handle) != PQTRANS_IDLE && PQtransactionStatus(handle) != PQTRANS_UNKNOWN)
        throw Error("the connection is in a transaction: an upgrade makes its own",
                    {.hint = "commit or roll back before the upgrade"});
    return std::make_unique<ExclusiveTransaction>(handle, timeout);
}

} // namespace aludel::postgresql
