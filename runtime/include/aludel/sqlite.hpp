// For applications that have a SQLite handle of their own. Link aludel::sqlite.
#pragma once

#include <aludel/connection.hpp>

struct sqlite3;

namespace aludel::sqlite {

/// A connection over the application's handle, which stays the application's and must outlive it. Pragmas that an
/// upgrade changes are put back as they were.
Connection use(::sqlite3* handle);

/// Makes create_engine() know `sqlite://`. Programs that link aludel::sqlite do it at their start. Always true.
bool register_backend() noexcept;

} // namespace aludel::sqlite
