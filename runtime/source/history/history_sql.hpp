// How the history table is made and found. Each database has its own spelling (sqlite/sqlite_history.hpp,
// postgresql/postgresql_history.hpp): text alone, so that no connection is needed to write it down.
#pragma once

#include <aludel/chain.hpp>

#include <string>
#include <string_view>

namespace aludel::detail {

struct HistorySql {
    std::string table;          ///< its name, as SQL says it
    std::string columns;        ///< selects the names of its columns; no row where it is not there
    std::string schema_missing; ///< selects one row where its schema has to be made first; empty: never
    std::string create_schema;  ///< IF NOT EXISTS; empty where none is ever made
    /// IF NOT EXISTS. Columns: position (numbers itself, so that rows have an order), revision (unique), checksum,
    /// message, applied_at, duration_us; and those of added_columns.
    std::string create;
    std::string now;   ///< an expression: UTC, ISO 8601 text
    std::string empty; ///< selects a row where the database holds any table of anybody's
};

/// What tables of format 1 lack: each as it stands in CREATE TABLE and after ADD COLUMN.
inline constexpr std::string_view added_columns[] = {
    "application text NOT NULL DEFAULT ''",   ///< name and version of who applied it
    "compatibility text NOT NULL DEFAULT ''", ///< what older applications can still do: none, read or write
    "operations text NOT NULL DEFAULT ''",    ///< see ChainRevision::operations
    "format integer NOT NULL DEFAULT 1",      ///< of the table, by who wrote the row
};
inline constexpr int history_format = 2;
/// All of them, each after a comma.
std::string added_columns_sql();

/// Between two of these quotes; what is doubled within is read as one.
std::string quoted(std::string_view text, char quote);

} // namespace aludel::detail
