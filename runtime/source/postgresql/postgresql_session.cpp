#include "postgresql/postgresql_session.hpp"

#include "postgresql/exclusive.hpp"
#include "postgresql/values.hpp"

#include <charconv>
#include <cstring>

namespace aludel::postgresql {

Session::Session(OwnedHandle handle) : owned_(std::move(handle)), handle_(owned_.get()) {}
Session::Session(PGconn* applications) : handle_(applications) {}

std::int64_t Session::execute(std::string_view sql, std::span<const Value> parameters) {
    const auto result = run(handle_, sql, parameters);
    const char* text = PQcmdTuples(result.get()); // empty for what changes no rows
    std::int64_t count = 0;
    std::from_chars(text, text + std::strlen(text), count);
    return count;
}

Result Session::query(std::string_view sql, std::span<const Value> parameters) {
    return to_result(run(handle_, sql, parameters).get());
}

bool Session::in_transaction() const {
    const auto status = PQtransactionStatus(handle_);
    return status != PQTRANS_IDLE && status != PQTRANS_UNKNOWN;
}

const detail::HistorySql& Session::history_sql() const {
    static constexpr detail::HistorySql sql{
        .exists = "SELECT 1 WHERE to_regclass('aludel_revision') IS NOT NULL",
        .create =
            "CREATE TABLE IF NOT EXISTS aludel_revision (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
            "revision text NOT NULL UNIQUE, checksum text NOT NULL, message text NOT NULL, applied_at text NOT NULL, "
            "duration_us bigint NOT NULL)",
        .now = "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
        .empty = "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                 "WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' "
                 "AND c.relname <> 'aludel_revision' LIMIT 1",
    };
    return sql;
}

std::unique_ptr<detail::ExclusiveTransaction> Session::begin_exclusive(std::chrono::milliseconds timeout) {
    return postgresql::begin_exclusive(handle_, timeout);
}

} // namespace aludel::postgresql
