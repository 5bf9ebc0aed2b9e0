// What SQLite cannot ALTER: the table is made again with its definition edited, and keeps everything else.
#pragma once

#include "handle.hpp"

#include <aludel/chain.hpp>

namespace aludel::sqlite {

/// Within a transaction, with foreign keys off. Rows, rowids, indexes, triggers (TEMP too), statistics, views, the
/// AUTOINCREMENT high-water mark and whatever refers to the table stay. Throws Error where an edit does not fit the
/// table.
void rebuild_table(::sqlite3* handle, const ChainStep& step);

} // namespace aludel::sqlite
