#include "migrations/lookup.hpp"
#include "migrations/postgresql/conversion.hpp"
#include "migrations/postgresql/defaults.hpp"
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"
#include "migrations/postgresql/types.hpp"
#include "migrations/sql_tokens.hpp"

#include <algorithm>
#include <utility>

namespace aludel::migrations::postgresql {
namespace {

std::string place(const Table& table, const std::string& column) { return to_string(table.name) + "." + column; }

std::string default_of(const Column& column) {
    return column.default_value ? default_sql(*column.default_value, column.type) : "";
}

bool has(const std::vector<std::string>& columns, const std::string& column) {
    return std::ranges::find(columns, column) != columns.end();
}

std::vector<std::string> values_of(const Enum* enumeration) {
    return enumeration ? enumeration->values : std::vector<std::string>{};
}

} // namespace

void Renderer::comment_column(const Name& table, const Column& column) {
    execute(comment_on("COLUMN " + identifier(table) + "." + identifier(column.name), column.comment));
}

/// Rows that are there already get the fill, computed once for each.
void Renderer::on(const AddColumn& operation) {
    apply(operation, schema_);
    const auto& table = require_table(std::as_const(schema_), operation.table);
    auto column = operation.column;
    const auto fill = sql_of(operation.fill);
    const bool filled = !fill.empty() && !column.generated && !column.identity;
    if (filled) column.nullable = true;
    if (!filled && !column.nullable && !column.identity && !column.generated && default_of(column).empty())
        check(table, "NULL", "true",
              place(table, column.name) +
                  " is new and NOT NULL, and there are rows already: give it a default, or `fill`");
    alter(operation.table, "ADD COLUMN " + column_definition(schema_, table, column));
    if (filled) {
        execute("UPDATE " + identifier(operation.table) + " SET " + identifier(column.name) + " = (" + fill + ")");
        settle();
        if (!operation.column.nullable) require_values(table, column.name, "");
    }
    if (!column.comment.empty()) comment_column(operation.table, column);
}

void Renderer::on(const DropColumn& operation) {
    apply(operation, schema_);
    alter(operation.table, "DROP COLUMN " + identifier(operation.column));
}

void Renderer::on(const RenameColumn& operation) {
    apply(operation, schema_);
    alter(operation.table, "RENAME COLUMN " + identifier(operation.column) + " TO " + identifier(operation.to));
}

void Renderer::on(const AlterColumn& operation) {
    const Column before = require_column(require_table(std::as_const(schema_), operation.table), operation.column);
    apply(operation, schema_);
    const auto& table = require_table(std::as_const(schema_), operation.table);
    const auto& after = require_column(table, operation.column);
    const auto& name = after.name;
    const auto old_default = default_of(before), new_default = default_of(after);
    const auto convert = sql_of(operation.convert);
    const bool typed = before.type != after.type || before.collation != after.collation || !convert.empty();
    const bool was_required = is_required(table, before), is_required_now = is_required(table, after);

    if (before.generated != after.generated && (after.generated || typed)) {
        change_generated(table, before, after);
        return;
    }
    if (before.generated && !after.generated) alter_column(table.name, name, "DROP EXPRESSION");
    const bool drops_default = !old_default.empty() && (typed || new_default != old_default);
    if (drops_default) alter_column(table.name, name, "DROP DEFAULT");
    if (before.identity && !after.identity) change_identity(table, before, after);
    if (typed) change_type(table, before, after, convert);
    if (is_required_now && (!was_required || !convert.empty()))
        require_values(table, name, sql_of(operation.fill));
    else if (was_required && !is_required_now)
        alter_column(table.name, name, "DROP NOT NULL");
    if (!before.identity && after.identity) change_identity(table, before, after);
    if (!new_default.empty() && (drops_default || old_default.empty()))
        alter_column(table.name, name, "SET DEFAULT " + new_default);
    if (before.comment != after.comment) comment_column(table.name, after);
}

void Renderer::change_type(const Table& table, const Column& before, const Column& after, const std::string& convert) {
    const auto type = type_sql(schema_, table.name, after.type);
    const auto value = identifier(after.name);
    Conversion conversion;
    if (!convert.empty())
        conversion.value = convert;
    else if (before.type != after.type && !after.generated)
        conversion = postgresql::convert(before.type, after.type, value, type,
                                         values_of(find_enum(schema_, table.name, after.type)));
    if (!conversion.obstacle.empty())
        check(table, value, value + " IS NOT NULL AND (" + conversion.obstacle + ")",
              place(table, after.name) + ": " + to_string(before.type) + " -> " + to_string(after.type) +
                  " would lose these values: change them first, or say what becomes of them with `using`");
    auto action = "TYPE " + type;
    if (!after.collation.empty()) action += " COLLATE " + identifier(after.collation);
    if (!conversion.value.empty()) action += " USING (" + conversion.value + ")";
    alter_column(table.name, after.name, action);
}

/// PostgreSQL makes a column a generated one only when it adds it. Everything on it goes and comes again.
void Renderer::change_generated(const Table& table, const Column& before, const Column& after) {
    const auto& name = after.name;
    if (!before.generated)
        check(table, identifier(name),
              identifier(name) + "::text IS DISTINCT FROM (" +
                  required_sql_of(after.generated->expression, "the generated column \"" + name + "\"") + ")::text",
              place(table, name) + " becomes a generated column, and rows hold other values than it would compute");
    const auto expressions = expressions_over(table, name);
    for (const auto& each : expressions.checks) alter(table.name, "DROP CONSTRAINT " + identifier(each.name));
    alter(table.name, "DROP COLUMN " + identifier(name));
    alter(table.name, "ADD COLUMN " + column_definition(schema_, table, after));
    for (const auto& each : expressions.checks) alter(table.name, "ADD " + definition(each));
    for (const auto& unique : table.uniques)
        if (has(unique.columns, name)) alter(table.name, "ADD " + definition(unique));
    for (const auto& key : table.foreign_keys)
        if (has(key.columns, name)) execute(add_foreign_key(table.name, key));
    for (const auto& index : table.indexes) {
        const bool direct = std::ranges::any_of(index.parts, [&](const auto& part) { return part.column == name; });
        if (direct || find_named(expressions.indexes, index.name)) execute(create_index(table.name, index));
    }
    if (!after.comment.empty()) comment_column(table.name, after);
}

void Renderer::change_identity(const Table& table, const Column&, const Column& after) {
    if (!after.identity) return alter_column(table.name, after.name, "DROP IDENTITY");
    alter_column(table.name, after.name, "ADD " + identity_sql(*after.identity));
    number_from_rows(table.name, after.name);
}

/// The next number is beyond those that rows have.
void Renderer::number_from_rows(const Name& table, const std::string& column) {
    const auto name = identifier(column);
    execute("SELECT setval(pg_get_serial_sequence(" + string_literal(identifier(table)) + ", " +
            string_literal(column) + "), coalesce(greatest(max(" + name + "), 1), 1), coalesce(max(" + name +
            ") >= 1, false)) FROM " + identifier(table));
}

void Renderer::require_values(const Table& table, const std::string& column, const std::string& fill) {
    const auto name = identifier(column);
    if (!fill.empty()) {
        execute("UPDATE " + identifier(table.name) + " SET " + name + " = (" + fill + ") WHERE " + name + " IS NULL");
        settle();
    }
    check(table, "NULL", name + " IS NULL",
          place(table, column) + " becomes NOT NULL, and rows hold NULL: fill them first, or give `fill`");
    alter_column(table.name, column, "SET NOT NULL");
}

} // namespace aludel::migrations::postgresql
