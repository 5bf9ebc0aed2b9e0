// Reads a live database's schema from the texts that SQLite keeps.
#pragma once

#include "migrations/dialect.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aludel::migrations::sqlite {

/// See Dialect::inspect.
Inspection inspect(Connection& connection, const HistoryTable& history);

/// A table from its CREATE TABLE; what is not modelled is named in `not_modelled`. Throws Error for what cannot be
/// read.
Table read_table(std::string_view sql, std::vector<std::string>& not_modelled);
/// An index from its CREATE INDEX.
Index read_index(std::string_view sql);

/// What stands after AS in a CREATE VIEW; empty where the view names its columns: that is more than a SELECT.
std::optional<std::string> read_view(std::string_view sql);
/// What stands after the name in a CREATE TRIGGER.
std::string read_trigger(std::string_view sql);

} // namespace aludel::migrations::sqlite
