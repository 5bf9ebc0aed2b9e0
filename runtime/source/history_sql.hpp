// How the history table is made and found. Each database has its own spelling (sqlite/sqlite_history.hpp,
// postgresql/postgresql_history.hpp): text alone, so that no connection is needed to write it down.
#pragma once

#include <aludel/chain.hpp>

#include <string>
#include <string_view>

namespace aludel::detail {

struct HistorySql {
    std::string table;          ///< its name, as SQL says it
    std::string exists;         ///< selects one row where it is there
    std::string schema_missing; ///< selects one row where its schema has to be made first; empty: never
    std::string create_schema;  ///< IF NOT EXISTS; empty where none is ever made
    /// IF NOT EXISTS. Columns: position (numbers itself, so that rows have an order), revision (unique), checksum,
    /// message, applied_at, duration_us.
    std::string create;
    std::string now;   ///< an expression: UTC, ISO 8601 text
    std::string empty; ///< selects a row where the database holds any table of anybody's
};

/// Between two of these quotes; what is doubled within is read as one.
std::string quoted(std::string_view text, char quote);

} // namespace aludel::detail
