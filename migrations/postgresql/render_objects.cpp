// Extensions, functions, views and triggers. A definition that says nothing for PostgreSQL makes nothing.
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"

namespace aludel::migrations::postgresql {

void Renderer::on(const CreateObject<Extension>& operation) {
    apply(operation, schema_);
    execute("CREATE EXTENSION IF NOT EXISTS " + identifier(operation.object.name.name));
}

void Renderer::on(const DropObject<Extension>& operation) {
    apply(operation, schema_);
    execute("DROP EXTENSION " + identifier(operation.name.name));
}

void Renderer::on(const CreateObject<Function>& operation) {
    ensure_schema(operation.object.name.schema);
    apply(operation, schema_);
    const auto sql = sql_of(operation.object.definition);
    if (!sql.empty()) execute("CREATE FUNCTION " + identifier(operation.object.name) + " " + sql);
}

void Renderer::on(const AlterObject<Function>& operation) {
    apply(operation, schema_);
    const auto sql = sql_of(operation.object.definition);
    if (!sql.empty()) execute("CREATE OR REPLACE FUNCTION " + identifier(operation.object.name) + " " + sql);
}

void Renderer::on(const DropObject<Function>& operation) {
    const bool is_here = has_definition(schema_.functions, operation.name);
    apply(operation, schema_);
    if (is_here) execute("DROP FUNCTION " + identifier(operation.name));
}

void Renderer::on(const CreateObject<View>& operation) {
    ensure_schema(operation.object.name.schema);
    apply(operation, schema_);
    const auto sql = sql_of(operation.object.definition);
    if (!sql.empty()) execute("CREATE VIEW " + identifier(operation.object.name) + " AS " + sql);
}

void Renderer::on(const DropObject<View>& operation) {
    const bool is_here = has_definition(schema_.views, operation.name);
    apply(operation, schema_);
    if (is_here) execute("DROP VIEW " + identifier(operation.name));
}

void Renderer::on(const CreateObject<Trigger>& operation) {
    apply(operation, schema_);
    const auto sql = sql_of(operation.object.definition);
    if (!sql.empty()) execute("CREATE TRIGGER " + identifier(operation.object.name.name) + " " + sql);
}

void Renderer::on(const DropObject<Trigger>& operation) {
    const bool is_here = has_definition(schema_.triggers, operation.name);
    const auto found = schema_.triggers.find(operation.name);
    const auto table = found == schema_.triggers.end() ? Name{} : found->second.table_name();
    apply(operation, schema_);
    if (is_here) execute("DROP TRIGGER " + identifier(operation.name.name) + " ON " + identifier(table));
}

} // namespace aludel::migrations::postgresql
