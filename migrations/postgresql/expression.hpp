// One spelling for expressions that PostgreSQL stores alike. It keeps a tree, not the text, and prints
// `age BETWEEN 1 AND 9` as `((age >= 1) AND (age <= 9))` and `name <> ''` as `((name)::text <> ''::text)`.
#pragma once

#include "migrations/schema/schema.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aludel::migrations::postgresql {

/// The expression with its parentheses, spaces, IN, BETWEEN and LIKE in one form, and without the casts that provably
/// change nothing: what a person wrote and what PostgreSQL made of it give the same. It is for comparing alone. `table`
/// tells the columns' types; it may be null. What this does not read (sub-selects, `extract(… from …)`) keeps its
/// words: then only spaces and outer parentheses do not matter.
std::string normal_expression(std::string_view sql, const Table* table);

/// A string, a number, true, false or null, and the type that it is cast to.
struct Constant {
    std::string text; ///< `'x'`, `-5`, `true`
    std::string type; ///< a number's own where there is no cast; empty for others
};
/// Nothing where the expression is more than that.
std::optional<Constant> read_constant(std::string_view sql);

/// The cast is to the type of this name: of text and varchar either, and whether it has its schema with it or not.
bool is_same_type(std::string_view cast, std::string_view type);

} // namespace aludel::migrations::postgresql
