// Names, values and expressions as SQLite reads them.
#pragma once

#include "migrations/schema/sql_text.hpp"
#include "migrations/schema/type.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations::sqlite {

inline constexpr std::string_view dialect_name = "sqlite";

/// Throws OperationError for a name or text with a NUL: SQL ends there.
std::string identifier(std::string_view name);
std::string string_literal(std::string_view text);
/// `"a", "b"`
std::string identifiers(const std::vector<std::string>& names);
std::string joined(const std::vector<std::string>& parts, std::string_view separator);

/// `('glad', 'sad')`
std::string string_list(const std::vector<std::string>& texts);

/// A value of the column's type: `TRUE` is 1, numbers have no quotes, bytes are in hex.
std::string literal(std::string_view value, const Type& type);
bool is_number(std::string_view text);

/// A person's SQL for SQLite, as usable_sql() gives it; empty where it is for other databases only.
std::string sql_of(const SqlText& text);
/// The same where nothing else will do. Throws OperationError.
std::string required_sql_of(const SqlText& text, const std::string& what);

} // namespace aludel::migrations::sqlite
