#include "migrations/operation/lookup.hpp"
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/index_state.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"
#include "migrations/schema/sql_tokens.hpp"

#include <utility>

namespace aludel::migrations::postgresql {
namespace {

std::vector<std::string> quoted(const std::vector<std::string>& columns) {
    std::vector<std::string> parts;
    for (const auto& column : columns) parts.push_back(identifier(column));
    return parts;
}

Alike alike_by(const Index& index) {
    Alike alike{"the unique index " + index.name, {}, sql_of(index.where), index.nulls_not_distinct};
    for (const auto& part : index.parts)
        alike.values.push_back(part.column.empty()
                                   ? "(" + required_sql_of(part.expression, "an index's expression") + ")"
                                   : identifier(part.column));
    return alike;
}

/// A check whose SQL is for other databases only.
bool is_elsewhere(const Check& check) { return sql_of(check.expression).empty(); }
bool is_elsewhere(const Table& table, const std::string& constraint) {
    const auto* check = find_named(table.checks, constraint);
    return check && is_elsewhere(*check);
}

} // namespace

void Renderer::on(const CreateTable& operation) {
    ensure_schema(operation.table.name.schema);
    apply(operation);
    created_.insert(operation.table.name);
    const auto& table = require_table(std::as_const(schema_), operation.table.name);
    execute(create_table(schema_, table));
    for (const auto& unique : table.uniques)
        if (is_taken_for_another(table, unique)) alter(table.name, "ADD " + definition(unique));
    for (const auto& exclusion : table.exclusions)
        if (is_taken_for_another(table, exclusion)) alter(table.name, "ADD " + definition(exclusion));
    for (const auto& key : table.foreign_keys) execute(add_foreign_key(table.name, key));
    for (const auto& index : table.indexes) execute(create_index(table.name, index));
    if (!table.comment.empty()) execute(comment_on("TABLE " + identifier(table.name), table.comment));
    for (const auto& column : table.columns)
        if (!column.comment.empty()) comment_column(table.name, column);
}

void Renderer::on(const DropTable& operation) {
    apply(operation);
    created_.erase(operation.table);
    std::erase_if(pending_, [&](const PartName& part) { return part.table == operation.table; });
    execute("DROP TABLE " + identifier(operation.table));
}

void Renderer::on(const RenameTable& operation) {
    apply(operation);
    const Name to{operation.table.schema, operation.to};
    if (created_.erase(operation.table) > 0) created_.insert(to);
    for (const auto& part : std::exchange(pending_, {}))
        pending_.insert({part.table == operation.table ? to : part.table, part.name});
    alter(operation.table, "RENAME TO " + identifier(operation.to));
    follow_rename_of_sequences(require_table(std::as_const(schema_), to), operation.table.name);
}

void Renderer::on(const AlterTable& operation) {
    apply(operation);
    if (operation.comment) execute(comment_on("TABLE " + identifier(operation.table), *operation.comment));
}

void Renderer::on(const CreatePrimaryKey& operation) {
    const auto before = require_table(std::as_const(schema_), operation.table);
    apply(operation);
    const auto& key = operation.primary_key;
    for (const auto& name : key.columns)
        if (!is_required(before, require_column(before, name)))
            check(before, "NULL", identifier(name) + " IS NULL",
                  to_string(before.name) + "." + name + " becomes a key, and rows hold NULL: fill them first");
    settle_duplicates(before, {"the primary key " + key.name, quoted(key.columns), {}}, operation.on_conflict);
    alter(operation.table, "ADD " + definition(key));
}

void Renderer::on(const CreateUnique& operation) {
    apply(operation);
    const auto& unique = operation.unique;
    settle_duplicates(require_table(std::as_const(schema_), operation.table),
                      {"the unique constraint " + unique.name, quoted(unique.columns), {}, unique.nulls_not_distinct},
                      operation.on_conflict);
    alter(operation.table, "ADD " + definition(unique));
}

void Renderer::on(const CreateCheck& operation) {
    apply(operation);
    if (is_elsewhere(operation.check)) return;
    const auto& table = require_table(std::as_const(schema_), operation.table);
    if (!has_no_rows(table.name)) settle_check(table, operation.check, operation.on_conflict);
    add_constraint(operation.table, operation.check.name, definition(operation.check), operation.concurrently);
}

void Renderer::add_constraint(const Name& table, const std::string& name, const std::string& definition,
                              bool concurrently) {
    if (!concurrently || created_.contains(table)) return alter(table, "ADD " + definition);
    alter(table, "ADD " + definition + " NOT VALID"); // the next step commits it, and its lock is gone
    validate_constraint(table, name);
}

void Renderer::validate_constraint(const Name& table, const std::string& name) {
    const auto is_done = "SELECT 1 FROM pg_catalog.pg_constraint WHERE conrelid = to_regclass(" +
                         string_literal(identifier(table)) + ") AND conname = " + string_literal(name) +
                         " AND convalidated";
    execute(ChainStep::Kind::sql_alone, "ALTER TABLE " + identifier(table) + " VALIDATE CONSTRAINT " + identifier(name),
            is_done);
}

/// PostgreSQL would not say which row it is.
void Renderer::settle_check(const Table& table, const Check& check, OnConflict on_conflict) {
    const auto expression = sql_of(check.expression);
    if (on_conflict == OnConflict::remove) {
        // The expression may name the table.
        return remove(table, "(tableoid, ctid) IN (SELECT tableoid, ctid FROM " + identifier(table.name) +
                                 " WHERE NOT (" + expression + "))");
    }
    const auto columns = mentioned_columns(expression, table.name.name);
    this->check(table, columns.empty() ? "NULL" : identifier(columns.front()), "NOT (" + expression + ")",
                to_string(table.name) + ": the check " + check.name + " (" + expression +
                    ") does not hold for rows: change them first, or give `on_conflict: delete`");
}

void Renderer::on(const CreateForeignKey& operation) {
    apply(operation);
    const auto& key = operation.foreign_key;
    pending_.insert({operation.table, key.name});
    settle_orphans(require_table(std::as_const(schema_), operation.table), key, operation.on_conflict);
    takes_pending(operation.table, key.name);
    if (!operation.concurrently) return execute(add_foreign_key(operation.table, key));
    add_constraint(operation.table, key.name, definition(key), true);
}

void Renderer::on(const CreateExclusion& operation) {
    apply(operation);
    alter(operation.table, "ADD " + definition(operation.exclusion));
}

void Renderer::on(const DropConstraint& operation) {
    const bool elsewhere = is_elsewhere(require_table(std::as_const(schema_), operation.table), operation.name);
    apply(operation);
    if (!elsewhere && !takes_pending(operation.table, operation.name))
        alter(operation.table, "DROP CONSTRAINT " + identifier(operation.name));
}

void Renderer::on(const RenameConstraint& operation) {
    const bool elsewhere = is_elsewhere(require_table(std::as_const(schema_), operation.table), operation.name);
    apply(operation);
    if (takes_pending(operation.table, operation.name))
        pending_.insert({operation.table, operation.to});
    else if (!elsewhere)
        alter(operation.table, "RENAME CONSTRAINT " + identifier(operation.name) + " TO " + identifier(operation.to));
}

void Renderer::on(const CreateIndex& operation) {
    apply(operation);
    const auto& index = operation.index;
    if (index.unique)
        settle_duplicates(require_table(std::as_const(schema_), operation.table), alike_by(index),
                          operation.on_conflict);
    if (!operation.concurrently || created_.contains(operation.table))
        return execute(create_index(operation.table, index));
    auto state = index_state(operation.table, index.name);
    execute(ChainStep::Kind::sql_alone, create_index(operation.table, index, true), std::move(state.is_made),
            std::move(state.clear_away));
}

void Renderer::on(const DropIndex& operation) {
    apply(operation);
    if (takes_pending(operation.table, operation.name)) return;
    const auto name = identifier(Name{operation.table.schema, operation.name});
    if (operation.concurrently && !created_.contains(operation.table))
        execute(ChainStep::Kind::sql_alone, "DROP INDEX CONCURRENTLY " + name,
                index_state(operation.table, operation.name).is_gone);
    else
        execute("DROP INDEX " + name);
}

void Renderer::on(const RenameIndex& operation) {
    apply(operation);
    if (takes_pending(operation.table, operation.name)) {
        pending_.insert({operation.table, operation.to});
        return;
    }
    execute("ALTER INDEX " + identifier(Name{operation.table.schema, operation.name}) + " RENAME TO " +
            identifier(operation.to));
}

} // namespace aludel::migrations::postgresql
