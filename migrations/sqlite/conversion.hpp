// What becomes of values when their column's type changes. SQLite's CAST turns 'abc' into 0 without a word: every
// conversion here comes with the condition under which it would lose something.
#pragma once

#include "migrations/schema/type.hpp"

#include <string>
#include <vector>

namespace aludel::migrations::sqlite {

struct Conversion {
    std::string value;    ///< SQL; empty: the value as it is
    std::string obstacle; ///< SQL that is true for a value that would not stay what it is; empty: there is none
};

/// `value` is SQL for the old value; `enum_values` are those of `to`.
Conversion convert(const Type& from, const Type& to, const std::string& value,
                   const std::vector<std::string>& enum_values);

/// SQL that is true for a text that a column of NUMERIC affinity would keep as a number, and not as it is written.
std::string loses_digits(const std::string& value);

} // namespace aludel::migrations::sqlite
