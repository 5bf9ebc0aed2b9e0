// What becomes of values when their column's type changes. PostgreSQL rounds a numeric, cuts trailing spaces off a
// varchar and drops the time of a timestamp without a word: every conversion here comes with the condition under which
// it would lose something. Times without a zone are read as UTC, whatever the session's zone is.
#pragma once

#include "migrations/schema/type.hpp"

#include <string>
#include <string_view>
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

/// Whether a text is a value of a type, which PostgreSQL 14 says by stopping only: a function of the session's own,
/// `pg_temp.aludel_reads_as(value, type)`, for obstacles that call it.
inline constexpr std::string_view reads_as = "pg_temp.aludel_reads_as";
std::string create_reads_as();
std::string drop_reads_as();

/// The rows (two texts each) that a query finds: `pg_temp.aludel_rows_of(query)`. None where the query casts between
/// types that PostgreSQL has no cast for, which only it can tell.
inline constexpr std::string_view rows_of = "pg_temp.aludel_rows_of";
std::string create_rows_of();
std::string drop_rows_of();

} // namespace aludel::migrations::postgresql
