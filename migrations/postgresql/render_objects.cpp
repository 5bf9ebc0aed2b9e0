// Extensions, functions, views and triggers. A definition that says nothing for PostgreSQL makes nothing.
#include "migrations/postgresql/belongings.hpp"
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"
#include "migrations/postgresql/unchecked.hpp"

#include <algorithm>

namespace aludel::migrations::postgresql {

void Renderer::on(const CreateObject<Extension>& operation) {
    apply(operation);
    execute("CREATE EXTENSION IF NOT EXISTS " + identifier(operation.object.name.name));
}

void Renderer::on(const DropObject<Extension>& operation) {
    apply(operation);
    execute("DROP EXTENSION " + identifier(operation.name.name));
}

void Renderer::on(const CreateObject<Function>& operation) {
    ensure_schema(operation.object.name.schema);
    apply(operation);
    make_function("CREATE FUNCTION ", operation.object);
}

void Renderer::on(const AlterObject<Function>& operation) {
    apply(operation);
    make_function("CREATE OR REPLACE FUNCTION ", operation.object);
}

void Renderer::make_function(const std::string& make, const Function& function) {
    const auto sql = sql_of(function.definition);
    if (sql.empty()) return;
    auto statement = make + identifier(function.name) + " " + sql;
    execute(uses_later(function, later_) ? unchecked(statement) : std::move(statement));
}

void Renderer::on(const DropObject<Function>& operation) {
    const bool is_here = has_definition(schema_.functions, operation.name);
    apply(operation);
    if (is_here) execute("DROP FUNCTION " + identifier(operation.name));
}

void Renderer::on(const CreateObject<View>& operation) {
    ensure_schema(operation.object.name.schema);
    apply(operation);
    const auto sql = sql_of(operation.object.definition);
    if (sql.empty()) return;
    execute("CREATE VIEW " + identifier(operation.object.name) + " AS " + sql);
    if (const auto dropped = dropped_views_.find(operation.object.name); dropped != dropped_views_.end())
        hand_on(dropped->first, dropped->second);
}

/// What the view had before it was dropped: noted there, given now.
void Renderer::hand_on(const Name& view, std::size_t dropped_at) {
    const auto number = steps_.size();
    execute(give_belongings(number));
    execute(note_belongings(view, number));
    std::rotate(steps_.begin() + static_cast<std::ptrdiff_t>(dropped_at), steps_.end() - 1, steps_.end());
    for (auto& [name, at] : dropped_views_)
        if (at >= dropped_at) ++at;
}

void Renderer::on(const DropObject<View>& operation) {
    const bool is_here = has_definition(schema_.views, operation.name);
    apply(operation);
    if (!is_here) return;
    dropped_views_[operation.name] = steps_.size();
    execute("DROP VIEW " + identifier(operation.name));
}

void Renderer::on(const CreateObject<Trigger>& operation) {
    apply(operation);
    const auto sql = sql_of(operation.object.definition);
    if (!sql.empty()) execute("CREATE TRIGGER " + identifier(operation.object.name.name) + " " + sql);
}

void Renderer::on(const DropObject<Trigger>& operation) {
    const bool is_here = has_definition(schema_.triggers, operation.name);
    const auto found = schema_.triggers.find(operation.name);
    const auto table = found == schema_.triggers.end() ? Name{} : found->second.table_name();
    apply(operation);
    if (is_here) execute("DROP TRIGGER " + identifier(operation.name.name) + " ON " + identifier(table));
}

} // namespace aludel::migrations::postgresql
