#include "migrations/postgresql/counting.hpp"
#include "migrations/postgresql/defaults.hpp"
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/expression.hpp"
#include "migrations/postgresql/inspect.hpp"
#include "migrations/postgresql/quote.hpp"

namespace aludel::migrations::postgresql {
namespace {

void normalise(SqlText& sql, const Table& table) {
    auto text = sql_of(sql);
    auto normal = text.empty() ? "" : normal_expression(text, &table);
    sql = {std::move(text), {}, std::move(normal)};
}

void normalise(Column& column, const Table& table) {
    if (is_required(table, column)) column.nullable = false;
    if (column.identity) {
        column.identity->autoincrement = false;
        column.identity->counting = normal_counting(column.identity->counting, column.type);
    }
    if (column.default_value) column.default_value = normal_default(*column.default_value, column.type);
    if (column.generated) {
        normalise(column.generated->expression, table);
        column.generated->stored = true; // until version 18 there is no other kind
    }
}

/// Of an index or exclusion constraint.
void normalise_part(auto& part, const Table& table) {
    if (!part.column.empty()) return;
    normalise(part.expression, table);
    if (!table.find_column(part.expression.normal)) return;
    part.column = part.expression.normal; // an expression that is a column alone
    part.expression = {};
}

void normalise(Index& index, const Table& table) {
    for (auto& part : index.parts) {
        normalise_part(part, table);
        if (part.nulls_first == part.descending) part.nulls_first.reset();
    }
    normalise(index.where, table);
    if (index.method == "btree") index.method.clear();
    if (!index.unique) index.nulls_not_distinct = false;
}

void normalise(Exclusion& exclusion, const Table& table) {
    for (auto& part : exclusion.parts) normalise_part(part, table);
    normalise(exclusion.where, table);
}

void normalise(Table& table) {
    for (auto& column : table.columns) normalise(column, table);
    std::erase_if(table.checks, [](const Check& check) { return sql_of(check.expression).empty(); });
    for (auto& check : table.checks) normalise(check.expression, table);
    for (auto& exclusion : table.exclusions) normalise(exclusion, table);
    for (auto& index : table.indexes) normalise(index, table);
    for (auto& key : table.foreign_keys) key.deferrable = key.deferrable || key.initially_deferred;
    table.strict = table.without_rowid = false;
}

/// A definition that says nothing for PostgreSQL makes nothing there.
template <class Object> void keep_defined(std::map<Name, Object>& objects) {
    std::erase_if(objects, [](const auto& each) { return sql_of(each.second.definition).empty(); });
    for (auto& [name, object] : objects) {
        const auto text = sql_of(object.definition);
        object.definition = {text, {}, text};
    }
}

} // namespace

Schema canonical(Schema schema) {
    for (auto& [name, table] : schema.tables) normalise(table);
    for (auto& [name, sequence] : schema.sequences)
        sequence.counting = normal_counting(sequence.counting, Type{.kind = Type::Kind::bigint});
    keep_defined(schema.functions);
    keep_defined(schema.views);
    keep_defined(schema.triggers);
    std::erase_if(schema.triggers, [&](const auto& each) {
        const auto of = each.second.table_name();
        return !schema.tables.contains(of) && !schema.views.contains(of);
    });
    return schema;
}

} // namespace aludel::migrations::postgresql
