#include "migrations/operation/lookup.hpp"

#include "migrations/schema/sql_tokens.hpp"

#include <algorithm>
#include <utility>

namespace aludel::migrations {
namespace {

bool contains(const std::vector<std::string>& columns, std::string_view column) {
    return std::ranges::find(columns, column) != columns.end();
}

/// Of an index or exclusion constraint.
bool mentions_column(const auto& item, const Table& table, std::string_view column) {
    const auto in_part = [&](const auto& part) {
        return part.column == column || mentions_column(part.expression, table.name.name, column);
    };
    return std::ranges::any_of(item.parts, in_part) || mentions_column(item.where, table.name.name, column);
}

std::string list_of_columns(const Table& table) {
    std::string list;
    for (const auto& column : table.columns) list += (list.empty() ? "" : ", ") + in_quotes(column.name);
    return list.empty() ? "no columns" : list;
}

std::string first_use_in_table(const Table& table, std::string_view column) {
    const auto in = [](std::string_view kind, const std::string& name) {
        return "the " + std::string(kind) + " " + in_quotes(name);
    };
    if (table.primary_key && contains(table.primary_key->columns, column))
        return in("primary key", table.primary_key->name);
    for (const auto& unique : table.uniques)
        if (contains(unique.columns, column)) return in("unique constraint", unique.name);
    for (const auto& key : table.foreign_keys)
        if (contains(key.columns, column)) return in("foreign key", key.name);
    for (const auto& index : table.indexes)
        if (mentions_column(index, table, column) || contains(index.include, column)) return in("index", index.name);
    for (const auto& exclusion : table.exclusions)
        if (mentions_column(exclusion, table, column)) return in("exclusion constraint", exclusion.name);
    for (const auto& check : table.checks)
        if (mentions_column(check.expression, table.name.name, column)) return in("check", check.name);
    for (const auto& other : table.columns)
        if (other.generated && other.name != column &&
            mentions_column(other.generated->expression, table.name.name, column))
            return in("generated column", other.name);
    return {};
}

} // namespace

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }
std::string in_quotes(const Name& name) { return in_quotes(to_string(name)); }

const Table& require_table(const Schema& schema, const Name& name) {
    const auto found = schema.tables.find(name);
    if (found == schema.tables.end()) throw OperationError("there is no table " + in_quotes(name));
    return found->second;
}

Table& require_table(Schema& schema, const Name& name) {
    return const_cast<Table&>(require_table(std::as_const(schema), name));
}

const Column& require_column(const Table& table, std::string_view name) {
    if (const auto* column = table.find_column(name)) return *column;
    throw OperationError("table " + in_quotes(table.name) + " has no column " + in_quotes(name) + "; it has " +
                         list_of_columns(table));
}

Column& require_column(Table& table, std::string_view name) {
    return const_cast<Column&>(require_column(std::as_const(table), name));
}

const Enum& require_enum(const Schema& schema, const Name& name) {
    const auto found = schema.enums.find(name);
    if (found == schema.enums.end()) throw OperationError("there is no enum " + in_quotes(name));
    return found->second;
}

void require_columns(const Table& table, const std::vector<std::string>& columns, const std::string& what) {
    if (columns.empty()) throw OperationError(what + " of table " + in_quotes(table.name) + " has no columns");
    for (auto column = columns.begin(); column != columns.end(); ++column) {
        if (!table.find_column(*column))
            throw OperationError(what + " names the column " + in_quotes(*column) + ", which table " +
                                 in_quotes(table.name) + " does not have; it has " + list_of_columns(table));
        if (std::find(columns.begin(), column, *column) != column)
            throw OperationError(what + " of table " + in_quotes(table.name) + " names the column " +
                                 in_quotes(*column) + " twice");
    }
}

bool same_columns(std::vector<std::string> left, std::vector<std::string> right) {
    if (left.size() != right.size()) return false;
    std::ranges::sort(left);
    std::ranges::sort(right);
    return left == right;
}

std::vector<std::string> key_columns(const Index& index) {
    if (!index.unique || !index.where.empty()) return {};
    std::vector<std::string> columns;
    for (const auto& part : index.parts) {
        if (part.column.empty()) return {};
        columns.push_back(part.column);
    }
    return columns;
}

bool has_key(const Table& table, const std::vector<std::string>& columns, std::string_view except) {
    const auto is = [&](const std::string& name, const std::vector<std::string>& key) {
        return (except.empty() || name != except) && same_columns(key, columns);
    };
    if (table.primary_key && is(table.primary_key->name, table.primary_key->columns)) return true;
    return std::ranges::any_of(table.uniques, [&](const Unique& key) { return is(key.name, key.columns); }) ||
           std::ranges::any_of(table.indexes, [&](const Index& key) { return is(key.name, key_columns(key)); });
}

bool has_default_without(const Column& column, const std::vector<std::string>& values) {
    const auto& value = column.default_value;
    return value && value->kind == Default::Kind::literal && !contains(values, value->literal);
}

std::string first_use_of_column(const Schema& schema, const Table& table, std::string_view column,
                                TableLookup& lookup) {
    if (auto use = first_use_in_table(table, column); !use.empty()) return use;
    for (const auto& name : lookup.referring_to(schema, table.name))
        for (const auto& key : require_table(schema, name).foreign_keys)
            if (key.referred_table == table.name && contains(key.referred_columns, column))
                return "the foreign key " + in_quotes(key.name) + " of table " + in_quotes(name);
    return {};
}

} // namespace aludel::migrations
