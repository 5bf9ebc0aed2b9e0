// Defaults and expressions: written, and read back as the same value.
#pragma once

#include "migrations/schema.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aludel::migrations::sqlite {

/// What stands after DEFAULT; empty where the default is for other databases only.
std::string default_sql(const Default& value, const Type& type);
/// The reverse, of any text that SQLite takes there. `DEFAULT NULL` is none.
std::optional<Default> read_default(std::string_view sql, const Type& type);

/// One spelling for what means the same: one space for any, no comments, no quotes that are not needed (SQLite puts
/// some around a renamed column).
std::string normal_expression(std::string_view sql);

} // namespace aludel::migrations::sqlite
