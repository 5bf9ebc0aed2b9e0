// What ALTER TYPE does to an enum is done in place: values that are added or renamed. For all else a new type takes the
// old one's place.
#include "migrations/operation/lookup.hpp"
#include "migrations/postgresql/defaults.hpp"
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"

#include <algorithm>
#include <utility>

namespace aludel::migrations::postgresql {
namespace {

using Values = std::vector<std::string>;

bool has(const Values& values, const std::string& value) { return std::ranges::find(values, value) != values.end(); }

std::string literals(const Values& values) {
    std::vector<std::string> parts;
    for (const auto& value : values) parts.push_back(string_literal(value));
    return joined(parts, ", ");
}

std::string create_type(const std::string& name, const Values& values) {
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

std::string mapped_value(const std::string& value, const AlterEnum& operation) {
    const auto found = operation.mapping.find(value);
    return found == operation.mapping.end() ? value : found->second;
}

/// Where every old value has its place, no row needs to be looked at.
bool loses_values(const Enum& before, const AlterEnum& operation) {
    return std::ranges::any_of(before.values, [&](const std::string& value) {
        return !operation.mapping.contains(value) && !has(operation.values, value);
    });
}

/// The old values under their new names, where the mapping does nothing but rename.
std::optional<Values> renamed(const Enum& before, const AlterEnum& operation) {
    Values values;
    for (const auto& value : before.values) {
        const auto& to = mapped_value(value, operation);
        const bool is_new_name = to == value || (!has(before.values, to) && !has(operation.values, value));
        if (!is_new_name || has(values, to)) return std::nullopt;
        values.push_back(to);
    }
    return values;
}

bool only_adds(const Values& before, const Values& after) {
    auto at = after.begin();
    return std::ranges::all_of(before, [&](const std::string& value) {
        at = std::find(at, after.end(), value);
        return at != after.end();
    });
}

} // namespace

void Renderer::on(const CreateEnum& operation) {
    ensure_schema(operation.enumeration.name.schema);
    apply(operation);
    execute(create_type(identifier(operation.enumeration.name), operation.enumeration.values));
}

void Renderer::on(const DropEnum& operation) {
    apply(operation);
    execute("DROP TYPE " + identifier(operation.name));
}

void Renderer::on(const AlterEnum& operation) {
    const Enum before = require_enum(schema_, operation.name);
    apply(operation);
    if (before.values == operation.values && operation.mapping.empty()) return;
    if (const auto values = renamed(before, operation); values && only_adds(*values, operation.values))
        alter_enum_in_place(before, *values, operation);
    else
        create_enum_again(before, operation);
}

/// A value that was added can be used after the commit only.
void Renderer::alter_enum_in_place(const Enum& before, const std::vector<std::string>& renamed,
                                   const AlterEnum& operation) {
    const auto alter = "ALTER TYPE " + identifier(operation.name) + " ";
    for (std::size_t i = 0; i < renamed.size(); ++i)
        if (renamed[i] != before.values[i])
            execute(alter + "RENAME VALUE " + string_literal(before.values[i]) + " TO " + string_literal(renamed[i]));
    for (auto value = operation.values.begin(); value != operation.values.end(); ++value) {
        if (has(renamed, *value)) continue;
        const bool is_first = value == operation.values.begin();
        execute(ChainStep::Kind::sql_then_commit,
                alter + "ADD VALUE " + string_literal(*value) +
                    (is_first ? " BEFORE " + string_literal(renamed.front()) : " AFTER " + string_literal(value[-1])));
    }
}

void Renderer::create_enum_again(const Enum& before, const AlterEnum& operation) {
    const auto name = identifier(operation.name), old_name = identifier("aludel_old_type");
    std::vector<std::pair<const Table*, const Column*>> users;
    for (const auto& [table_name, table] : schema_.tables)
        for (const auto& column : table.columns)
            if (const auto* used = find_enum(schema_, table_name, column.type); used && used->name == operation.name)
                users.emplace_back(&table, &column);

    for (const auto& [table, column] : users)
        if (loses_values(before, operation) && !has_no_rows(table->name))
            check(*table, identifier(column->name),
                  mapped(column->name, operation) + " NOT IN (" + literals(operation.values) + ")",
                  to_string(table->name) + "." + column->name + ": rows hold values that the enum " +
                      to_string(operation.name) + " has no more: change them first, or say what becomes of them with " +
                      "`mapping`");
    for (const auto& [table, column] : users) {
        put_aside(foreign_keys_over(*table, column->name));
        put_aside(expressions_over(*table, column->name));
    }
    execute("ALTER TYPE " + name + " RENAME TO " + old_name);
    execute(create_type(name, operation.values));
    for (const auto& [table, column] : users) change_enum_of(*table, *column, operation);
    execute("DROP TYPE " + identifier(Name{operation.name.schema, "aludel_old_type"}));
}

void Renderer::change_enum_of(const Table& table, const Column& column, const AlterEnum& operation) {
    const auto name = identifier(operation.name);
    if (column.default_value) alter_column(table.name, column.name, "DROP DEFAULT");
    const auto readers = generated_from(table, column.name);
    const auto parts = drop_columns(table, readers);
    alter_column(table.name, column.name, "TYPE " + name + " USING (" + mapped(column.name, operation) + ")::" + name);
    create_columns(table, readers, parts);
    // The mapping is for rows: a default that the enum loses was changed before.
    if (const auto sql = column.default_value ? default_sql(*column.default_value, column.type) : ""; !sql.empty())
        alter_column(table.name, column.name, "SET DEFAULT " + sql);
}

} // namespace aludel::migrations::postgresql
