// What becomes of values when their column's type changes. PostgreSQL rounds a numeric, cuts trailing spaces off a
// varchar and drops the time of a timestamp without a word: every conversion here comes with the condition under which
// it would lose something. Times without a zone are read as UTC, whatever the session's zone is.
#pragma once

#include "migrations/type.hpp"

#include <string>
#include <vector>

namespace aludel::migrations::postgresql {

struct Conversion {
    std::string value;    ///< SQL; empty: PostgreSQL finds it by itself
    std::string obstacle; ///< SQL that is true for a value that would not stay what it is; empty: there is none
};

/// `value` is the column; `type` is `to` in SQL; `enum_values` are those of `to`. Types that have nothing in common
/// meet in their text.
Conversion convert(const Type& from, const Type& to, const std::string& value, const std::string& type,
                   const std::vector<std::string>& enum_values);

} // namespace aludel::migrations::postgresql
