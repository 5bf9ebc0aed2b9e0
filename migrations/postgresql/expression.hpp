// One spelling for expressions that PostgreSQL stores alike. It keeps a tree, not the text, and prints
// `age BETWEEN 1 AND 9` as `((age >= 1) AND (age <= 9))` and `name <> ''` as `((name)::text <> ''::text)`.
#pragma once

#include "migrations/schema.hpp"

#include <string>
#include <string_view>

namespace aludel::migrations::postgresql {

/// The expression with its parentheses, spaces, casts of literals, IN, BETWEEN and LIKE in one form; what a person
/// wrote and what PostgreSQL made of it give the same. `table` tells which columns are varchar, whose cast to text says
/// nothing; it may be null. What this does not read (sub-selects, `extract(… from …)`) keeps its words: then only
/// spaces and outer parentheses do not matter.
std::string normal_expression(std::string_view sql, const Table* table);

} // namespace aludel::migrations::postgresql
