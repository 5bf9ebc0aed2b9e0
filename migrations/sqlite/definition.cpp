#include "migrations/sqlite/definition.hpp"

#include "migrations/operation/operation.hpp"
#include "migrations/sqlite/defaults.hpp"
#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/types.hpp"

#include <algorithm>

namespace aludel::migrations::sqlite {
namespace {

std::string place(const Table& table, const std::string& column) { return to_string(table.name) + "." + column; }

void define_generated(const Table& table, const Column& column, ColumnDefinition& definition) {
    if (!column.generated) return;
    const auto what = "the generated column " + place(table, column.name);
    definition.expression = required_sql_of(column.generated->expression, what);
    definition.generated =
        "GENERATED ALWAYS AS (" + definition.expression + ") " + (column.generated->stored ? "STORED" : "VIRTUAL");
}

ColumnDefinition define(const Table& table, const Column& column, const Schema& schema) {
    ColumnDefinition result;
    result.name = column.name;
    result.type = declared_type(table, column);
    result.is_rowid = is_rowid(table, column);
    result.not_null = !column.nullable;
    if (column.default_value) result.default_value = default_sql(*column.default_value, column.type);
    result.collation = column.collation;
    define_generated(table, column, result);
    if (const auto* enumeration = find_enum(schema, table.name, column.type)) {
        require_no_schema(enumeration->name);
        result.enum_name = enumeration->name.name;
        result.enum_check = enum_check(column.name, enumeration->values);
    }
    return result;
}

std::string_view action_sql(ForeignKey::Action action) {
    switch (action) {
    case ForeignKey::Action::no_action: return "";
    case ForeignKey::Action::restrict: return "RESTRICT";
    case ForeignKey::Action::cascade: return "CASCADE";
    case ForeignKey::Action::set_null: return "SET NULL";
    case ForeignKey::Action::set_default: return "SET DEFAULT";
    }
    return ""; // every action is above
}

std::string foreign_key_sql(const ForeignKey& key) {
    require_no_schema(key.referred_table);
    std::string sql = "FOREIGN KEY (" + identifiers(key.columns) + ") REFERENCES " +
                      identifier(key.referred_table.name) + " (" + identifiers(key.referred_columns) + ")";
    if (const auto action = action_sql(key.on_delete); !action.empty()) sql.append(" ON DELETE ").append(action);
    if (const auto action = action_sql(key.on_update); !action.empty()) sql.append(" ON UPDATE ").append(action);
    if (key.initially_deferred)
        sql += " DEFERRABLE INITIALLY DEFERRED";
    else if (key.deferrable)
        sql += " DEFERRABLE INITIALLY IMMEDIATE";
    return sql;
}

bool is_autoincrement(const Table& table) {
    return std::ranges::any_of(
        table.columns, [&](const Column& column) { return is_rowid(table, column) && column.identity->autoincrement; });
}

void define_constraints(const Table& table, Definition& definition) {
    auto& list = definition.constraints;
    if (const auto& key = table.primary_key)
        list.push_back(
            {TableEdit::Kind::drop_primary_key, key->name,
             "PRIMARY KEY (" + identifiers(key->columns) + (is_autoincrement(table) ? " AUTOINCREMENT)" : ")"),
             key->columns, ""});
    for (const auto& unique : table.uniques)
        list.push_back({TableEdit::Kind::drop_unique, unique.name, "UNIQUE (" + identifiers(unique.columns) + ")",
                        unique.columns, ""});
    for (const auto& check : table.checks) {
        const auto sql = sql_of(check.expression); // a check that is for other databases only is none here
        if (!sql.empty()) list.push_back({TableEdit::Kind::drop_check, check.name, "CHECK (" + sql + ")", {}, sql});
    }
    for (const auto& key : table.foreign_keys)
        list.push_back({TableEdit::Kind::drop_foreign_key, key.name, foreign_key_sql(key), key.columns, ""});
}

std::string constraint_sql(const std::string& name, const std::string& body) {
    return "CONSTRAINT " + identifier(name) + " " + body;
}

} // namespace

const ColumnDefinition* Definition::find_column(std::string_view column) const {
    const auto found = std::ranges::find(columns, column, &ColumnDefinition::name);
    return found == columns.end() ? nullptr : &*found;
}

std::vector<std::string> row_names(const Definition& definition) {
    std::vector<std::string> names;
    for (const auto& constraint : definition.constraints)
        if (constraint.drop == TableEdit::Kind::drop_primary_key)
            for (const auto& column : constraint.columns) names.push_back(identifier(column));
    if (names.empty()) names.push_back("rowid");
    return names;
}

Definition define(const Table& table, const Schema& schema) {
    require_no_schema(table.name);
    Definition definition;
    definition.name = table.name.name;
    for (const auto& column : table.columns) definition.columns.push_back(define(table, column, schema));
    define_constraints(table, definition);
    definition.strict = table.strict;
    definition.without_rowid = table.without_rowid && table.primary_key; // its key may be given another
    return definition;
}

std::string enum_check(const std::string& column, const std::vector<std::string>& values) {
    return identifier(column) + " IN " + string_list(values);
}

std::string column_sql(const ColumnDefinition& column) {
    std::string sql = identifier(column.name);
    if (!column.type.empty()) sql += " " + column.type;
    if (column.not_null) sql += " NOT NULL";
    if (!column.default_value.empty()) sql += " DEFAULT " + column.default_value;
    if (!column.collation.empty()) sql += " COLLATE " + identifier(column.collation);
    if (!column.generated.empty()) sql += " " + column.generated;
    if (!column.enum_check.empty()) sql += " " + constraint_sql(column.enum_name, "CHECK (" + column.enum_check + ")");
    return sql;
}

std::string create_table_sql(const Definition& definition) {
    std::vector<std::string> parts;
    for (const auto& column : definition.columns) parts.push_back("    " + column_sql(column));
    for (const auto& constraint : definition.constraints)
        parts.push_back("    " + constraint_sql(constraint.name, constraint.body));
    std::string options = definition.strict ? " STRICT" : "";
    if (definition.without_rowid) options += definition.strict ? ", WITHOUT ROWID" : " WITHOUT ROWID";
    return "CREATE TABLE " + identifier(definition.name) + " (\n" + joined(parts, ",\n") + "\n)" + options;
}

std::string part_sql(const IndexPart& part, const std::string& index) {
    return part.column.empty() ? required_sql_of(part.expression, "a part of the index " + index)
                               : identifier(part.column);
}

std::string create_index_sql(const Name& table, const Index& index) {
    std::vector<std::string> parts;
    for (const auto& part : index.parts) parts.push_back(part_sql(part, index.name) + (part.descending ? " DESC" : ""));
    std::string sql = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
    sql += identifier(index.name) + " ON " + identifier(table.name) + " (" + joined(parts, ", ") + ")";
    if (!index.where.empty()) sql += " WHERE " + required_sql_of(index.where, "the WHERE of the index " + index.name);
    return sql;
}

void require_no_schema(const Name& name) {
    if (!name.schema.empty())
        throw OperationError("SQLite has no schemas, and \"" + to_string(name) + "\" is in the schema \"" +
                             name.schema + "\": leave the schema out, or say that this is for PostgreSQL only " +
                             "(DATABASES of add_migrations(), or `databases: [postgresql]` in aludel.yaml)");
}

} // namespace aludel::migrations::sqlite
