// One spelling for SQL that means the same, so that texts can be compared. Nothing is executed for it.
#pragma once

#include <string>
#include <string_view>

namespace aludel::migrations::sqlite {

/// Of an expression: no comments, no parentheses around the whole, no quotes that are not needed (SQLite puts some
/// around a renamed column), `=` for `==`, `<>` for `!=`, `IS NOT NULL` for `NOTNULL`, keywords in one case, spaces in
/// their places. Strings stay as they are.
std::string normal_expression(std::string_view sql);
/// The same of a view's SELECT, or of what stands after a trigger's name.
std::string normal_statement(std::string_view sql);

} // namespace aludel::migrations::sqlite
