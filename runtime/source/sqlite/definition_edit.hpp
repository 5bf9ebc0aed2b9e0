// What SQLite cannot ALTER, and what no stored byte depends on: the text of the definition is edited, the rows stay.
#pragma once

#include "handle.hpp"

#include <aludel/chain.hpp>

namespace aludel::sqlite {

/// Does a step of kind rebuild without a rebuild, within a transaction; milliseconds, or one scan where only the rows
/// can say that the new definition fits them. False, and nothing is changed: the table must be rebuilt. Foreign keys
/// are left to the check before the commit. Throws Error where an edit does not fit the table.
bool edit_definition(::sqlite3* handle, const ChainStep& step);

} // namespace aludel::sqlite
