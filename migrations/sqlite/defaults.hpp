// Defaults: written, and read back as the same value.
#pragma once

#include "migrations/schema/schema.hpp"
#include "migrations/sqlite/types.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aludel::migrations::sqlite {

/// What stands after DEFAULT; empty where the default is for other databases only.
std::string default_sql(const Default& value, const Type& type);
/// An expression without the parentheses that DEFAULT wants around it.
std::string inside_of_default(std::string_view sql);
/// The reverse of default_sql(), of any text that SQLite takes there: two texts that store the same in a column of that
/// affinity are one default. `DEFAULT NULL` is none.
std::optional<Default> read_default(std::string_view sql, const Type& type, Affinity affinity);

} // namespace aludel::migrations::sqlite
