// For applications that have a SQLite handle of their own. Link aludel::sqlite.
#pragma once

#include <aludel/connection.hpp>

#include <chrono>
#include <string>

struct sqlite3;

namespace aludel::sqlite {

/// A connection over the application's handle, which stays the application's and must outlive it. Pragmas that an
/// upgrade changes are put back as they were.
Connection use(::sqlite3* handle);

/// Puts a database back to what a copy of it holds (Outcome::safety_copy), in one transaction of SQLite's: all of it or
/// nothing. Waits at most `timeout` for others who have the database open. Throws Error where the copy is no whole
/// database.
void restore(Connection& connection, const std::string& copy,
             std::chrono::milliseconds timeout = std::chrono::seconds(60));

/// Makes create_engine() know `sqlite://`. Programs that link aludel::sqlite do it at their start. Always true.
bool register_backend() noexcept;

} // namespace aludel::sqlite
