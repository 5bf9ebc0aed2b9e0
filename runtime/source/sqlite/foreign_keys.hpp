// Rows that refer to nothing. A database may hold some from before: what counts is that an upgrade adds none.
#pragma once

#include "handle.hpp"

#include <set>
#include <string>

namespace aludel::sqlite {

struct Violation {
    std::string table;
    std::int64_t rowid; ///< 0 in a table WITHOUT ROWID
    std::string parent;

    auto operator<=>(const Violation&) const = default;
};

struct ForeignKeyCheck {
    std::multiset<Violation> violations;
    std::set<std::string> unknown; ///< tables of which SQLite cannot say: they refer to columns that are not unique
};

ForeignKeyCheck foreign_key_check(::sqlite3* handle);
/// Throws Error for violations that were not there `before`, and for tables that are unknown only now.
void check_foreign_keys(::sqlite3* handle, const ForeignKeyCheck& before);

} // namespace aludel::sqlite
