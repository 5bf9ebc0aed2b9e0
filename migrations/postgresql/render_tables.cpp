#include "migrations/lookup.hpp"
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"
#include "migrations/sql_tokens.hpp"

#include <utility>

namespace aludel::migrations::postgresql {
namespace {

/// A check whose SQL is for other databases only.
bool is_elsewhere(const Check& check) { return sql_of(check.expression).empty(); }
bool is_elsewhere(const Table& table, const std::string& constraint) {
    const auto* check = find_named(table.checks, constraint);
    return check && is_elsewhere(*check);
}

} // namespace

void Renderer::on(const CreateTable& operation) {
    ensure_schema(operation.table.name.schema);
    apply(operation, schema_);
    const auto& table = require_table(std::as_const(schema_), operation.table.name);
    execute(create_table(schema_, table));
    for (const auto& unique : table.uniques)
        if (is_taken_for_another(table, unique)) alter(table.name, "ADD " + definition(unique));
    for (const auto& key : table.foreign_keys) execute(add_foreign_key(table.name, key));
    for (const auto& index : table.indexes) execute(create_index(table.name, index));
    if (!table.comment.empty()) execute(comment_on("TABLE " + identifier(table.name), table.comment));
    for (const auto& column : table.columns)
        if (!column.comment.empty()) comment_column(table.name, column);
}

void Renderer::on(const DropTable& operation) {
    apply(operation, schema_);
    execute("DROP TABLE " + identifier(operation.table));
}

// A sequence that belongs to the table keeps its name: nothing refers to it by that.
void Renderer::on(const RenameTable& operation) {
    apply(operation, schema_);
    alter(operation.table, "RENAME TO " + identifier(operation.to));
}

void Renderer::on(const AlterTable& operation) {
    apply(operation, schema_);
    if (operation.comment) execute(comment_on("TABLE " + identifier(operation.table), *operation.comment));
}

void Renderer::on(const CreatePrimaryKey& operation) {
    const auto before = require_table(std::as_const(schema_), operation.table);
    apply(operation, schema_);
    for (const auto& name : operation.primary_key.columns)
        if (!is_required(before, require_column(before, name)))
            check(before, "NULL", identifier(name) + " IS NULL",
                  to_string(before.name) + "." + name + " becomes a key, and rows hold NULL: fill them first");
    alter(operation.table, "ADD " + definition(operation.primary_key));
}

void Renderer::on(const CreateUnique& operation) {
    apply(operation, schema_);
    alter(operation.table, "ADD " + definition(operation.unique));
}

void Renderer::on(const CreateCheck& operation) {
    apply(operation, schema_);
    if (is_elsewhere(operation.check)) return;
    // PostgreSQL would not say which row it is.
    const auto expression = sql_of(operation.check.expression);
    const auto& table = require_table(std::as_const(schema_), operation.table);
    const auto columns = mentioned_columns(expression, table.name.name);
    check(table, columns.empty() ? "NULL" : identifier(columns.front()), "NOT (" + expression + ")",
          to_string(operation.table) + ": the check " + operation.check.name + " (" + expression +
              ") does not hold for rows");
    alter(operation.table, "ADD " + definition(operation.check));
}

void Renderer::on(const CreateForeignKey& operation) {
    apply(operation, schema_);
    execute(add_foreign_key(operation.table, operation.foreign_key));
}

void Renderer::on(const CreateExclusion& operation) {
    apply(operation, schema_);
    alter(operation.table, "ADD " + definition(operation.exclusion));
}

void Renderer::on(const DropConstraint& operation) {
    const bool elsewhere = is_elsewhere(require_table(std::as_const(schema_), operation.table), operation.name);
    apply(operation, schema_);
    if (!elsewhere) alter(operation.table, "DROP CONSTRAINT " + identifier(operation.name));
}

void Renderer::on(const RenameConstraint& operation) {
    const bool elsewhere = is_elsewhere(require_table(std::as_const(schema_), operation.table), operation.name);
    apply(operation, schema_);
    if (!elsewhere)
        alter(operation.table, "RENAME CONSTRAINT " + identifier(operation.name) + " TO " + identifier(operation.to));
}

void Renderer::on(const CreateIndex& operation) {
    apply(operation, schema_);
    execute(create_index(operation.table, operation.index));
}

void Renderer::on(const DropIndex& operation) {
    apply(operation, schema_);
    execute("DROP INDEX " + identifier(Name{operation.table.schema, operation.name}));
}

void Renderer::on(const RenameIndex& operation) {
    apply(operation, schema_);
    execute("ALTER INDEX " + identifier(Name{operation.table.schema, operation.name}) + " RENAME TO " +
            identifier(operation.to));
}

} // namespace aludel::migrations::postgresql
