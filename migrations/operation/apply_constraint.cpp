#include "migrations/operation/apply.hpp"
#include "migrations/operation/lookup.hpp"

#include <algorithm>

namespace aludel::migrations {
namespace {

template <class Item> void insert_sorted(std::vector<Item>& list, Item item) {
    const auto place = std::ranges::upper_bound(list, item.name, {}, &Item::name);
    list.insert(place, std::move(item));
}

template <class Item> bool erase_named(std::vector<Item>& list, std::string_view name) {
    return std::erase_if(list, [&](const Item& item) { return item.name == name; }) > 0;
}

template <class Item> bool rename_named(std::vector<Item>& list, const std::string& name, const std::string& to) {
    auto* item = find_named(list, name);
    if (!item) return false;
    item->name = to;
    std::ranges::sort(list, {}, &Item::name);
    return true;
}

/// A foreign key needs a key to refer to: this one may only go where another covers the same columns.
void require_unneeded(const Schema& schema, const Table& table, const std::vector<std::string>& columns,
                      const std::string& name, TableLookup& lookup) {
    for (const auto& other : lookup.referring_to(schema, table.name))
        for (const auto& key : require_table(schema, other).foreign_keys)
            if (key.referred_table == table.name && same_columns(key.referred_columns, columns) &&
                !has_key(table, columns, name))
                throw OperationError("the foreign key " + in_quotes(key.name) + " of table " + in_quotes(other) +
                                     " refers to the columns of " + in_quotes(name) + ": drop that first");
}

const Table& require_referred(const Schema& schema, const Table& table, const ForeignKey& key) {
    if (key.referred_table == table.name) return table; // also while the table is being created
    const auto found = schema.tables.find(key.referred_table);
    if (found == schema.tables.end())
        throw OperationError("foreign key " + in_quotes(key.name) + " of table " + in_quotes(table.name) +
                             " refers to table " + in_quotes(key.referred_table) +
                             ", which is not there: create it first");
    return found->second;
}

[[noreturn]] void no_constraint(const Table& table, const std::string& name) {
    const bool is_index = find_named(table.indexes, name) != nullptr;
    throw OperationError("table " + in_quotes(table.name) + " has no constraint " + in_quotes(name) +
                         (is_index ? "; that is an index (drop_index, rename_index)" : ""));
}

[[noreturn]] void no_index(const Table& table, const std::string& name) {
    const bool is_constraint = !std::holds_alternative<std::monostate>(find_constraint(table, name));
    throw OperationError("table " + in_quotes(table.name) + " has no index " + in_quotes(name) +
                         (is_constraint ? "; that is a constraint (drop_constraint, rename_constraint)" : ""));
}

/// Indexes share one space of names with the tables of their schema.
void check_index_name(const Schema& schema, const Table& table, const std::string& name, TableLookup& lookup) {
    if (name.empty()) throw OperationError("an index of table " + in_quotes(table.name) + " has no name");
    if (schema.tables.contains(Name{table.name.schema, name}))
        throw OperationError("the index " + in_quotes(name) + " of table " + in_quotes(table.name) +
                             " has the name of a table");
    if (find_named(table.indexes, name) || (table.primary_key && table.primary_key->name == name) ||
        find_named(table.uniques, name))
        throw OperationError("table " + in_quotes(table.name) + " has an index or key " + in_quotes(name) +
                             " already: give one of them another name");
    for (const auto& other : lookup.with_index(schema, {table.name.schema, name}))
        if (other != table.name)
            throw OperationError("there is an index " + in_quotes(name) + " already, of table " + in_quotes(other) +
                                 ": give one of them another name");
}

} // namespace

void check_constraint_name(const Table& table, const std::string& name) {
    if (name.empty()) throw OperationError("a constraint of table " + in_quotes(table.name) + " has no name");
    if (!std::holds_alternative<std::monostate>(find_constraint(table, name)))
        throw OperationError("table " + in_quotes(table.name) + " has a constraint " + in_quotes(name) +
                             " already: give one of them another name");
}

void check_primary_key(const Table& table, const PrimaryKey& key) {
    if (table.primary_key)
        throw OperationError("table " + in_quotes(table.name) + " has a primary key already, " +
                             in_quotes(table.primary_key->name));
    check_constraint_name(table, key.name);
    require_columns(table, key.columns, "primary key " + in_quotes(key.name));
}

void check_unique(const Table& table, const Unique& unique) {
    check_constraint_name(table, unique.name);
    require_columns(table, unique.columns, "unique constraint " + in_quotes(unique.name));
}

void check_foreign_key(const Schema& schema, const Table& table, const ForeignKey& key) {
    const auto what = "foreign key " + in_quotes(key.name);
    check_constraint_name(table, key.name);
    require_columns(table, key.columns, what);
    const auto& referred = require_referred(schema, table, key);
    require_columns(referred, key.referred_columns, what);
    if (key.columns.size() != key.referred_columns.size())
        throw OperationError(what + " of table " + in_quotes(table.name) + " has " +
                             std::to_string(key.columns.size()) + " columns and refers to " +
                             std::to_string(key.referred_columns.size()));
    if (!has_key(referred, key.referred_columns))
        throw OperationError(what + " of table " + in_quotes(table.name) + " refers to columns of table " +
                             in_quotes(referred.name) + " that are neither its primary key nor unique");
}

void check_exclusion(const Table& table, const Exclusion& exclusion) {
    check_constraint_name(table, exclusion.name);
    const auto what = "exclusion constraint " + in_quotes(exclusion.name);
    if (exclusion.parts.empty()) throw OperationError(what + " of table " + in_quotes(table.name) + " has no columns");
    for (const auto& part : exclusion.parts)
        if (!part.column.empty()) require_columns(table, {part.column}, what);
}

void check_index(const Schema& schema, const Table& table, const Index& index, TableLookup& lookup) {
    check_index_name(schema, table, index.name, lookup);
    std::vector<std::string> columns;
    for (const auto& part : index.parts) {
        if (!part.column.empty())
            columns.push_back(part.column);
        else if (part.expression.empty())
            throw OperationError("index " + in_quotes(index.name) +
                                 " has a part that is neither column nor expression");
    }
    if (!columns.empty() || index.parts.empty()) require_columns(table, columns, "index " + in_quotes(index.name));
    if (!index.include.empty()) require_columns(table, index.include, "index " + in_quotes(index.name));
}

void apply_to(Schema& schema, const CreatePrimaryKey& operation) {
    auto& table = require_table(schema, operation.table);
    const auto& key = operation.primary_key;
    check_primary_key(table, key);
    for (const auto& column : key.columns) table.find_column(column)->nullable = false;
    table.primary_key = key;
}

void apply_to(Schema& schema, const CreateUnique& operation) {
    auto& table = require_table(schema, operation.table);
    check_unique(table, operation.unique);
    insert_sorted(table.uniques, operation.unique);
}

void apply_to(Schema& schema, const CreateCheck& operation) {
    auto& table = require_table(schema, operation.table);
    const auto& check = operation.check;
    check_constraint_name(table, check.name);
    if (check.expression.empty())
        throw OperationError("check " + in_quotes(check.name) + " of table " + in_quotes(table.name) +
                             " has no expression");
    insert_sorted(table.checks, check);
}

void apply_to(Schema& schema, const CreateForeignKey& operation) {
    auto& table = require_table(schema, operation.table);
    check_foreign_key(schema, table, operation.foreign_key);
    insert_sorted(table.foreign_keys, operation.foreign_key);
}

void apply_to(Schema& schema, const CreateExclusion& operation) {
    auto& table = require_table(schema, operation.table);
    check_exclusion(table, operation.exclusion);
    insert_sorted(table.exclusions, operation.exclusion);
}

void apply_to(Schema& schema, const DropConstraint& operation, TableLookup& lookup) {
    auto& table = require_table(schema, operation.table);
    const auto& name = operation.name;
    if (table.primary_key && table.primary_key->name == name) {
        require_unneeded(schema, table, table.primary_key->columns, name, lookup);
        table.primary_key.reset();
    } else if (const auto* unique = find_named(table.uniques, name)) {
        require_unneeded(schema, table, unique->columns, name, lookup);
        erase_named(table.uniques, name);
    } else if (!erase_named(table.checks, name) && !erase_named(table.foreign_keys, name) &&
               !erase_named(table.exclusions, name)) {
        no_constraint(table, name);
    }
}

void apply_to(Schema& schema, const RenameConstraint& operation) {
    auto& table = require_table(schema, operation.table);
    const auto& [_, name, to] = operation;
    if (std::holds_alternative<std::monostate>(find_constraint(table, name))) no_constraint(table, name);
    check_constraint_name(table, to);
    if (table.primary_key && table.primary_key->name == name)
        table.primary_key->name = to;
    else if (!rename_named(table.uniques, name, to) && !rename_named(table.checks, name, to) &&
             !rename_named(table.foreign_keys, name, to))
        rename_named(table.exclusions, name, to);
}

void apply_to(Schema& schema, const CreateIndex& operation, TableLookup& lookup) {
    auto& table = require_table(schema, operation.table);
    check_index(schema, table, operation.index, lookup);
    insert_sorted(table.indexes, operation.index);
}

void apply_to(Schema& schema, const DropIndex& operation, TableLookup& lookup) {
    auto& table = require_table(schema, operation.table);
    const auto* index = find_named(table.indexes, operation.name);
    if (!index) no_index(table, operation.name);
    if (const auto columns = key_columns(*index); !columns.empty())
        require_unneeded(schema, table, columns, operation.name, lookup);
    erase_named(table.indexes, operation.name);
}

void apply_to(Schema& schema, const RenameIndex& operation, TableLookup& lookup) {
    auto& table = require_table(schema, operation.table);
    if (!find_named(table.indexes, operation.name)) no_index(table, operation.name);
    check_index_name(schema, table, operation.to, lookup);
    rename_named(table.indexes, operation.name, operation.to);
}

} // namespace aludel::migrations
