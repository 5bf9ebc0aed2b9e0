#include "migrations/postgresql/defaults.hpp"
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/expression.hpp"
#include "migrations/postgresql/inspect.hpp"
#include "migrations/postgresql/quote.hpp"

namespace aludel::migrations::postgresql {
namespace {

void normalise(SqlText& sql, const Table& table) {
    const auto text = sql_of(sql);
    sql = SqlText{text.empty() ? "" : normal_expression(text, &table), {}};
}

void normalise(Column& column, const Table& table) {
    if (is_required(table, column)) column.nullable = false;
    if (column.default_value) column.default_value = normal_default(*column.default_value, column.type);
    if (column.generated) {
        normalise(column.generated->expression, table);
        column.generated->stored = true; // until version 18 there is no other kind
    }
}

void normalise(IndexPart& part, const Table& table) {
    if (!part.column.empty()) return;
    normalise(part.expression, table);
    if (!table.find_column(part.expression.common)) return;
    part.column = part.expression.common; // an expression that is a column alone
    part.expression = {};
}

} // namespace

Schema canonical(Schema schema) {
    for (auto& [name, table] : schema.tables) {
        for (auto& column : table.columns) normalise(column, table);
        std::erase_if(table.checks, [](const Check& check) { return sql_of(check.expression).empty(); });
        for (auto& check : table.checks) normalise(check.expression, table);
        for (auto& index : table.indexes) {
            for (auto& part : index.parts) normalise(part, table);
            normalise(index.where, table);
        }
        for (auto& key : table.foreign_keys) key.deferrable = key.deferrable || key.initially_deferred;
    }
    return schema;
}

} // namespace aludel::migrations::postgresql
