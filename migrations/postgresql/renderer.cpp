#include "migrations/postgresql/renderer.hpp"

#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/index_state.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/statement_reader.hpp"

#include <algorithm>

namespace aludel::migrations::postgresql {

std::string key_of(const Table& table) {
    if (!table.primary_key) return "ctid";
    const auto columns = identifiers(table.primary_key->columns);
    return table.primary_key->columns.size() == 1 ? columns : "concat_ws(', ', " + columns + ")";
}

std::string order_of(const Table& table, bool backwards) {
    std::vector<std::string> parts;
    if (table.primary_key)
        for (const auto& column : table.primary_key->columns) parts.push_back(identifier(column));
    else
        parts = {"tableoid", "ctid"};
    for (auto& part : parts)
        if (backwards) part += " DESC";
    return joined(parts, ", ");
}

void Renderer::render(const Operation& operation, std::span<const Operation> later) {
    later_ = later;
    std::visit([&](const auto& each) { on(each); }, static_cast<const Operation::variant&>(operation));
}

std::vector<Step> Renderer::finish() {
    create_pending();
    return std::move(steps_);
}

void Renderer::execute(std::string sql) { execute(ChainStep::Kind::sql, std::move(sql)); }

void Renderer::execute(ChainStep::Kind kind, std::string sql, std::string subject, std::string text) {
    Step step;
    step.kind = kind;
    step.sql = std::move(sql);
    step.subject = std::move(subject);
    step.text = std::move(text);
    steps_.push_back(std::move(step));
}

void Renderer::alter(const Name& table, const std::string& action) {
    execute("ALTER TABLE " + identifier(table) + " " + action);
}

void Renderer::alter_column(const Name& table, const std::string& column, const std::string& action) {
    alter(table, "ALTER COLUMN " + identifier(column) + " " + action);
}

void Renderer::check(const Table& table, const std::string& value, const std::string& condition, std::string text) {
    check("SELECT " + key_of(table) + ", " + value + " FROM " + identifier(table.name) + " WHERE " + condition,
          std::move(text));
}

void Renderer::check(std::string sql, std::string text) {
    execute(ChainStep::Kind::check, std::move(sql), {}, std::move(text));
}

void Renderer::ensure_schema(const std::string& name) {
    const auto has_any = [&](const auto& objects) {
        const auto first = objects.lower_bound(Name{name, {}});
        return first != objects.end() && first->first.schema == name;
    };
    if (name.empty() || has_any(schema_.tables) || has_any(schema_.enums)) return;
    execute("CREATE SCHEMA IF NOT EXISTS " + identifier(name));
}

void Renderer::settle() {
    std::vector<std::string> deferrable, deferred;
    for (const auto& name : lookup_.with_deferrable_keys(schema_))
        for (const auto& key : schema_.tables.at(name).foreign_keys) {
            if (pending_.contains({name, key.name})) continue;
            if (key.deferrable || key.initially_deferred) deferrable.push_back(identifier(Name{name.schema, key.name}));
            if (key.initially_deferred) deferred.push_back(deferrable.back());
        }
    if (deferred.empty()) return;
    execute("SET CONSTRAINTS " + joined(deferrable, ", ") + " IMMEDIATE");
    execute("SET CONSTRAINTS " + joined(deferred, ", ") + " DEFERRED");
}

namespace {

/// What the server refuses within a transaction, or lets others use only after it.
ChainStep::Kind kind_of_statement(const std::string& sql) {
    StatementReader reader(sql);
    if (!reader.is_one_statement()) return ChainStep::Kind::sql;
    if (reader.take("VACUUM") || reader.take("ALTER SYSTEM")) return ChainStep::Kind::sql_alone;
    for (const auto* word : {"CREATE", "DROP"}) {
        StatementReader made(sql);
        if (made.take(word) && (made.take("DATABASE") || made.take("TABLESPACE"))) return ChainStep::Kind::sql_alone;
    }
    for (const auto* words : {"CREATE INDEX", "CREATE UNIQUE INDEX", "DROP INDEX", "REINDEX"}) {
        StatementReader made(sql);
        if (made.take(words) && made.has("CONCURRENTLY")) return ChainStep::Kind::sql_alone;
    }
    if (reader.take("ALTER TYPE") && reader.has("ADD VALUE")) return ChainStep::Kind::sql_then_commit;
    return ChainStep::Kind::sql;
}

} // namespace

void Renderer::on(const Execute& operation) {
    create_pending();
    rows_came_ = true;
    if (auto sql = sql_of(operation.sql); !sql.empty()) {
        const auto kind = kind_of_statement(sql);
        auto state = kind == ChainStep::Kind::sql_alone ? state_of_created_index(sql) : std::nullopt;
        if (auto when = sql_of(operation.when); !when.empty())
            execute_when(kind, std::move(sql), std::move(when));
        else if (state)
            execute(kind, std::move(sql), std::move(state->is_made), std::move(state->clear_away));
        else
            execute(kind, sql, kind == ChainStep::Kind::sql_alone ? dropped_index_is_gone(sql) : "");
    }
    settle();
    for (const auto& each : operation.state) apply(each);
}

void Renderer::execute_when(ChainStep::Kind kind, std::string sql, std::string when) {
    if (kind != ChainStep::Kind::sql)
        throw OperationError("'when' is for SQL that the upgrade's transaction can hold, and undo as a whole");
    execute(ChainStep::Kind::sql_when, std::move(sql), std::move(when));
}

void Renderer::on(const Call& operation) {
    create_pending();
    rows_came_ = true;
    execute(ChainStep::Kind::call, {}, operation.function);
    settle();
    apply(operation);
}

} // namespace aludel::migrations::postgresql
