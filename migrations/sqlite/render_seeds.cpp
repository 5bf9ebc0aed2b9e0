// Rows that come with a revision, and go with its downgrade. A number beyond those that the table gave is remembered by
// SQLite itself.
#include "migrations/operation/rows.hpp"
#include "migrations/sqlite/defaults.hpp"
#include "migrations/sqlite/obstacles.hpp"
#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/renderer.hpp"

namespace aludel::migrations::sqlite {
namespace {

const RowSpelling& spelling() {
    static const RowSpelling all{[](const Name& name) { return identifier(name.name); },
                                 [](const std::string& column) { return identifier(column); }, default_sql,
                                 key_expression, [](const Table&, const RowValues&) { return std::string(); }};
    return all;
}

} // namespace

void Renderer::on(const InsertRows& operation) {
    flush();
    apply(operation);
    for (auto& sql : insert_statements(operation, table(operation.table), spelling())) execute(std::move(sql));
}

void Renderer::on(const DeleteRows& operation) {
    flush();
    apply(operation);
    for (auto& statement : delete_statements(operation, schema_, lookup_, spelling())) {
        for (auto& each : statement.checks) {
            Step step;
            step.kind = ChainStep::Kind::check;
            step.sql = std::move(each.sql);
            step.text = std::move(each.text);
            check(std::move(step));
        }
        execute("DELETE FROM " + statement.rows);
    }
}

void Renderer::on(const Backfill& operation) {
    flush();
    apply(operation);
    const auto sql = [](const SqlText& text) { return required_sql_of(text, "`backfill`"); };
    steps_.push_back(batched_update(operation, table(operation.table), spelling(), sql));
}

} // namespace aludel::migrations::sqlite
