#include "migrations/sqlite/renderer.hpp"

#include "migrations/operation/lookup.hpp"
#include "migrations/schema/sql_tokens.hpp"
#include "migrations/sqlite/conversion.hpp"
#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/types.hpp"
#include "migrations/statement_reader.hpp"
#include "sqlite/create_table.hpp"

#include <algorithm>
#include <utility>

namespace aludel::migrations::sqlite {

void Renderer::render(const Operation& operation) {
    if (const auto name = table_of(operation)) require_no_schema(*name);
    std::visit([&](const auto& each) { on(each); }, static_cast<const Operation::variant&>(operation));
}

std::vector<Step> Renderer::finish() {
    flush();
    for (const auto& [name, table] : schema_.tables)
        if (table.without_rowid && !table.primary_key)
            throw OperationError("SQLite: table " + to_string(name) + " is WITHOUT ROWID, and has no primary key");
    return std::move(steps_);
}

const Table& Renderer::table(const Name& name) const { return require_table(std::as_const(schema_), name); }

Definition Renderer::definition(const Name& name) const { return define(table(name), schema_); }

Relation Renderer::relation(const Name& name) const {
    const auto found = std::ranges::find(pending_, name, &PendingRebuild::table);
    if (found != pending_.end()) return found->relation(definition(name));
    return {identifier(name.name), key_expression(table(name)), row_names(definition(name))};
}

void Renderer::execute(std::string sql) {
    Step step;
    step.sql = std::move(sql);
    steps_.push_back(std::move(step));
}

void Renderer::check(Step step) { steps_.push_back(std::move(step)); }

PendingRebuild* Renderer::find_pending(const Name& name) {
    const auto found = std::ranges::find(pending_, name, &PendingRebuild::table);
    return found == pending_.end() ? nullptr : &*found;
}

PendingRebuild& Renderer::pending(const Name& name) {
    if (auto* found = find_pending(name)) return *found;
    pending_.push_back({name, definition(name), key_expression(table(name)), {}, {}});
    return pending_.back();
}

void Renderer::recreate(const Name& name) { steps_[created_.at(name)].sql = create_table_sql(definition(name)); }

void Renderer::change(const Operation& operation, const Name& name) {
    if (!is_new(name)) pending(name);
    apply(operation);
    if (is_new(name)) recreate(name);
}

std::function<bool(const Name&)> Renderer::may_read(const std::string& sql) const {
    // A table's name stands alone, as a column's does, or behind the schema that is the file's own.
    const auto is_mentioned = [mentioned = mentioned_columns(sql, "main")](const Name& wanted) {
        return std::ranges::any_of(
            mentioned, [&](const auto& each) { return aludel::sqlite::same_identifier(each, wanted.name); });
    };
    const auto is_mentioned_view = [&](const auto& view) { return is_mentioned(view.first); };
    if (std::ranges::any_of(schema_.views, is_mentioned_view)) return [](const Name&) { return true; };
    return is_mentioned;
}

void Renderer::before_expression(const Name& name, const std::string& sql) {
    const auto reads = may_read(sql);
    const auto is_read = [&](const PendingRebuild& each) {
        return reads(each.table) || (each.table == name && each.is_stale(sql, definition(name)));
    };
    if (std::ranges::any_of(pending_, is_read)) flush();
}

void Renderer::before_removal(const Name& name) {
    const auto reads = [&](const PendingRebuild& each) {
        return std::ranges::any_of(each.sources, [&](const auto& source) { return may_read(source.second)(name); });
    };
    if (std::ranges::any_of(pending_, reads)) flush();
}

void Renderer::flush() {
    for (const auto& each : pending_) {
        check_affinities(each);
        check_again(each);
    }
    for (const auto& each : pending_)
        for (auto& step : each.steps(definition(each.table))) steps_.push_back(std::move(step));
    pending_.clear();
    created_.clear();
}

void Renderer::on(const CreateTable& operation) {
    const auto& name = operation.table.name;
    apply(operation);
    auto sql = create_table_sql(definition(name));
    created_[name] = steps_.size();
    execute(std::move(sql));
    for (const auto& index : table(name).indexes) execute(create_index_sql(name, index));
}

void Renderer::on(const DropTable& operation) {
    flush();
    apply(operation);
    execute("DROP TABLE " + identifier(operation.table.name));
}

void Renderer::on(const RenameTable& operation) {
    flush();
    apply(operation);
    const auto rename = [&](const std::string& from, const std::string& to) {
        execute("ALTER TABLE " + identifier(from) + " RENAME TO " + identifier(to));
    };
    const auto& from = operation.table.name;
    if (!aludel::sqlite::same_identifier(from, operation.to)) return rename(from, operation.to);
    const auto between = operation.to + " (renamed)"; // for SQLite, names in another case are one name
    rename(from, between);
    rename(between, operation.to);
}

void Renderer::on(const AlterTable& operation) {
    const auto& name = operation.table;
    if (!operation.strict && !operation.without_rowid) return apply(operation);
    const bool was_strict = table(name).strict;
    change(operation, name);
    if (is_new(name)) return;
    const auto& now = table(name);
    if (now.strict && !was_strict) check_strict(name);
    if (operation.without_rowid.value_or(false))
        for (const auto& column : now.primary_key->columns) // SQLite takes NULL in keys of some
            check(nulls(relation(name), name, column, identifier(column)));
}

void Renderer::check_strict(const Name& name) {
    const auto* rebuild = find_pending(name);
    const auto rows = relation(name);
    for (const auto& column : definition(name).columns) {
        const auto storage = storage_class(column.type);
        if (storage.empty() || !column.generated.empty() || rebuild->sources.contains(column.name)) continue;
        const auto value = identifier(column.name);
        check(obstacle(rows, value, "typeof(" + value + ") NOT IN ('null', '" + std::string(storage) + "')",
                       to_string(name) + "." + column.name + ": table " + name.name +
                           " becomes STRICT, and values are no " + column.type + ": change them first"));
    }
}

void Renderer::check_affinities(const PendingRebuild& pending) {
    const auto& name = pending.table;
    const auto now = definition(name);
    if (!pending.before.strict || now.strict) return;
    for (const auto& column : now.columns) {
        const auto* old = pending.before.find_column(column.name);
        if (!old || !column.generated.empty() || affinity(column.type) != Affinity::numeric) continue;
        const auto storage = storage_class(old->type);
        if (!storage.empty() && storage != "text") continue; // no text was in it
        const auto value = identifier(column.name);
        check(obstacle(pending.relation(now), value, "typeof(" + value + ") = 'text' AND " + loses_digits(value),
                       to_string(name) + "." + column.name + ": table " + name.name + " is STRICT no more, and " +
                           column.type + " would lose these values: change them first"));
    }
}

void Renderer::on(const CreateExclusion& operation) { apply(operation); }

void Renderer::on(const RenameColumn& operation) {
    flush();
    apply(operation);
    execute("ALTER TABLE " + identifier(operation.table.name) + " RENAME COLUMN " + identifier(operation.column) +
            " TO " + identifier(operation.to));
}

void Renderer::on(const CreateEnum& operation) {
    require_no_schema(operation.enumeration.name);
    apply(operation);
}

void Renderer::on(const DropEnum& operation) { apply(operation); }

void Renderer::on(const Execute& operation) {
    flush();
    if (auto sql = sql_of(operation.sql); !sql.empty()) {
        const bool alone = StatementReader(sql).take("VACUUM"); // which SQLite refuses within a transaction
        execute(std::move(sql));
        if (alone) steps_.back().kind = ChainStep::Kind::sql_alone;
        if (auto when = sql_of(operation.when); !when.empty()) only_when(steps_.back(), std::move(when));
    }
    apply(operation);
}

void Renderer::only_when(Step& step, std::string when) {
    if (step.kind != ChainStep::Kind::sql)
        throw OperationError("'when' is for SQL that the upgrade's transaction can hold, and undo as a whole");
    step.kind = ChainStep::Kind::sql_when;
    step.subject = std::move(when);
}

void Renderer::on(const Call& operation) {
    flush();
    Step step;
    step.kind = ChainStep::Kind::call;
    step.subject = operation.function;
    steps_.push_back(std::move(step));
}

} // namespace aludel::migrations::sqlite
