// Checks before a change: the rows that stand in its way, each with its key and value, so that a person can find them.
#pragma once

#include "migrations/operation/step.hpp"
#include "migrations/schema/schema.hpp"

#include <string>
#include <vector>

namespace aludel::migrations::sqlite {

/// The rows of a table as SQL may select from them, changes that are still to come included.
struct Relation {
    std::string from;             ///< a table, or a subquery that computes what the table will be
    std::string key;              ///< an expression over it that tells a person which row it is
    std::vector<std::string> row; ///< the same for SQL: as row_names() of the table as it is now
};

/// The primary key's columns, or the rowid.
std::string key_expression(const Table& table);

/// Rows for which `condition` holds; `value` is shown beside the key.
Step obstacle(const Relation& rows, const std::string& value, const std::string& condition, std::string text);
Step nulls(const Relation& rows, const Name& table, const std::string& column, const std::string& value);
Step any_row(const Relation& rows, const Name& table, const std::string& column);
/// `parts` are SQL; `where` may be empty; `constraint` says which, and what the way out is.
Step duplicates(const Relation& rows, const Name& table, const std::vector<std::string>& parts,
                const std::string& where, const std::string& constraint, const std::string& way_out);
Step violations(const Relation& rows, const Name& table, const Check& check, const std::string& way_out);
Step orphans(const Relation& rows, const Relation& referred, const Name& table, const ForeignKey& key);

} // namespace aludel::migrations::sqlite
