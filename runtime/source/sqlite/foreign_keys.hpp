// Rows that refer to nothing. A database may hold some from before: what counts is that an upgrade adds none.
#pragma once

#include "handle.hpp"

#include <optional>
#include <set>
#include <string>

namespace aludel::sqlite {

struct Violation {
    std::string table;
    std::int64_t rowid; ///< 0 in a table WITHOUT ROWID
    std::string parent;

    auto operator<=>(const Violation&) const = default;
};

/// Empty: SQLite cannot say, because a foreign key refers to columns that are not unique.
std::optional<std::multiset<Violation>> foreign_key_violations(::sqlite3* handle);
/// Throws Error for violations that were not there `before`.
void check_foreign_keys(::sqlite3* handle, const std::optional<std::multiset<Violation>>& before);

} // namespace aludel::sqlite
