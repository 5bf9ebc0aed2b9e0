#include "sqlite/sqlite_history.hpp"

namespace aludel::sqlite {

detail::HistorySql history_sql(const HistoryTable& table) {
    const auto name = "main." + detail::quoted(table.name, '"'); // an attached database may have one, too
    return {
        .table = name,
        .columns = "SELECT name FROM pragma_table_info(" + detail::quoted(table.name, '\'') + ", 'main')",
        .schema_missing = {},
        .create_schema = {},
        .create = "CREATE TABLE IF NOT EXISTS " + name +
                  " (position INTEGER PRIMARY KEY, revision TEXT NOT NULL UNIQUE, checksum TEXT NOT NULL, "
                  "message TEXT NOT NULL, applied_at TEXT NOT NULL, duration_us INTEGER NOT NULL" +
                  detail::added_columns_sql() + ")",
        .now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
        .empty = "SELECT 1 FROM main.sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' "
                 "ESCAPE '\\' LIMIT 1",
    };
}

} // namespace aludel::sqlite
