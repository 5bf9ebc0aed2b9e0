// The columns and tables that an SQL expression mentions: found and renamed.
#pragma once

#include "migrations/schema/sql_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// A word that every database takes as a name without quotes, and in the case it is written in.
bool is_plain_identifier(std::string_view name);

/// The columns of `table` that an expression over it mentions: neither strings, functions, types, nor what another
/// table's name qualifies. In their order, as written.
std::vector<std::string> mentioned_columns(std::string_view sql, std::string_view table);
bool mentions_column(const SqlText& sql, std::string_view table, std::string_view column);

/// The expression after the column, or the table, is renamed. Quotes stay, or are added where the new name wants them.
void rename_column_in(SqlText& sql, std::string_view table, std::string_view from, std::string_view to);
void rename_table_in(SqlText& sql, std::string_view from, std::string_view to);

} // namespace aludel::migrations
