#include "postgresql/postgresql_history.hpp"

namespace aludel::postgresql {

std::string literal(std::string_view text) {
    auto result = detail::quoted(text, '\'');
    if (text.find('\\') == text.npos) return result;
    for (auto at = result.find('\\'); at != result.npos; at = result.find('\\', at + 2)) result.insert(at, 1, '\\');
    return "E" + result;
}

detail::HistorySql history_sql(const HistoryTable& table) {
    const auto schema = table.schema.empty() ? std::string() : detail::quoted(table.schema, '"');
    const auto name = (schema.empty() ? "" : schema + ".") + detail::quoted(table.name, '"');
    const auto found = "to_regclass(" + literal(name) + ")";
    return {
        .table = name,
        .columns = "SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = " + found +
                   " AND attnum > 0 AND NOT attisdropped",
        // Asked first: CREATE SCHEMA IF NOT EXISTS wants a privilege even where there is nothing to create.
        .schema_missing =
            schema.empty() ? std::string() : "SELECT 1 WHERE to_regnamespace(" + literal(schema) + ") IS NULL",
        .create_schema = schema.empty() ? std::string() : "CREATE SCHEMA IF NOT EXISTS " + schema,
        .create = "CREATE TABLE IF NOT EXISTS " + name +
                  " (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, revision text NOT NULL UNIQUE, "
                  "checksum text NOT NULL, message text NOT NULL, applied_at text NOT NULL, "
                  "duration_us bigint NOT NULL" +
                  detail::added_columns_sql() + ")",
        .now = "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
        .empty = "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                 "WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' "
                 "AND c.oid IS DISTINCT FROM " +
                 found + " LIMIT 1",
    };
}

} // namespace aludel::postgresql
