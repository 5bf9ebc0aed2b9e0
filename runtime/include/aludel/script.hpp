// What upgrade(), downgrade_to() and stamp() do, written down as SQL: for a database that only its administrator may
// change. Fed whole to the database's own shell, told to stop at errors (`sqlite3 -bail`, `psql -v ON_ERROR_STOP=1`), a
// script does the same to the rows, the schema and the history table; on a database that does not stand where the
// script begins, it stops before anything is changed.
// For each kind of database one header more makes its scripts part of the program: <aludel/sqlite_script.hpp>,
// <aludel/postgresql_script.hpp>.
#pragma once

#include <aludel/chain.hpp>
#include <aludel/connection.hpp>

#include <span>
#include <string>
#include <string_view>

namespace aludel {

struct ScriptOptions {
    /// What becomes of a step that no script can do (a C++ step; in SQLite, `when`): an Error, or a comment that says
    /// what is missing there.
    enum class Calls { refused, commented };
    Calls calls = Calls::refused;
};

// For any database of a dialect ("sqlite", "postgresql"). `range` is `from:to`, as resolve_range() reads it, or `to`
// alone: from base. Each throws Error as the function that it writes down does before it changes anything, and where
// the dialect's scripts are not part of the program.

std::string upgrade_script(const Chain& chain, std::string_view dialect, std::string_view range = "heads",
                           const ScriptOptions& options = {});
/// Throws Error for a range without a colon: where it begins cannot be guessed.
std::string downgrade_script(const Chain& chain, std::string_view dialect, std::string_view range,
                             const ScriptOptions& options = {});
/// Several revisions: of several branches. One may be a range. With `purge`, whatever was recorded is forgotten first.
std::string stamp_script(const Chain& chain, std::string_view dialect, std::span<const std::string> revisions,
                         bool purge = false);
/// Makes the history table, where it is not there.
std::string ensure_version_script(const Chain& chain, std::string_view dialect);

// The same for one database, from where it stands, unless the range says otherwise. It is only read.

std::string upgrade_script(Connection& connection, const Chain& chain, std::string_view range = "heads",
                           const ScriptOptions& options = {});
std::string downgrade_script(Connection& connection, const Chain& chain, std::string_view range,
                             const ScriptOptions& options = {});
std::string stamp_script(Connection& connection, const Chain& chain, std::span<const std::string> revisions,
                         bool purge = false);

} // namespace aludel
