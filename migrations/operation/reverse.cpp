#include "migrations/operation/lookup.hpp"
#include "migrations/operation/rows.hpp"
#include "migrations/operation/table_lookup.hpp"

#include <algorithm>
#include <iterator>
#include <span>

namespace aludel::migrations {
namespace {

using Operations = std::vector<Operation>;

/// What rows get in a required column that comes back: what they held is gone, and something has to be there.
std::string placeholder(const Schema& schema, const Name& table, const Type& type) {
    using Kind = Type::Kind;
    switch (type.kind) {
    case Kind::boolean: return "false";
    case Kind::smallint:
    case Kind::integer:
    case Kind::bigint:
    case Kind::real:
    case Kind::double_precision:
    case Kind::decimal: return "0";
    case Kind::date: return "'1970-01-01'";
    case Kind::time: return "'00:00:00'";
    case Kind::timestamp: return "'1970-01-01 00:00:00'";
    case Kind::timestamptz: return "'1970-01-01 00:00:00+00:00'";
    case Kind::uuid: return "'00000000-0000-0000-0000-000000000000'";
    case Kind::json: return "'null'";
    case Kind::enumeration: {
        std::string text = "'";
        for (const char c : find_enum(schema, table, type)->values.front())
            text += c == '\'' ? "''" : std::string(1, c);
        return text + "'";
    }
    case Kind::text:
    case Kind::varchar:
    case Kind::bytes:
    case Kind::native: break;
    }
    return "''";
}

bool needs_fill(const Column& column) {
    return !column.nullable && !column.default_value && !column.generated && !column.identity;
}

Operations reverse_of(const CreateTable& operation, const Schema&) { return {DropTable{operation.table.name}}; }

Operations reverse_of(const DropTable& operation, const Schema& before) {
    return {CreateTable{require_table(before, operation.table)}};
}

Operations reverse_of(const RenameTable& operation, const Schema&) {
    return {RenameTable{{operation.table.schema, operation.to}, operation.table.name}};
}

Operations reverse_of(const AlterTable& operation, const Schema& before) {
    const auto& table = require_table(before, operation.table);
    AlterTable back{.table = operation.table};
    if (operation.comment) back.comment = table.comment;
    if (operation.strict) back.strict = table.strict;
    if (operation.without_rowid) back.without_rowid = table.without_rowid;
    return {back};
}

Operations reverse_of(const AddColumn& operation, const Schema&) {
    return {DropColumn{operation.table, operation.column.name}};
}

Operations reverse_of(const DropColumn& operation, const Schema& before) {
    const auto& column = require_column(require_table(before, operation.table), operation.column);
    AddColumn add{operation.table, column, {}};
    if (needs_fill(column)) add.fill.common = placeholder(before, operation.table, column.type);
    return {add};
}

Operations reverse_of(const RenameColumn& operation, const Schema&) {
    return {RenameColumn{operation.table, operation.to, operation.column}};
}

Operations reverse_of(const AlterColumn& operation, const Schema& before) {
    const auto& column = require_column(require_table(before, operation.table), operation.column);
    AlterColumn back{.table = operation.table, .column = operation.column};
    if (operation.type) back.type = column.type;
    if (operation.nullable) back.nullable = column.nullable;
    if (operation.identity) back.identity = column.identity;
    if (operation.default_value) back.default_value = column.default_value;
    if (operation.generated) back.generated = column.generated;
    if (operation.collation) back.collation = column.collation;
    if (operation.comment) back.comment = column.comment;
    return {back};
}

Operations reverse_of(const CreatePrimaryKey& operation, const Schema& before) {
    Operations back{DropConstraint{operation.table, operation.primary_key.name}};
    const auto& table = require_table(before, operation.table);
    for (const auto& name : operation.primary_key.columns)
        if (require_column(table, name).nullable)
            back.push_back(AlterColumn{.table = operation.table, .column = name, .nullable = true});
    return back;
}

Operations reverse_of(const CreateUnique& operation, const Schema&) {
    return {DropConstraint{operation.table, operation.unique.name}};
}
Operations reverse_of(const CreateCheck& operation, const Schema&) {
    return {DropConstraint{operation.table, operation.check.name}};
}
Operations reverse_of(const CreateForeignKey& operation, const Schema&) {
    return {DropConstraint{operation.table, operation.foreign_key.name}};
}

Operations reverse_of(const CreateExclusion& operation, const Schema&) {
    return {DropConstraint{operation.table, operation.exclusion.name}};
}

Operation create_again(const Name& table, const PrimaryKey& key) {
    return CreatePrimaryKey{.table = table, .primary_key = key};
}
Operation create_again(const Name& table, const Unique& unique) {
    return CreateUnique{.table = table, .unique = unique};
}
Operation create_again(const Name& table, const Check& check) { return CreateCheck{.table = table, .check = check}; }
Operation create_again(const Name& table, const ForeignKey& key) {
    return CreateForeignKey{.table = table, .foreign_key = key};
}
Operation create_again(const Name& table, const Exclusion& exclusion) { return CreateExclusion{table, exclusion}; }

Operations reverse_of(const DropConstraint& operation, const Schema& before) {
    const auto& table = require_table(before, operation.table);
    const auto constraint = find_constraint(table, operation.name);
    return std::visit(
        [&](const auto& found) -> Operations {
            if constexpr (requires { *found; })
                return {create_again(table.name, *found)};
            else
                throw OperationError("table " + in_quotes(table.name) + " has no constraint " +
                                     in_quotes(operation.name));
        },
        constraint);
}

Operations reverse_of(const RenameConstraint& operation, const Schema&) {
    return {RenameConstraint{operation.table, operation.to, operation.name}};
}

Operations reverse_of(const CreateIndex& operation, const Schema&) {
    return {DropIndex{operation.table, operation.index.name, operation.concurrently}};
}

Operations reverse_of(const DropIndex& operation, const Schema& before) {
    const auto& table = require_table(before, operation.table);
    const auto* index = find_named(table.indexes, operation.name);
    if (!index) throw OperationError("table " + in_quotes(table.name) + " has no index " + in_quotes(operation.name));
    return {CreateIndex{.table = operation.table, .index = *index, .concurrently = operation.concurrently}};
}

Operations reverse_of(const RenameIndex& operation, const Schema&) {
    return {RenameIndex{operation.table, operation.to, operation.name}};
}

Operations reverse_of(const CreateEnum& operation, const Schema&) { return {DropEnum{operation.enumeration.name}}; }
Operations reverse_of(const DropEnum& operation, const Schema& before) {
    return {CreateEnum{require_enum(before, operation.name)}};
}

/// A value that one other became, and that no row kept, goes back. Rows with a value that was not there before stand in
/// the way: what they should become is not known.
Operations reverse_of(const AlterEnum& operation, const Schema& before) {
    const auto& old_values = require_enum(before, operation.name).values;
    const auto becomes = [&](const std::string& value) {
        const auto found = operation.mapping.find(value);
        return found == operation.mapping.end() ? value : found->second;
    };
    AlterEnum back{operation.name, old_values, {}};
    for (const auto& [from, to] : operation.mapping)
        if (from != to && std::ranges::count(old_values, to, becomes) == 1) back.mapping.emplace(to, from);
    return {back};
}

template <class Object> Operations reverse_of(const CreateObject<Object>& operation, const Schema&) {
    return {DropObject<Object>{operation.object.name}};
}
template <class Object> const Object& object_before(const Name& name, const Schema& before) {
    const auto& objects = before.*objects_of<Object>;
    const auto found = objects.find(name);
    if (found == objects.end())
        throw OperationError("there is no " + std::string(kind_name<Object>) + " " + in_quotes(name));
    return found->second;
}
template <class Object> Operations reverse_of(const AlterObject<Object>& operation, const Schema& before) {
    return {AlterObject<Object>{object_before<Object>(operation.object.name, before)}};
}
template <class Object> Operations reverse_of(const DropObject<Object>& operation, const Schema& before) {
    return {CreateObject<Object>{object_before<Object>(operation.name, before)}};
}

/// What the rows hold in their key. Throws OperationError where that does not tell them apart.
std::vector<RowValues> keys_of(const InsertRows& operation, const Table& table) {
    const auto columns = row_key(table, operation.key);
    std::vector<RowValues> keys;
    for (const auto& row : operation.rows) {
        auto& key = keys.emplace_back();
        for (const auto& column : columns) {
            const auto value = row.find(column);
            if (value == row.end() || !value->second || value->second->kind != Default::Kind::literal)
                throw OperationError("row " + std::to_string(keys.size()) + " of table " + in_quotes(table.name) +
                                     " has no value of its own for " + in_quotes(column) +
                                     ", and cannot be found again: give one, or `key: [COLUMN]`");
            key.insert(*value);
        }
    }
    return keys;
}

Operations reverse_of(const InsertRows& operation, const Schema& before) {
    return {DeleteRows{operation.table, keys_of(operation, require_table(before, operation.table)), operation.key}};
}

Operations reverse_of(const DeleteRows& operation, const Schema& before) {
    const auto& table = require_table(before, operation.table);
    for (const auto& row : operation.rows)
        for (const auto& column : table.columns)
            if (!column.generated && !row.contains(column.name))
                throw OperationError("what the rows held in " + in_quotes(column.name) +
                                     " is not known: `delete` can be taken back where its rows are given whole");
    return {InsertRows{operation.table, operation.rows, operation.key}};
}

Operations reverse_of(const Backfill&, const Schema&) { return {}; }

Operations reverse_of(const Execute& operation, const Schema& before) {
    if (!operation.reverse)
        throw OperationError("SQL without `reverse` cannot be taken back (`reverse: \"\"` says that nothing is to be)");
    if (operation.reverse->empty() && operation.state.empty()) return {};
    return {Execute{*operation.reverse, operation.sql, reverse(operation.state, before)}};
}

Operations reverse_of(const Call& operation, const Schema&) {
    if (!operation.reverse)
        throw OperationError("the call of " + in_quotes(operation.function) +
                             " without `reverse` cannot be taken back (`reverse: \"\"` says that nothing is to be)");
    if (operation.reverse->empty()) return {};
    return {Call{*operation.reverse, operation.function}};
}

/// Whether the table is new since the first of these operations, whatever it was called between.
bool is_made_by(std::span<const Operation> operations, Name table) {
    for (auto each = operations.rbegin(); each != operations.rend(); ++each) {
        const auto* rename = std::get_if<RenameTable>(&*each);
        if (rename && Name{rename->table.schema, rename->to} == table) table = rename->table;
        if (const auto* create = std::get_if<CreateTable>(&*each); create && create->table.name == table) return true;
    }
    return false;
}

} // namespace

Operations reverse(const Operation& operation, const Schema& before) {
    return std::visit([&](const auto& each) { return reverse_of(each, before); },
                      static_cast<const Operation::variant&>(operation));
}

Operations reverse(const Operations& operations, std::size_t index, const Schema& before) {
    const auto* insert = std::get_if<InsertRows>(&operations[index]);
    if (insert && is_made_by(std::span(operations).first(index), insert->table)) return {};
    return reverse(operations[index], before);
}

Operations reverse(const Operations& operations, Schema before) {
    std::vector<Operations> parts;
    TableLookup lookup;
    for (std::size_t index = 0; index < operations.size(); ++index) {
        parts.push_back(reverse(operations, index, before));
        apply(operations[index], before, lookup);
    }
    Operations result;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) std::ranges::move(*part, std::back_inserter(result));
    return result;
}

} // namespace aludel::migrations
