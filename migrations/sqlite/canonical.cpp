#include "migrations/sqlite/canonical.hpp"

#include "migrations/naming.hpp"
#include "migrations/sqlite/defaults.hpp"
#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/types.hpp"
#include "sqlite/create_table.hpp"
#include "sqlite/tokens.hpp"

#include <algorithm>
#include <set>

namespace aludel::migrations::sqlite {
namespace {

SqlText normal(const SqlText& text) { return SqlText{normal_expression(sql_of(text)), {}}; }

Type normal(const Type& type) { return type.kind == Type::Kind::enumeration ? type : read_type(declared_type(type)); }

void normalise(const Table& table, Column& column) {
    if (is_rowid(table, column))
        column.identity.emplace();
    else
        column.identity.reset();
    column.type = column.identity ? Type{.kind = Type::Kind::bigint} : normal(column.type);
    if (column.default_value)
        column.default_value = read_default(default_sql(*column.default_value, column.type), column.type);
    if (column.generated) column.generated->expression = normal(column.generated->expression);
    if (aludel::sqlite::same_identifier(column.collation, "BINARY")) column.collation.clear();
    column.comment.clear();
}

/// The column that an expression is, where it is no more than its name.
const Column* column_of(const Table& table, std::string_view expression) {
    const auto tokens = aludel::sqlite::tokenize(expression);
    if (tokens.size() != 1 || tokens.front().text.front() == '\'') return nullptr;
    const auto name = unquoted(tokens.front());
    for (const auto& column : table.columns)
        if (aludel::sqlite::same_identifier(column.name, name)) return &column;
    return nullptr;
}

void normalise(const Table& table, IndexPart& part) {
    if (!part.column.empty()) return;
    part.expression = normal(part.expression);
    if (const auto* column = column_of(table, part.expression.common)) {
        part.column = column->name;
        part.expression = {};
    }
}

void normalise_constraints(Table& table) {
    if (table.primary_key) table.primary_key->name.clear();
    for (auto& unique : table.uniques) unique.name.clear();
    std::erase_if(table.checks, [](const Check& check) { return sql_of(check.expression).empty(); });
    for (auto& check : table.checks) {
        check.name.clear();
        check.expression = normal(check.expression);
    }
    for (auto& key : table.foreign_keys) {
        key.name.clear();
        key.deferrable = key.deferrable || key.initially_deferred;
    }
}

void normalise(Table& table) {
    table.comment.clear();
    for (auto& column : table.columns) normalise(table, column);
    normalise_constraints(table);
    for (auto& index : table.indexes) {
        for (auto& part : index.parts) normalise(table, part);
        index.where = normal(index.where);
    }
    name_and_sort(table);
}

void drop_unused_enums(Schema& schema) {
    std::set<const Enum*> used;
    for (const auto& [name, table] : schema.tables)
        for (const auto& column : table.columns) used.insert(find_enum(schema, name, column.type));
    std::erase_if(schema.enums, [&](const auto& each) { return !used.contains(&each.second); });
}

} // namespace

Schema canonical(Schema schema) {
    recognise_enums(schema);
    for (auto& [name, table] : schema.tables) normalise(table);
    drop_unused_enums(schema);
    return schema;
}

} // namespace aludel::migrations::sqlite
