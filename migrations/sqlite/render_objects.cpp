// Views and triggers. A definition that says nothing for SQLite makes nothing.
#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/renderer.hpp"

namespace aludel::migrations::sqlite {

void Renderer::on(const CreateObject<View>& operation) {
    flush();
    require_no_schema(operation.object.name);
    apply(operation);
    const auto sql = sql_of(operation.object.definition);
    if (!sql.empty()) execute("CREATE VIEW " + identifier(operation.object.name.name) + " AS " + sql);
}

void Renderer::on(const DropObject<View>& operation) {
    flush();
    const auto found = schema_.views.find(operation.name);
    const bool is_here = found != schema_.views.end() && !sql_of(found->second.definition).empty();
    apply(operation);
    if (is_here) execute("DROP VIEW " + identifier(operation.name.name));
}

void Renderer::on(const CreateObject<Trigger>& operation) {
    flush();
    require_no_schema(operation.object.name);
    apply(operation);
    const auto sql = sql_of(operation.object.definition);
    if (!sql.empty()) execute("CREATE TRIGGER " + identifier(operation.object.name.name) + " " + sql);
}

void Renderer::on(const DropObject<Trigger>& operation) {
    flush();
    const auto found = schema_.triggers.find(operation.name);
    const bool is_here = found != schema_.triggers.end() && !sql_of(found->second.definition).empty();
    apply(operation);
    if (is_here) execute("DROP TRIGGER " + identifier(operation.name.name));
}

} // namespace aludel::migrations::sqlite
