#include "migrations/operation/lookup.hpp"
#include "migrations/postgresql/conversion.hpp"
#include "migrations/postgresql/defaults.hpp"
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"
#include "migrations/postgresql/types.hpp"
#include "migrations/schema/naming.hpp"
#include "migrations/schema/sql_tokens.hpp"

#include <algorithm>
#include <utility>

namespace aludel::migrations::postgresql {
namespace {

std::string place(const Table& table, const std::string& column) { return to_string(table.name) + "." + column; }

std::string default_of(const Column& column) {
    return column.default_value ? default_sql(*column.default_value, column.type) : "";
}

/// Whether a foreign key may go from one to the other.
bool compare(const Type& left, const Type& right) {
    return left == right || (is_integer(left) && is_integer(right)) || (is_textual(left) && is_textual(right)) ||
           (left.kind == Type::Kind::decimal && right.kind == Type::Kind::decimal);
}

/// PostgreSQL read the expressions over a column once. When its type changes it puts casts around what it read, which
/// stay when the type comes back (`n::numeric <> 13::numeric` over an integer), or finds no operator (`text = mood`).
bool reads_expressions_anew(const Type& before, const Type& after) {
    return cast_name(before) != cast_name(after) && !(is_textual(before) && is_textual(after));
}

std::string fill_nulls(const Table& table, const std::string& column, const std::string& fill) {
    const auto name = identifier(column);
    return "UPDATE " + identifier(table.name) + " SET " + name + " = (" + fill + ") WHERE " + name + " IS NULL";
}

std::string would_lose(const Table& table, const Column& before, const Column& after) {
    return place(table, after.name) + ": " + to_string(before.type) + " -> " + to_string(after.type) +
           " would lose these values: change them first, or say what becomes of them with `using`";
}

/// What DROP COLUMN takes along without a word, but for what is of the column alone: its default or the expression that
/// computes it, the sequence that numbers it, and NOT NULL, which is a constraint since PostgreSQL 18.
std::string parts_that_go_with(const Name& table, const std::string& column) {
    return "SELECT DISTINCT pg_describe_object(classid, objid, objsubid) FROM pg_catalog.pg_depend WHERE refclassid = "
           "'pg_class'::regclass AND refobjid = to_regclass(" +
           string_literal(identifier(table)) +
           ") AND refobjsubid = (SELECT attnum FROM pg_catalog.pg_attribute WHERE attrelid = refobjid AND attname = " +
           string_literal(column) +
           ") AND deptype = 'a' AND classid <> 'pg_attrdef'::regclass AND NOT (classid = 'pg_class'::regclass AND "
           "EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = objid AND relkind = 'S')) AND NOT (classid = "
           "'pg_constraint'::regclass AND EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE oid = objid AND contype = "
           "'n'))";
}

std::string privileges_on(const Name& table, const std::string& column) {
    return "SELECT 'privileges ' || attacl::text FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(" +
           string_literal(identifier(table)) + ") AND attname = " + string_literal(column) + " AND attacl IS NOT NULL";
}

std::vector<std::string> values_of(const Enum* enumeration) {
    return enumeration ? enumeration->values : std::vector<std::string>{};
}

} // namespace

std::vector<const Column*> generated_from(const Table& table, const std::string& column) {
    std::vector<const Column*> found;
    for (const auto& each : table.columns)
        if (each.generated && each.name != column &&
            mentions_column(each.generated->expression, table.name.name, column))
            found.push_back(&each);
    return found;
}

void Renderer::comment_column(const Name& table, const Column& column) {
    execute(comment_on("COLUMN " + identifier(table) + "." + identifier(column.name), column.comment));
}

/// Rows that are there already get the fill, computed once for each; a default is for those that come.
void Renderer::on(const AddColumn& operation) {
    apply(operation);
    const auto& table = require_table(std::as_const(schema_), operation.table);
    auto column = operation.column;
    const auto fill = sql_of(operation.fill), value = default_of(column);
    const bool filled = !fill.empty() && !column.generated && !column.identity && !has_no_rows(table.name);
    if (filled) {
        column.nullable = true;
        column.default_value.reset();
    } else if (!column.nullable && !column.identity && !column.generated && value.empty()) {
        check(table, "NULL", "true",
              place(table, column.name) +
                  " is new and NOT NULL, and there are rows already: give it a default, or `fill`");
    }
    alter(operation.table, "ADD COLUMN " + column_definition(schema_, table, column));
    if (filled) {
        execute("UPDATE " + identifier(operation.table) + " SET " + identifier(column.name) + " = (" + fill + ")");
        settle();
        if (!value.empty()) alter_column(table.name, column.name, "SET DEFAULT " + value);
        if (!operation.column.nullable) require_values(table, column.name, "");
    }
    if (!column.comment.empty()) comment_column(operation.table, column);
}

void Renderer::on(const DropColumn& operation) {
    apply(operation); // refused where something that is known mentions the column
    const auto& table = require_table(std::as_const(schema_), operation.table);
    if (!has_no_rows(table.name))
        check(parts_that_go_with(table.name, operation.column),
              place(table, operation.column) + " is dropped, and with it would go what no revision knows of: drop that "
                                               "first, or take it into the revisions");
    alter(operation.table, "DROP COLUMN " + identifier(operation.column));
}

void Renderer::on(const RenameColumn& operation) {
    apply(operation);
    alter(operation.table, "RENAME COLUMN " + identifier(operation.column) + " TO " + identifier(operation.to));
}

void Renderer::on(const AlterColumn& operation) {
    const Column before = require_column(require_table(std::as_const(schema_), operation.table), operation.column);
    apply(operation);
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
    const bool numbered = !before.identity && after.identity && sql_of(operation.fill).empty();
    if (numbered && !was_required) number_rows(table, after);
    if (is_required_now && operation.concurrently && !was_required && !created_.contains(table.name))
        require_values_concurrently(table, name, sql_of(operation.fill));
    else if (is_required_now && (!was_required || !convert.empty()))
        require_values(table, name, sql_of(operation.fill));
    else if (was_required && !is_required_now)
        alter_column(table.name, name, "DROP NOT NULL");
    if (after.identity) change_identity(table, before, after);
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
    check_conversion(table, before, after, conversion);
    const bool native = before.type.kind == Type::Kind::native || after.type.kind == Type::Kind::native;
    if (native && convert.empty() && before.type != after.type && !after.generated && !has_no_rows(table.name) &&
        before.type.kind != Type::Kind::json)
        check_native_conversion(table, before, after);
    if (!compare(before.type, after.type)) put_aside(foreign_keys_over(table, after.name));
    if (reads_expressions_anew(before.type, after.type)) put_aside(expressions_over(table, after.name));
    auto action = "TYPE " + type;
    if (!after.collation.empty()) action += " COLLATE " + identifier(after.collation);
    if (!conversion.value.empty()) action += " USING (" + conversion.value + ")";
    const auto readers = generated_from(table, after.name);
    const auto parts = drop_columns(table, readers); // PostgreSQL does not alter what others are computed from
    alter_column(table.name, after.name, action);
    create_columns(table, readers, parts);
}

void Renderer::check_conversion(const Table& table, const Column& before, const Column& after,
                                const Conversion& conversion) {
    if (conversion.obstacle.empty()) return;
    hold_writers_off(table.name); // what they bring later would not be looked at
    const bool asks = conversion.obstacle.find(reads_as) != std::string::npos;
    if (asks) execute(create_reads_as());
    const auto value = identifier(after.name);
    check(table, value, value + " IS NOT NULL AND (" + conversion.obstacle + ")", would_lose(table, before, after));
    if (asks) execute(drop_reads_as());
}

/// A type that aludel does not know: there and back, the value has to be the same. (JSON has no one spelling.)
void Renderer::check_native_conversion(const Table& table, const Column& before, const Column& after) {
    hold_writers_off(table.name);
    execute(create_rows_of());
    const auto value = identifier(after.name);
    const auto back =
        value + "::" + type_sql(schema_, table.name, after.type) + "::" + type_sql(schema_, table.name, before.type);
    const auto rows = "SELECT (" + key_of(table) + ")::text, " + value + "::text FROM " + identifier(table.name) +
                      " WHERE (" + back + ")::text IS DISTINCT FROM " + value + "::text";
    check("SELECT k, v FROM " + std::string(rows_of) + "(" + string_literal(rows) + ")",
          would_lose(table, before, after));
    execute(drop_rows_of());
}

/// PostgreSQL makes a column a generated one only when it adds it. Everything on it goes and comes again.
void Renderer::change_generated(const Table& table, const Column& before, const Column& after) {
    const auto& name = after.name;
    if (!before.generated) {
        hold_writers_off(table.name);
        check(table, identifier(name),
              identifier(name) + "::text IS DISTINCT FROM (" +
                  required_sql_of(after.generated->expression, "the generated column \"" + name + "\"") + ")::text",
              place(table, name) + " becomes a generated column, and rows hold other values than it would compute");
    }
    create_columns(table, {&after}, drop_columns(table, {&after}));
}

/// They are computed, and hold nothing of their own. What went with them is returned.
std::vector<PartName> Renderer::drop_columns(const Table& table, const std::vector<const Column*>& columns) {
    std::vector<PartName> parts;
    for (const auto* column : columns)
        for (auto& part : parts_over(table, column->name))
            if (std::ranges::find(parts, part) == parts.end()) parts.push_back(std::move(part));
    drop(parts);
    for (const auto* column : columns) {
        check(parts_that_go_with(table.name, column->name) + " UNION ALL " + privileges_on(table.name, column->name),
              place(table, column->name) + " is made again, and with it would go what no revision knows of: drop that "
                                           "first, and make it again afterwards");
        alter(table.name, "DROP COLUMN " + identifier(column->name));
    }
    return parts;
}

void Renderer::create_columns(const Table& table, const std::vector<const Column*>& columns,
                              const std::vector<PartName>& parts) {
    for (const auto* column : columns) {
        alter(table.name, "ADD COLUMN " + column_definition(schema_, table, *column));
        if (!column->comment.empty()) comment_column(table.name, *column);
    }
    create(parts);
}

void Renderer::require_values(const Table& table, const std::string& column, const std::string& fill) {
    if (!fill.empty()) {
        hold_writers_off(table.name); // or new NULLs come meanwhile
        execute(fill_nulls(table, column, fill));
        settle();
    }
    check(table, "NULL", identifier(column) + " IS NULL",
          place(table, column) + " becomes NOT NULL, and rows hold NULL: fill them first, or give `fill`");
    alter_column(table.name, column, "SET NOT NULL");
}

/// By a check that holds for new rows at once, and is validated while others write: where it is, SET NOT NULL looks at
/// no row (PostgreSQL's documentation of ALTER TABLE). No row is looked at before the first step that commits.
void Renderer::require_values_concurrently(const Table& table, const std::string& column, const std::string& fill) {
    const auto name = identifier(column), nulls = name + " IS NULL";
    const auto constraint = cut_name("aludel_" + table.name.name + "_" + column + "_not_null");
    const auto text = place(table, column) + " becomes NOT NULL, and rows hold NULL: ";
    if (fill.empty()) check(table, "NULL", nulls, text + "fill them first, or give `fill`");
    alter(table.name, "ADD CONSTRAINT " + identifier(constraint) + " CHECK (" + name + " IS NOT NULL) NOT VALID");
    if (!fill.empty()) {
        execute(ChainStep::Kind::sql_alone,
                fill_nulls(table, column, fill) + " AND (" + fill + ") IS NOT NULL"); // else the check says no more
        check(table, "NULL", nulls, text + "give them values; the next upgrade goes on from here");
    }
    validate_constraint(table.name, constraint);
    alter_column(table.name, column, "SET NOT NULL");
    alter(table.name, "DROP CONSTRAINT " + identifier(constraint));
}

} // namespace aludel::migrations::postgresql
