// The names of constraints and indexes that the model does not name.
#pragma once

#include "migrations/schema/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// A template (name_template.hpp) for each kind. All know {schema}, {table}, {columns} (joined by `_`; an expression's
/// words) and {column}, the first of them; a foreign key {referred_table} and {referred_columns}, a check {hash}: 6 hex
/// digits of its expression's SHA-256.
struct NamingConvention {
    std::string primary_key = "pk_{table}";
    std::string unique = "uq_{table}_{columns}"; ///< in the order of their names
    std::string foreign_key = "fk_{table}_{columns}_{referred_table}";
    std::string index = "ix_{table}_{columns}";
    std::string check = "ck_{table}_{column}_{hash}"; ///< {columns}: those that it mentions
    std::string exclusion = "ex_{table}_{columns}";

    bool operator==(const NamingConvention&) const = default;
};

/// At most 63 bytes (PostgreSQL cuts longer identifiers without a word): a longer name keeps its beginning, whole
/// characters, and ends in `_` and 8 hex digits of the whole name's SHA-256.
std::string cut_name(std::string name);
/// Cut, as are those of name_and_sort().
std::string index_name(const Name& table, const std::vector<IndexPart>& parts, const NamingConvention& convention = {});

/// Gives every unnamed key, constraint and index of the table its name, and sorts them by name.
void name_and_sort(Table& table, const NamingConvention& convention = {});

} // namespace aludel::migrations
