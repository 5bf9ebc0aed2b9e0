// Columns: what SQLite adds and drops by itself, and what a rebuild does to values.
#include "migrations/schema/sql_tokens.hpp"
#include "migrations/sqlite/conversion.hpp"
#include "migrations/sqlite/defaults.hpp"
#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/renderer.hpp"

#include <algorithm>

namespace aludel::migrations::sqlite {
namespace {

/// The rules of https://www.sqlite.org/lang_altertable.html#alter_table_add_column
bool can_add(const Column& column) {
    const bool constant = column.default_value && column.default_value->kind == Default::Kind::literal;
    if (column.identity || (column.default_value && !constant)) return false;
    if (column.generated) return !column.generated->stored && column.nullable;
    return column.nullable || constant;
}

/// A CHECK names the column, which SQLite does not drop.
bool can_drop(const Column& column) { return column.type.kind != Type::Kind::enumeration; }

/// What rows that are there already get.
std::string value_of_new(const Definition& before, const Column& column, const std::string& fill) {
    if (!fill.empty()) return fill;
    if (column.identity) return before.without_rowid ? "row_number() OVER ()" : "rowid";
    const auto value = column.default_value ? default_sql(*column.default_value, column.type) : "";
    return value.empty() ? "NULL" : value;
}

/// A constant is NULL or not for all rows alike; only what is computed wants a look at each.
bool is_computed(const std::string& sql, const Name& table) { return !mentioned_columns(sql, table.name).empty(); }

std::vector<std::string> values_of(const Enum* enumeration) {
    return enumeration ? enumeration->values : std::vector<std::string>();
}

bool changes_definition(const AlterColumn& operation) {
    return operation.type || operation.nullable || operation.identity || operation.default_value ||
           operation.generated || operation.collation;
}

std::string mapped(const std::string& value, const AlterEnum& operation) {
    if (operation.mapping.empty()) return value;
    std::string sql = "CASE " + value;
    for (const auto& [from, to] : operation.mapping)
        sql += " WHEN " + string_literal(from) + " THEN " + string_literal(to);
    return sql + " ELSE " + value + " END";
}

bool contains(const std::vector<std::string>& values, const std::string& value) {
    return std::ranges::find(values, value) != values.end();
}

/// A value goes, and nobody says what its rows get.
bool loses_values(const Enum& before, const AlterEnum& operation) {
    return std::ranges::any_of(before.values, [&](const std::string& value) {
        return !contains(operation.values, value) && !operation.mapping.contains(value);
    });
}

} // namespace

void Renderer::on(const AddColumn& operation) {
    const auto& name = operation.table;
    const auto& column = operation.column;
    const auto fill = sql_of(operation.fill);
    if (is_new(name)) return change(operation, name);
    before_expression(name, fill);
    if (!find_pending(name) && fill.empty() && can_add(column)) {
        apply(operation);
        const auto now = definition(name);
        return execute("ALTER TABLE " + identifier(name.name) + " ADD COLUMN " + column_sql(now.columns.back()));
    }
    auto& rebuild = pending(name);
    apply(operation);
    if (column.generated) return;
    const auto value = value_of_new(rebuild.before, column, fill);
    rebuild.sources[column.name] = value;
    const Relation rows{identifier(name.name), rebuild.key, {}};
    if (column.nullable || column.identity) return;
    if (value == "NULL") return check(any_row(rows, name, column.name));
    if (is_computed(value, name)) check(nulls(rows, name, column.name, value));
}

void Renderer::on(const DropColumn& operation) {
    const auto& name = operation.table;
    created_.erase(name); // its indexes may have been created, and dropped, on this column
    const auto* column = table(name).find_column(operation.column);
    if (column && can_drop(*column) && !find_pending(name)) {
        before_removal(name);
        apply(operation);
        return execute("ALTER TABLE " + identifier(name.name) + " DROP COLUMN " + identifier(operation.column));
    }
    auto& rebuild = pending(name);
    apply(operation);
    rebuild.sources.erase(operation.column);
}

void Renderer::on(const AlterColumn& operation) {
    const auto& name = operation.table;
    const auto* column = table(name).find_column(operation.column);
    if (!column || !changes_definition(operation)) return apply(operation);
    if (is_new(name)) return change(operation, name);
    before_expression(name, sql_of(operation.convert));
    before_expression(name, sql_of(operation.fill));
    if (operation.generated && operation.generated->has_value() != column->generated.has_value())
        before_expression(name,
                          column->generated ? identifier(column->name) : sql_of((*operation.generated)->expression));
    pending(name);
    const Column before = *column;
    apply(operation);
    alter_values(operation, before, *table(name).find_column(operation.column));
}

void Renderer::alter_values(const AlterColumn& operation, const Column& before, const Column& after) {
    const auto& name = operation.table;
    auto& rebuild = pending(name);
    const Relation rows{identifier(name.name), rebuild.key, {}};
    const auto old = rebuild.value_of(after.name);
    if (after.generated) {
        if (!before.generated)
            check(obstacle(rows, old, "(" + old + ") IS NOT (" + sql_of(after.generated->expression) + ")",
                           to_string(name) + "." + after.name +
                               " becomes a generated column, and rows hold other values than it would compute"));
        rebuild.sources.erase(after.name);
        return;
    }
    const auto custom = operation.type ? sql_of(operation.convert) : "";
    auto value = custom.empty() ? old : custom;
    if (custom.empty() && before.type != after.type) {
        const auto conversion = convert(before.type, after.type, old, values_of(find_enum(schema_, name, after.type)));
        if (!conversion.value.empty()) value = conversion.value;
        if (!conversion.obstacle.empty())
            check(obstacle(rows, old, conversion.obstacle,
                           to_string(name) + "." + after.name + ": " + to_string(before.type) + " -> " +
                               to_string(after.type) + " would lose these values: change them first, or say what " +
                               "becomes of them with `using`"));
    }
    const auto fill = sql_of(operation.fill);
    if (!after.nullable && !fill.empty()) value = "coalesce(" + value + ", " + fill + ")";
    if (!after.nullable && (before.nullable || !custom.empty())) check(nulls(rows, name, after.name, value));
    if (value != old) rebuild.sources[after.name] = value;
}

void Renderer::on(const AlterEnum& operation) {
    const auto enumeration = schema_.enums.find(operation.name);
    if (enumeration == schema_.enums.end()) return apply(operation);
    const Enum before = enumeration->second;
    std::vector<Name> new_tables;
    for (const auto& [name, table] : schema_.tables) {
        for (const auto& column : table.columns) {
            if (find_enum(schema_, name, column.type) != &enumeration->second) continue;
            if (is_new(name)) {
                new_tables.push_back(name);
                continue;
            }
            auto& rebuild = pending(name);
            const auto old = rebuild.value_of(column.name);
            if (loses_values(before, operation))
                check(obstacle({identifier(name.name), rebuild.key, {}}, old,
                               mapped(old, operation) + " NOT IN " + string_list(operation.values),
                               to_string(name) + "." + column.name + ": rows hold values that the enum " +
                                   operation.name.name + " loses: say what becomes of them with `mapping`"));
            if (!operation.mapping.empty()) rebuild.sources[column.name] = mapped(old, operation);
        }
    }
    apply(operation);
    for (const auto& name : new_tables) recreate(name);
}

} // namespace aludel::migrations::sqlite
