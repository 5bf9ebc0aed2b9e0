// Where an operation on a schema meets rows: what it chooses or makes them by, and what it changes. A replay sees none
// of that.
#pragma once

#include "migrations/operation/operation.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// Its `fill`, `using` or `on_conflict` depends on this column of its table.
bool goes_by(const Operation& operation, std::string_view column);
/// The same of another table.
bool goes_by(const Operation& operation, const Name& other_table);
/// Columns of its table of which it changes values or the name.
std::vector<std::string> changed_columns(const Operation& operation);
/// Rows of its table that its `on_conflict` gives up.
bool deletes_rows(const Operation& operation);

} // namespace aludel::migrations
