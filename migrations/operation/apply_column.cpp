#include "migrations/operation/apply.hpp"
#include "migrations/operation/lookup.hpp"
#include "migrations/schema/sql_tokens.hpp"

#include <algorithm>

namespace aludel::migrations {
namespace {

std::string column_of(const Table& table, const Column& column) {
    return "column " + in_quotes(column.name) + " of table " + in_quotes(table.name);
}

bool in_primary_key(const Table& table, std::string_view column) {
    return table.primary_key &&
           std::ranges::find(table.primary_key->columns, column) != table.primary_key->columns.end();
}

void require_no_column(const Table& table, const std::string& name) {
    if (name.empty()) throw OperationError("a column of table " + in_quotes(table.name) + " has no name");
    if (table.find_column(name))
        throw OperationError("table " + in_quotes(table.name) + " has a column " + in_quotes(name) + " already");
}

Column altered(const Column& column, const AlterColumn& change) {
    Column result = column;
    if (change.type) result.type = *change.type;
    if (change.nullable) result.nullable = *change.nullable;
    if (change.identity) result.identity = *change.identity;
    if (change.default_value) result.default_value = *change.default_value;
    if (change.generated) result.generated = *change.generated;
    if (change.collation) result.collation = *change.collation;
    if (change.comment) result.comment = *change.comment;
    return result;
}

void rename(std::vector<std::string>& columns, const RenameColumn& change) {
    std::ranges::replace(columns, change.column, change.to);
}

void rename_in_texts(Table& table, const RenameColumn& change) {
    const auto in = [&](SqlText& sql) { rename_column_in(sql, table.name.name, change.column, change.to); };
    for (auto& check : table.checks) in(check.expression);
    for (auto& column : table.columns)
        if (column.generated) in(column.generated->expression);
    const auto in_parts = [&](auto& items) {
        for (auto& item : items) {
            for (auto& part : item.parts) in(part.expression);
            in(item.where);
        }
    };
    in_parts(table.indexes);
    in_parts(table.exclusions);
}

void rename_in_table(Table& table, const RenameColumn& change) {
    rename_in_texts(table, change);
    table.find_column(change.column)->name = change.to;
    if (table.primary_key) rename(table.primary_key->columns, change);
    for (auto& unique : table.uniques) rename(unique.columns, change);
    for (auto& key : table.foreign_keys) rename(key.columns, change);
    const auto in_parts = [&](auto& items) {
        for (auto& item : items)
            for (auto& part : item.parts)
                if (part.column == change.column) part.column = change.to;
    };
    in_parts(table.indexes);
    in_parts(table.exclusions);
    for (auto& index : table.indexes) rename(index.include, change);
}

} // namespace

void check_column(const Schema& schema, const Table& table, const Column& column) {
    if (column.name.empty()) throw OperationError("a column of table " + in_quotes(table.name) + " has no name");
    if (column.type.kind == Type::Kind::enumeration && !find_enum(schema, table.name, column.type))
        throw OperationError(column_of(table, column) + " is of the enum " + in_quotes(column.type.name) +
                             ", which is not there: create it first (create_enum)");
    if (column.identity && !is_integer(column.type))
        throw OperationError(column_of(table, column) + " is " + to_string(column.type) +
                             ": only an integer column can number itself (identity)");
    if (column.identity && (column.default_value || column.generated))
        throw OperationError(column_of(table, column) + " numbers itself (identity): it cannot have a " +
                             (column.generated ? "generated value" : "default") + " too");
    if (column.generated && column.default_value)
        throw OperationError(column_of(table, column) + " is generated: it cannot have a default too");
}

void apply_to(Schema& schema, const AddColumn& operation) {
    auto& table = require_table(schema, operation.table);
    require_no_column(table, operation.column.name);
    check_column(schema, table, operation.column);
    table.columns.push_back(operation.column);
}

void apply_to(Schema& schema, const DropColumn& operation, TableLookup& lookup) {
    auto& table = require_table(schema, operation.table);
    const auto& column = require_column(table, operation.column);
    if (const auto use = first_use_of_column(schema, table, operation.column, lookup); !use.empty())
        throw OperationError(column_of(table, column) + " is in " + use + ": drop that first");
    std::erase_if(table.columns, [&](const Column& each) { return each.name == operation.column; });
}

void apply_to(Schema& schema, const RenameColumn& operation, TableLookup& lookup) {
    auto& table = require_table(schema, operation.table);
    require_column(table, operation.column);
    require_no_column(table, operation.to);
    rename_in_table(table, operation);
    for (const auto& name : lookup.referring_to(schema, operation.table))
        for (auto& key : require_table(schema, name).foreign_keys)
            if (key.referred_table == operation.table) rename(key.referred_columns, operation);
}

void apply_to(Schema& schema, const AlterColumn& operation) {
    auto& table = require_table(schema, operation.table);
    auto& column = require_column(table, operation.column);
    auto result = altered(column, operation);
    check_column(schema, table, result);
    if (result.nullable && in_primary_key(table, column.name))
        throw OperationError(column_of(table, column) + " is in the primary key " + in_quotes(table.primary_key->name) +
                             ": it cannot be nullable; drop the key first");
    column = std::move(result);
}

} // namespace aludel::migrations
