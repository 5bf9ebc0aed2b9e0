// What a column's default is in SQL, and what it was in a database.
#pragma once

#include "migrations/schema/schema.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aludel::migrations::postgresql {

/// A value of the column's type.
std::string literal(std::string_view value, const Type& type);
/// The SQL after DEFAULT; empty where there is none for PostgreSQL.
std::string default_sql(const Default& value, const Type& type);
/// The same as a value: from pg_get_expr(), or a person's SQL. Nothing for NULL.
std::optional<Default> read_default(std::string_view sql, const Type& type);
/// As read_default() would read it back.
std::optional<Default> normal_default(const Default& value, const Type& type);

} // namespace aludel::migrations::postgresql
