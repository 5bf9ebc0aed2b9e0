// A new value of an enum cannot be used before the commit (ALTER TYPE … ADD VALUE), and everything pending is one
// transaction: a changed enum is a new type that takes the old one's place.
#include "migrations/lookup.hpp"
#include "migrations/postgresql/defaults.hpp"
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"
#include "migrations/sql_tokens.hpp"

#include <algorithm>
#include <utility>

namespace aludel::migrations::postgresql {
namespace {

std::string literals(const std::vector<std::string>& values) {
    std::vector<std::string> parts;
    for (const auto& value : values) parts.push_back(string_literal(value));
    return joined(parts, ", ");
}

std::string create_type(const std::string& name, const std::vector<std::string>& values) {
    return "CREATE TYPE " + name + " AS ENUM (" + literals(values) + ")";
}

/// What a value becomes, as text.
std::string mapped(const std::string& column, const AlterEnum& operation) {
    const auto text = identifier(column) + "::text";
    if (operation.mapping.empty()) return text;
    std::string sql = "CASE " + text;
    for (const auto& [from, to] : operation.mapping)
        sql += " WHEN " + string_literal(from) + " THEN " + string_literal(to);
    return sql + " ELSE " + text + " END";
}

/// Where every old value has its place, no row needs to be looked at.
bool loses_values(const Enum& before, const AlterEnum& operation) {
    return std::ranges::any_of(before.values, [&](const std::string& value) {
        return !operation.mapping.contains(value) &&
               std::ranges::find(operation.values, value) == operation.values.end();
    });
}

} // namespace

Expressions expressions_over(const Table& table, const std::string& column) {
    const auto mentions = [&](const SqlText& sql) { return mentions_column(sql, table.name.name, column); };
    Expressions found;
    for (const auto& check : table.checks)
        if (!sql_of(check.expression).empty() && mentions(check.expression)) found.checks.push_back(check);
    for (const auto& index : table.indexes)
        if (mentions(index.where) || std::ranges::any_of(index.parts, mentions, &IndexPart::expression))
            found.indexes.push_back(index);
    return found;
}

void Renderer::on(const CreateEnum& operation) {
    ensure_schema(operation.enumeration.name.schema);
    apply(operation, schema_);
    execute(create_type(identifier(operation.enumeration.name), operation.enumeration.values));
}

void Renderer::on(const DropEnum& operation) {
    apply(operation, schema_);
    execute("DROP TYPE " + identifier(operation.name));
}

void Renderer::on(const AlterEnum& operation) {
    const Enum before = require_enum(schema_, operation.name);
    apply(operation, schema_);
    if (before.values == operation.values && operation.mapping.empty()) return;
    const auto name = identifier(operation.name), old_name = identifier("aludel_old_type");
    std::vector<std::pair<const Table*, const Column*>> users;
    for (const auto& [table_name, table] : schema_.tables)
        for (const auto& column : table.columns)
            if (const auto* used = find_enum(schema_, table_name, column.type); used && used->name == operation.name)
                users.emplace_back(&table, &column);

    for (const auto& [table, column] : users)
        if (loses_values(before, operation))
            check(*table, identifier(column->name),
                  mapped(column->name, operation) + " NOT IN (" + literals(operation.values) + ")",
                  to_string(table->name) + "." + column->name + ": rows hold values that the enum " +
                      to_string(operation.name) + " has no more: change them first, or say what becomes of them with " +
                      "`mapping`");
    execute("ALTER TYPE " + name + " RENAME TO " + old_name);
    execute(create_type(name, operation.values));
    for (const auto& [table, column] : users) {
        const auto expressions = expressions_over(*table, column->name);
        for (const auto& each : expressions.checks) alter(table->name, "DROP CONSTRAINT " + identifier(each.name));
        for (const auto& each : expressions.indexes)
            execute("DROP INDEX " + identifier(Name{table->name.schema, each.name}));
        if (column->default_value) alter_column(table->name, column->name, "DROP DEFAULT");
        alter_column(table->name, column->name,
                     "TYPE " + name + " USING (" + mapped(column->name, operation) + ")::" + name);
        if (column->default_value)
            if (const auto value = default_sql(*column->default_value, column->type); !value.empty())
                alter_column(table->name, column->name, "SET DEFAULT " + value);
        for (const auto& each : expressions.checks) alter(table->name, "ADD " + definition(each));
        for (const auto& each : expressions.indexes) execute(create_index(table->name, each));
    }
    execute("DROP TYPE " + identifier(Name{operation.name.schema, "aludel_old_type"}));
}

} // namespace aludel::migrations::postgresql
