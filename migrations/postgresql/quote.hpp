// Names, values and expressions as PostgreSQL reads them, with standard_conforming_strings on.
#pragma once

#include "migrations/schema/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations::postgresql {

inline constexpr std::string_view dialect_name = "postgresql";

/// Throws OperationError for a name that PostgreSQL cannot have: with a NUL, empty, or longer than 63 bytes, which it
/// would cut without a word.
std::string identifier(std::string_view name);
/// `"app"."hero"`, or `"hero"` in the default schema.
std::string identifier(const Name& name);
/// `"a", "b"`
std::string identifiers(const std::vector<std::string>& names);
std::string string_literal(std::string_view text);
std::string joined(const std::vector<std::string>& parts, std::string_view separator);

/// A person's SQL for PostgreSQL, as usable_sql() gives it; empty where it is for other databases only.
std::string sql_of(const SqlText& text);
/// The same where nothing else will do. Throws OperationError.
std::string required_sql_of(const SqlText& text, const std::string& what);

} // namespace aludel::migrations::postgresql
