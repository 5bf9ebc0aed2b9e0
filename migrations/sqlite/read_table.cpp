#include "migrations/sqlite/defaults.hpp"
#include "migrations/sqlite/inspect.hpp"
#include "migrations/sqlite/literal.hpp"
#include "migrations/sqlite/types.hpp"
#include "sqlite/create_table.hpp"
#include "sqlite/tokens.hpp"

#include <algorithm>

namespace aludel::migrations::sqlite {
namespace {

using aludel::sqlite::CreateTable;
using aludel::sqlite::TableColumn;
using aludel::sqlite::TableConstraint;
using Kind = TableConstraint::Kind;

SqlText sql_text(std::string sql) { return SqlText{std::move(sql), {}}; }

ForeignKey::Action read_action(const std::string& action) {
    const auto is = [&](std::string_view name) { return aludel::sqlite::same_identifier(action, name); };
    if (is("RESTRICT")) return ForeignKey::Action::restrict;
    if (is("CASCADE")) return ForeignKey::Action::cascade;
    if (is("SET NULL")) return ForeignKey::Action::set_null;
    if (is("SET DEFAULT")) return ForeignKey::Action::set_default;
    return ForeignKey::Action::no_action;
}

ForeignKey read_foreign_key(const TableConstraint& constraint) {
    ForeignKey key;
    key.name = constraint.name;
    key.columns = constraint.columns;
    key.referred_table.name = constraint.referred_table;
    key.referred_columns = constraint.referred_columns;
    key.on_delete = read_action(constraint.on_delete);
    key.on_update = read_action(constraint.on_update);
    key.deferrable = constraint.deferrable;
    key.initially_deferred = constraint.initially_deferred;
    return key;
}

/// ON CONFLICT is part of a constraint that has no place for it in a schema.
bool has_conflict_clause(const TableConstraint& constraint) {
    const auto tokens = aludel::sqlite::tokenize(constraint.text);
    return constraint.kind != Kind::check && constraint.kind != Kind::default_value &&
           std::ranges::any_of(tokens, [](const auto& token) { return is_word(token, "CONFLICT"); });
}

/// Constraints of the table, wherever they are written.
void read_constraint(const TableConstraint& constraint, Table& table, std::vector<std::string>& not_modelled) {
    switch (constraint.kind) {
    case Kind::primary_key: table.primary_key = PrimaryKey{constraint.name, constraint.columns}; break;
    case Kind::unique: table.uniques.push_back({constraint.name, constraint.columns, false}); break;
    case Kind::check: table.checks.push_back({constraint.name, sql_text(constraint.expression)}); break;
    case Kind::foreign_key: table.foreign_keys.push_back(read_foreign_key(constraint)); break;
    default: break;
    }
    if (has_conflict_clause(constraint)) not_modelled.push_back("ON CONFLICT in table " + table.name.name);
}

Column read_column(const TableColumn& source) {
    Column column;
    column.name = source.name;
    column.type = read_type(source.type);
    for (const auto& constraint : source.constraints) {
        if (constraint.kind == Kind::not_null) column.nullable = false;
        if (constraint.kind == Kind::collate) column.collation = constraint.collation;
        if (constraint.kind == Kind::generated)
            column.generated = Generated{sql_text(constraint.expression), constraint.stored};
        if (constraint.kind != Kind::default_value) continue;
        column.default_value.emplace();
        column.default_value->kind = Default::Kind::sql;
        // A word after DEFAULT is a string, and in parentheses it is a column.
        const auto value = read_literal(constraint.expression);
        column.default_value->sql = sql_text(value ? sql_of(*value) : inside_of_default(constraint.expression));
    }
    return column;
}

bool is_autoincrement(const CreateTable& table) {
    const auto any = [](const std::vector<TableConstraint>& constraints) {
        return std::ranges::any_of(constraints, &TableConstraint::autoincrement);
    };
    return any(table.constraints) ||
           std::ranges::any_of(table.columns, [&](const TableColumn& column) { return any(column.constraints); });
}

/// SQLite finds columns in any case; a schema has them as they are declared.
void respell(const Table& table, std::vector<std::string>& columns) {
    for (auto& name : columns)
        for (const auto& column : table.columns)
            if (aludel::sqlite::same_identifier(column.name, name)) name = column.name;
}

void respell_columns(Table& table) {
    if (table.primary_key) respell(table, table.primary_key->columns);
    for (auto& unique : table.uniques) respell(table, unique.columns);
    for (auto& key : table.foreign_keys) respell(table, key.columns);
}

} // namespace

Table read_table(std::string_view sql, std::vector<std::string>& not_modelled) {
    const auto source = aludel::sqlite::parse_create_table(sql);
    Table table;
    table.name.name = source.name;
    table.strict = source.strict;
    table.without_rowid = source.without_rowid;
    for (const auto& column : source.columns) {
        table.columns.push_back(read_column(column));
        for (const auto& constraint : column.constraints) read_constraint(constraint, table, not_modelled);
    }
    for (const auto& constraint : source.constraints) read_constraint(constraint, table, not_modelled);
    respell_columns(table);
    if (table.primary_key)
        for (const auto& column : table.primary_key->columns)
            if (auto* found = table.find_column(column)) found->nullable = false;
    if (const auto* rowid = rowid_column(source)) {
        auto* column = table.find_column(rowid->name);
        column->identity = Identity{.autoincrement = is_autoincrement(source)};
        column->type = Type{.kind = Type::Kind::bigint};
    }
    return table;
}

} // namespace aludel::migrations::sqlite
