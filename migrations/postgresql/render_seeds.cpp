// Rows that come with a revision, and go with its downgrade.
#include "migrations/operation/lookup.hpp"
#include "migrations/operation/rows.hpp"
#include "migrations/postgresql/defaults.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"

#include <algorithm>

namespace aludel::migrations::postgresql {
namespace {

/// Without it, a number for a column that always numbers itself is refused.
std::string overriding(const Table& table, const RowValues& row) {
    const bool numbered = std::ranges::any_of(row, [&](const auto& value) {
        const auto& identity = require_column(table, value.first).identity;
        return identity && identity->always;
    });
    return numbered ? " OVERRIDING SYSTEM VALUE" : "";
}

const RowSpelling& spelling() {
    static const RowSpelling all{[](const Name& name) { return identifier(name); },
                                 [](const std::string& column) { return identifier(column); }, default_sql, key_of,
                                 overriding};
    return all;
}

} // namespace

void Renderer::on(const InsertRows& operation) {
    create_pending();
    apply(operation);
    rows_came_ = true;
    const auto& table = require_table(schema_, operation.table);
    for (auto& sql : insert_statements(operation, table, spelling())) execute(std::move(sql));
    settle();
    for (const auto& column : table.columns)
        if (column.identity &&
            std::ranges::any_of(operation.rows, [&](const RowValues& row) { return row.contains(column.name); }))
            number_beyond_rows(table, column);
}

void Renderer::on(const DeleteRows& operation) {
    create_pending();
    apply(operation);
    hold_writers_off(operation.table);
    for (auto& statement : delete_statements(operation, schema_, lookup_, spelling())) {
        for (auto& each : statement.checks) check(std::move(each.sql), std::move(each.text));
        check_unknown_referrers(require_table(schema_, operation.table), statement.rows);
        execute("DELETE FROM " + statement.rows);
    }
    settle();
}

void Renderer::on(const Backfill& operation) {
    create_pending();
    apply(operation);
    rows_came_ = true;
    const auto sql = [](const SqlText& text) { return required_sql_of(text, "`backfill`"); };
    steps_.push_back(batched_update(operation, require_table(schema_, operation.table), spelling(), sql));
    settle();
}

} // namespace aludel::migrations::postgresql
