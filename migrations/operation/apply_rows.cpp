// Rows change no schema: they are checked against it.
#include "migrations/operation/apply.hpp"
#include "migrations/operation/lookup.hpp"
#include "migrations/operation/rows.hpp"
#include "migrations/schema/value_check.hpp"

#include <algorithm>

namespace aludel::migrations {
namespace {

bool is_required(const Table& table, const Column& column) {
    const bool in_key = table.primary_key &&
                        std::ranges::find(table.primary_key->columns, column.name) != table.primary_key->columns.end();
    return !column.nullable || in_key;
}

[[noreturn]] void refuse(std::size_t row, const Table& table, const std::string& column, const std::string& text) {
    throw OperationError("row " + std::to_string(row) + ": " + to_string(table.name) + "." + column + ": " + text);
}

void check_value(const Schema& schema, const Table& table, const Column& column, const std::optional<Default>& value,
                 std::size_t row) {
    if (column.generated) refuse(row, table, column.name, "it is generated, and is given no value");
    if (!value && is_required(table, column)) refuse(row, table, column.name, "it is NOT NULL");
    if (!value || value->kind != Default::Kind::literal) return;
    const auto problem = value_problem(value->literal, column.type, find_enum(schema, table.name, column.type));
    if (!problem.empty()) refuse(row, table, column.name, problem + " (" + to_string(column.type) + ")");
}

void check_values(const Schema& schema, const Table& table, const std::vector<RowValues>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const auto& [name, value] : rows[i]) check_value(schema, table, require_column(table, name), value, i + 1);
}

void check_completeness(const Table& table, const std::vector<RowValues>& rows) {
    for (const auto& column : table.columns) {
        if (!is_required(table, column) || column.default_value || column.identity || column.generated) continue;
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (!rows[i].contains(column.name))
                refuse(i + 1, table, column.name, "a value is missing: it is NOT NULL, and has no default");
    }
}

void check_key(const Table& table, const std::vector<RowValues>& rows, const std::vector<std::string>& key) {
    require_columns(table, key, "`key`");
    for (const auto& column : key) {
        if (require_column(table, column).type.kind == Type::Kind::json)
            throw OperationError("rows cannot be told apart by " + in_quotes(column) + ": JSON is not comparable");
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto value = rows[i].find(column);
            if (value == rows[i].end() || !value->second || value->second->kind != Default::Kind::literal)
                refuse(i + 1, table, column, "it tells the rows apart, and needs a value that is written here");
        }
    }
}

} // namespace

void apply_to(Schema& schema, const InsertRows& operation) {
    const auto& table = require_table(schema, operation.table);
    check_values(schema, table, operation.rows);
    check_completeness(table, operation.rows);
    if (!operation.key.empty()) check_key(table, operation.rows, operation.key);
}

void apply_to(Schema& schema, const Backfill& operation, TableLookup& lookup) {
    const auto& table = require_table(schema, operation.table);
    if (!table.primary_key)
        throw OperationError("the rows of table " + in_quotes(table.name) +
                             " have no order without a primary key: fill them by `execute`");
    for (const auto& [name, sql] : operation.set) {
        if (require_column(table, name).generated)
            throw OperationError("column " + in_quotes(name) + " is generated, and is given no value");
        if (std::ranges::find(table.primary_key->columns, name) != table.primary_key->columns.end())
            throw OperationError("column " + in_quotes(name) +
                                 " is in the primary key, in whose order the rows are filled");
        for (const auto& other : lookup.referring_to(schema, table.name))
            for (const auto& key : require_table(schema, other).foreign_keys)
                if (key.referred_table == table.name &&
                    std::ranges::find(key.referred_columns, name) != key.referred_columns.end())
                    throw OperationError("column " + in_quotes(name) + " is what rows of table " + in_quotes(other) +
                                         " refer to: change it by `execute`");
    }
}

void apply_to(Schema& schema, const DeleteRows& operation) {
    const auto& table = require_table(schema, operation.table);
    check_values(schema, table, operation.rows);
    check_key(table, operation.rows, row_key(table, operation.key));
}

} // namespace aludel::migrations
