#include "migrations/postgresql/definition.hpp"

#include "migrations/postgresql/counting.hpp"
#include "migrations/postgresql/defaults.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/types.hpp"

#include <algorithm>

namespace aludel::migrations::postgresql {
namespace {

std::string action_sql(ForeignKey::Action action) {
    switch (action) {
    case ForeignKey::Action::no_action: break;
    case ForeignKey::Action::restrict: return "RESTRICT";
    case ForeignKey::Action::cascade: return "CASCADE";
    case ForeignKey::Action::set_null: return "SET NULL";
    case ForeignKey::Action::set_default: return "SET DEFAULT";
    }
    return "NO ACTION";
}

std::string part_sql(const IndexPart& part) {
    auto sql = part.column.empty() ? "(" + required_sql_of(part.expression, "an index's expression") + ")"
                                   : identifier(part.column);
    if (!part.operator_class.empty()) sql += " " + part.operator_class;
    if (part.descending) sql += " DESC";
    if (part.nulls_first) sql += *part.nulls_first ? " NULLS FIRST" : " NULLS LAST";
    return sql;
}

std::string part_sql(const ExclusionPart& part) {
    auto sql = part.column.empty() ? "(" + required_sql_of(part.expression, "an exclusion's expression") + ")"
                                   : identifier(part.column);
    if (!part.operator_class.empty()) sql += " " + part.operator_class;
    return sql + " WITH " + part.with;
}

} // namespace

bool is_required(const Table& table, const Column& column) {
    const auto in_key = [&] {
        return table.primary_key &&
               std::ranges::find(table.primary_key->columns, column.name) != table.primary_key->columns.end();
    };
    return !column.nullable || column.identity || in_key();
}

std::string column_definition(const Schema& schema, const Table& table, const Column& column) {
    auto sql = identifier(column.name) + " " + type_sql(schema, table.name, column.type);
    if (!column.collation.empty()) sql += " COLLATE " + identifier(column.collation);
    if (column.generated)
        sql += " GENERATED ALWAYS AS (" +
               required_sql_of(column.generated->expression, "the generated column \"" + column.name + "\"") +
               ") STORED";
    if (column.identity) sql += " " + identity_sql(*column.identity);
    if (column.default_value)
        if (const auto value = default_sql(*column.default_value, column.type); !value.empty())
            sql += " DEFAULT " + value;
    if (is_required(table, column)) sql += " NOT NULL";
    return sql;
}

std::string definition(const PrimaryKey& key) {
    return "CONSTRAINT " + identifier(key.name) + " PRIMARY KEY (" + identifiers(key.columns) + ")";
}

std::string definition(const Unique& unique) {
    return "CONSTRAINT " + identifier(unique.name) + " UNIQUE " +
           (unique.nulls_not_distinct ? "NULLS NOT DISTINCT " : "") + "(" + identifiers(unique.columns) + ")";
}

std::string definition(const Check& check) {
    return "CONSTRAINT " + identifier(check.name) + " CHECK (" +
           required_sql_of(check.expression, "the check \"" + check.name + "\"") + ")";
}

std::string definition(const ForeignKey& key) {
    auto sql = "CONSTRAINT " + identifier(key.name) + " FOREIGN KEY (" + identifiers(key.columns) + ") REFERENCES " +
               identifier(key.referred_table) + " (" + identifiers(key.referred_columns) + ")";
    if (key.match_full) sql += " MATCH FULL";
    if (key.on_delete != ForeignKey::Action::no_action) sql += " ON DELETE " + action_sql(key.on_delete);
    if (key.on_update != ForeignKey::Action::no_action) sql += " ON UPDATE " + action_sql(key.on_update);
    if (key.deferrable || key.initially_deferred) sql += " DEFERRABLE";
    if (key.initially_deferred) sql += " INITIALLY DEFERRED";
    return sql;
}

std::string definition(const Exclusion& exclusion) {
    std::vector<std::string> parts;
    for (const auto& part : exclusion.parts) parts.push_back(part_sql(part));
    const auto where = sql_of(exclusion.where);
    return "CONSTRAINT " + identifier(exclusion.name) + " EXCLUDE USING " + identifier(exclusion.method) + " (" +
           joined(parts, ", ") + ")" + (where.empty() ? "" : " WHERE (" + where + ")");
}

std::string identity_sql(const Identity& identity) {
    const auto options = counting_sql(identity.counting);
    return std::string("GENERATED ") + (identity.always ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY" +
           (options.empty() ? "" : " (" + options.substr(1) + ")");
}

bool is_taken_for_another(const Table& table, const Unique& unique) {
    if (table.primary_key && table.primary_key->columns == unique.columns) return true;
    const auto first = std::ranges::find(table.uniques, unique.columns, &Unique::columns);
    return first != table.uniques.end() && first->name != unique.name;
}

bool is_taken_for_another(const Table& table, const Exclusion& exclusion) {
    const auto first = std::ranges::find_if(table.exclusions, [&](const Exclusion& other) {
        return other.parts == exclusion.parts && other.method == exclusion.method;
    });
    return first != table.exclusions.end() && first->name != exclusion.name;
}

std::string create_table(const Schema& schema, const Table& table) {
    std::vector<std::string> parts;
    for (const auto& column : table.columns) parts.push_back(column_definition(schema, table, column));
    if (table.primary_key) parts.push_back(definition(*table.primary_key));
    for (const auto& unique : table.uniques)
        if (!is_taken_for_another(table, unique)) parts.push_back(definition(unique));
    for (const auto& check : table.checks)
        if (!sql_of(check.expression).empty()) parts.push_back(definition(check));
    for (const auto& exclusion : table.exclusions)
        if (!is_taken_for_another(table, exclusion)) parts.push_back(definition(exclusion));
    return "CREATE TABLE " + identifier(table.name) + " (" + joined(parts, ", ") + ")";
}

std::string create_index(const Name& table, const Index& index, bool concurrently) {
    std::vector<std::string> parts;
    for (const auto& part : index.parts) parts.push_back(part_sql(part));
    auto sql = std::string(index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") +
               (concurrently ? "CONCURRENTLY " : "") + identifier(index.name) + " ON " + identifier(table) +
               (index.method.empty() ? "" : " USING " + identifier(index.method)) + " (" + joined(parts, ", ") + ")";
    if (!index.include.empty()) sql += " INCLUDE (" + identifiers(index.include) + ")";
    if (index.nulls_not_distinct) sql += " NULLS NOT DISTINCT";
    const auto where = sql_of(index.where);
    return where.empty() ? sql : sql + " WHERE " + where;
}

std::string add_foreign_key(const Name& table, const ForeignKey& key) {
    return "ALTER TABLE " + identifier(table) + " ADD " + definition(key);
}

std::string comment_on(const std::string& what, const std::string& comment) {
    return "COMMENT ON " + what + " IS " + (comment.empty() ? "NULL" : string_literal(comment));
}

} // namespace aludel::migrations::postgresql
