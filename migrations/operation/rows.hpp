// Rows of a revision: what they are told apart by, and their SQL as far as that is the same for every database.
#pragma once

#include "migrations/operation/operation.hpp"
#include "migrations/operation/step.hpp"
#include "migrations/operation/table_lookup.hpp"

#include <functional>
#include <string>
#include <vector>

namespace aludel::migrations {

/// `key`, or the table's primary key. Throws OperationError where there is neither.
std::vector<std::string> row_key(const Table& table, const std::vector<std::string>& key);

/// How a database spells what rows are made of.
struct RowSpelling {
    std::function<std::string(const Name&)> table;
    std::function<std::string(const std::string&)> column;
    /// Empty where the value is for other databases only.
    std::function<std::string(const Default&, const Type&)> value;
    /// What tells a person which row it is.
    std::function<std::string(const Table&)> key;
    /// What stands before VALUES where these columns are given; empty: nothing.
    std::function<std::string(const Table&, const RowValues&)> before_values;
};

/// `sql`: a text in the database's dialect. Throws OperationError where it has none.
Step batched_update(const Backfill& operation, const Table& table, const RowSpelling& spelling,
                    const std::function<std::string(const SqlText&)>& sql);

/// INSERT statements of many rows each, in their order. Throws OperationError for a value that the database cannot
/// have.
std::vector<std::string> insert_statements(const InsertRows& operation, const Table& table,
                                           const RowSpelling& spelling);

/// Rows that go in one statement. Whoever refers to them stops the downgrade first: a key that cascades would take rows
/// along that nobody named.
struct DeleteStatement {
    struct Check {
        std::string sql; ///< selects the rows that refer to them
        std::string text;
    };
    std::vector<Check> checks;
    std::string rows; ///< what stands after DELETE FROM
};
/// From the last row to the first, many rows each.
std::vector<DeleteStatement> delete_statements(const DeleteRows& operation, const Schema& schema, TableLookup& lookup,
                                               const RowSpelling& spelling);

} // namespace aludel::migrations
