#include "postgresql/advisory_lock.hpp"

#include "postgresql/lock_keys.hpp"
#include "postgresql/values.hpp"

#include <aludel/error.hpp>

#include <string>

namespace aludel::postgresql {

namespace {

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

bool is_true(const Result& result) { return result.rows.at(0).at(0) == Value(std::int64_t{1}); }

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

[[noreturn]] void fail_locked(PGconn* handle, std::int64_t key, std::chrono::milliseconds waited) {
    const auto [pid, described] = holder_of(handle, key);
    std::string way_out = "Wait until it is done, or raise lock_timeout";
    if (!pid.empty()) way_out += "; if it hangs: SELECT pg_terminate_backend(" + pid + ")";
    throw Error("the database is being upgraded: " + (described.empty() ? "another process" : described + ",") +
                    " holds the lock, and did not release it within " + std::to_string(waited.count()) + " ms",
                {.refusal = Refusal::locked, .code = "55P03", .hint = std::move(way_out)}); // lock_not_available
}

} // namespace

LockKeys lock_keys(PGconn* handle, const HistoryTable& history) {
    const auto result = to_result(run(handle, "SELECT " + key_offset_sql(history)).get());
    const auto offset = std::get<std::int64_t>(result.rows.at(0).at(0));
    return {upgrade_key + offset, work_key + offset};
}

bool holds_lock(PGconn* handle, std::int64_t key) { return !ask(handle, lock_is_held, key).rows.empty(); }

std::optional<std::int64_t> try_transaction_locks(PGconn* handle, const LockKeys& keys) {
    const Value values[] = {keys.upgrade, keys.work};
    const auto missing = to_result(run(handle,
                                       "SELECT CASE WHEN NOT pg_try_advisory_xact_lock($1) THEN $1 "
                                       "WHEN NOT pg_try_advisory_xact_lock($2) THEN $2 END",
                                       values)
                                       .get());
    const auto* key = std::get_if<std::int64_t>(&missing.rows.at(0).at(0));
    return key ? std::optional(*key) : std::nullopt;
}

void wait_for_others(PGconn* handle, std::int64_t key, const detail::LockWait& wait, detail::Patience& patience) {
    if (wait.on_wait && patience.is_time_to_tell()) wait.on_wait({patience.waited(), holder_of(handle, key).described});
    if (!patience.pause_before_next(wait.stop)) fail_locked(handle, key, patience.whole());
}

OwnedLock try_session_lock(PGconn* handle, std::int64_t key) {
    if (!is_true(ask(handle, "SELECT pg_try_advisory_lock($1)", key))) return nullptr;
    return std::make_unique<SessionLock>(handle, key);
}

OwnedLock session_lock(PGconn* handle, std::int64_t key, const detail::LockWait& wait, detail::Patience& patience) {
    for (;;) {
        if (auto lock = try_session_lock(handle, key)) return lock;
        wait_for_others(handle, key, wait, patience);
    }
}

SessionLock::~SessionLock() {
    PQclear(PQexec(handle_, ("SELECT pg_advisory_unlock(" + std::to_string(key_) + ")").c_str()));
}

} // namespace aludel::postgresql
