// Views and triggers that name a table. A rebuild looks into none of them, nor does CREATE TRIGGER: one that needs what
// the table has no more would fail at the application's next statement.
#pragma once

#include "handle.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::sqlite {

/// A statement that SQLite compiles together with a view, or with the triggers of a table.
struct DependentStatement {
    std::string schema; ///< main or temp
    std::string relation;
    std::string column; ///< that an UPDATE sets; empty: it is another statement
    bool reads_view;
    std::string sql;
    bool has_strings = false; ///< in double quotes, which a name that names nothing is to SQLite by default
};

/// Of all that name the table, or a view that does: those that compile.
std::vector<DependentStatement> dependent_statements(::sqlite3* handle, std::string_view table);
/// Those that do not any more. What reads or changes a view, table or column that is gone is none.
std::vector<DependentStatement> broken(::sqlite3* handle, std::vector<DependentStatement> statements);
/// Changes the table, and adds those that are broken by that.
void note_broken(::sqlite3* handle, std::string_view table, const std::function<void()>& change,
                 std::vector<DependentStatement>& into);
/// Throws Error with the views and triggers that are to blame, where any is broken.
void check_dependents(::sqlite3* handle, const std::vector<DependentStatement>& statements);

} // namespace aludel::sqlite
