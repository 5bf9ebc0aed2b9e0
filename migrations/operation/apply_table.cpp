#include "migrations/operation/apply.hpp"
#include "migrations/operation/lookup.hpp"
#include "migrations/schema/naming.hpp"
#include "migrations/schema/sql_tokens.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace aludel::migrations {
namespace {

void require_free(const Schema& schema, const Name& name) {
    if (name.name.empty()) throw OperationError("a table has no name");
    if (schema.tables.contains(name)) throw OperationError("there is a table " + in_quotes(name) + " already");
    if (schema.views.contains(name) || schema.sequences.contains(name))
        throw OperationError("there is something called " + in_quotes(name) +
                             " already: give one of them another name");
}

void check_column_names(const Table& table) {
    std::set<std::string_view> names;
    for (const auto& column : table.columns)
        if (!names.insert(column.name).second)
            throw OperationError("table " + in_quotes(table.name) + " has two columns " + in_quotes(column.name));
}

/// Each of the list's items against the table as it is without them.
template <class Item, class Check> void check_each(Table& table, std::vector<Item> Table::*list, Check check) {
    auto items = std::exchange(table.*list, {});
    for (auto& item : items) {
        check(item);
        (table.*list).push_back(std::move(item));
    }
}

void require_unreferenced(const Schema& schema, const Name& name, TableLookup& lookup) {
    for (const auto& other : lookup.referring_to(schema, name)) {
        if (other == name) continue;
        for (const auto& key : require_table(schema, other).foreign_keys)
            if (key.referred_table == name)
                throw OperationError("table " + in_quotes(name) + " is referred to by the foreign key " +
                                     in_quotes(key.name) + " of table " + in_quotes(other) + ": drop that first");
    }
}

void follow_rename(Table& table, const std::string& from, const std::string& to) {
    for (auto& check : table.checks) rename_table_in(check.expression, from, to);
    for (auto& column : table.columns)
        if (column.generated) rename_table_in(column.generated->expression, from, to);
    const auto in_parts = [&](auto& items) {
        for (auto& item : items) {
            for (auto& part : item.parts) rename_table_in(part.expression, from, to);
            rename_table_in(item.where, from, to);
        }
    };
    in_parts(table.indexes);
    in_parts(table.exclusions);
}

} // namespace

void check_table(const Schema& schema, Table table, TableLookup& lookup) {
    check_column_names(table);
    for (const auto& column : table.columns) check_column(schema, table, column);
    if (auto key = std::exchange(table.primary_key, {})) {
        check_primary_key(table, *key);
        table.primary_key = std::move(key);
    }
    check_each(table, &Table::uniques, [&](const Unique& unique) { check_unique(table, unique); });
    check_each(table, &Table::checks, [&](const Check& check) { check_constraint_name(table, check.name); });
    check_each(table, &Table::exclusions, [&](const Exclusion& exclusion) { check_exclusion(table, exclusion); });
    check_each(table, &Table::indexes, [&](const Index& index) { check_index(schema, table, index, lookup); });
    check_each(table, &Table::foreign_keys, [&](const ForeignKey& key) { check_foreign_key(schema, table, key); });
}

void apply_to(Schema& schema, const CreateTable& operation, TableLookup& lookup) {
    require_free(schema, operation.table.name);
    Table table = operation.table;
    name_and_sort(table);
    check_table(schema, table, lookup);
    if (table.primary_key)
        for (const auto& column : table.primary_key->columns) table.find_column(column)->nullable = false;
    Name name = table.name;
    schema.tables.emplace(std::move(name), std::move(table));
}

void apply_to(Schema& schema, const DropTable& operation, TableLookup& lookup) {
    require_table(schema, operation.table);
    require_unreferenced(schema, operation.table, lookup);
    schema.tables.erase(operation.table);
}

void apply_to(Schema& schema, const RenameTable& operation, TableLookup& lookup) {
    require_table(schema, operation.table);
    const Name to{operation.table.schema, operation.to};
    require_free(schema, to);
    for (const auto& name : lookup.referring_to(schema, operation.table))
        for (auto& key : require_table(schema, name).foreign_keys)
            if (key.referred_table == operation.table) key.referred_table = to;
    auto node = schema.tables.extract(operation.table);
    node.key() = to;
    node.mapped().name = to;
    follow_rename(node.mapped(), operation.table.name, to.name);
    schema.tables.insert(std::move(node));
}

void apply_to(Schema& schema, const AlterTable& operation) {
    auto& table = require_table(schema, operation.table);
    if (operation.without_rowid.value_or(false) && !table.primary_key)
        throw OperationError("table " + in_quotes(table.name) + " has no primary key: it cannot be without rowid");
    if (operation.comment) table.comment = *operation.comment;
    if (operation.strict) table.strict = *operation.strict;
    if (operation.without_rowid) table.without_rowid = *operation.without_rowid;
}

} // namespace aludel::migrations
