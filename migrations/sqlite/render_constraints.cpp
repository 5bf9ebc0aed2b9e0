// Constraints and indexes: checked against the rows first.
#include "migrations/operation/lookup.hpp"
#include "migrations/schema/naming.hpp"
#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/renderer.hpp"

#include <algorithm>

namespace aludel::migrations::sqlite {
namespace {

std::vector<std::string> quoted_each(const std::vector<std::string>& columns) {
    std::vector<std::string> result;
    for (const auto& column : columns) result.push_back(identifier(column));
    return result;
}

std::vector<std::string> parts_of(const Index& index) {
    std::vector<std::string> result;
    for (const auto& part : index.parts) result.push_back(part_sql(part, index.name));
    return result;
}

/// What of it is not just a column's name.
std::string expressions_of(const Index& index) {
    std::vector<std::string> all{sql_of(index.where)};
    for (const auto& part : index.parts) all.push_back(sql_of(part.expression));
    return joined(all, ", ");
}

} // namespace

void Renderer::make_unique(const Name& name, const std::vector<std::string>& parts, const std::string& where,
                           const std::string& constraint, OnConflict on_conflict) {
    if (on_conflict != OnConflict::stop) return keep_one(name, parts, where, on_conflict);
    check(duplicates(relation(name), name, parts, where, constraint,
                     "change them first, or give `on_conflict: keep first` or `keep last`"));
}

void Renderer::check_again(const PendingRebuild& pending) {
    const auto& name = pending.table;
    const auto now = definition(name);
    const auto rows = pending.relation(now);
    const auto was_there = [&](const ConstraintDefinition& constraint) {
        return std::ranges::any_of(pending.before.constraints,
                                   [&](const auto& each) { return each.body == constraint.body; });
    };
    const auto is_changed = [&](const std::string& sql) { return pending.is_stale(sql, now); };
    const auto alike = [&](const std::vector<std::string>& parts, const std::string& where, const std::string& what) {
        check(
            duplicates(rows, name, parts, where, what, "this comes of the change: say with `using` what they become"));
    };
    for (const auto& column : not_null_by_key(pending.before, now)) // SQLite takes NULL in some keys
        check(nulls(rows, name, column, identifier(column)));
    for (const auto& each : now.constraints) {
        const bool is_key = each.drop == TableEdit::Kind::drop_primary_key || each.drop == TableEdit::Kind::drop_unique;
        if (!was_there(each)) continue;
        if (is_key && is_changed(identifiers(each.columns))) alike(quoted_each(each.columns), "", each.name);
        if (each.drop == TableEdit::Kind::drop_check && is_changed(each.expression))
            check(violations(rows, name, {each.name, SqlText{each.expression, {}}},
                             "this comes of the change: say with `using` what they become"));
    }
    for (const auto& index : table(name).indexes) {
        const bool is_new = find_named(pending.indexes, index.name) != nullptr;
        const auto parts = parts_of(index);
        if (index.unique && !is_new && std::ranges::any_of(parts, is_changed))
            alike(parts, sql_of(index.where), index.name);
    }
}

void Renderer::on(const CreatePrimaryKey& operation) {
    const auto& name = operation.table;
    const auto& columns = operation.primary_key.columns;
    if (!is_new(name)) {
        const auto rows = relation(name);
        for (const auto& column : columns)
            if (const auto* found = table(name).find_column(column); found && found->nullable)
                check(nulls(rows, name, column, identifier(column)));
        make_unique(name, quoted_each(columns), "", "the primary key", operation.on_conflict);
    }
    change(operation, name);
}

void Renderer::on(const CreateUnique& operation) {
    const auto& name = operation.table;
    if (!is_new(name))
        make_unique(name, quoted_each(operation.unique.columns), "", "the unique constraint " + operation.unique.name,
                    operation.on_conflict);
    change(operation, name);
}

void Renderer::on(const CreateCheck& operation) {
    const auto& name = operation.table;
    if (sql_of(operation.check.expression).empty()) return apply(operation); // of other databases only
    if (!is_new(name)) {
        if (operation.on_conflict == OnConflict::remove)
            delete_violations(name, operation.check);
        else
            check(violations(relation(name), name, operation.check, "mend them first, or give `on_conflict: delete`"));
    }
    change(operation, name);
}

void Renderer::on(const CreateForeignKey& operation) {
    const auto& name = operation.table;
    const auto& key = operation.foreign_key;
    require_no_schema(key.referred_table);
    if (!is_new(name)) {
        if (operation.on_conflict == OnConflict::remove)
            delete_orphans(name, key);
        else if (operation.on_conflict == OnConflict::set_null)
            unlink_orphans(name, key);
        else
            check(orphans(relation(name), relation(key.referred_table), name, key));
    }
    change(operation, name);
}

void Renderer::on(const DropConstraint& operation) {
    const auto* found = find_named(table(operation.table).checks, operation.name);
    if (found && sql_of(found->expression).empty()) return apply(operation);
    change(operation, operation.table);
}

/// SQLite shows these names in messages and nowhere else: no table is rebuilt for one.
void Renderer::on(const RenameConstraint& operation) { apply(operation); }

void Renderer::add_index(const Name& name, const Index& index) {
    if (auto* rebuild = find_pending(name))
        rebuild->indexes.push_back(index);
    else
        execute(create_index_sql(name, index));
}

void Renderer::remove_index(const Name& name, const std::string& index) {
    if (auto* rebuild = find_pending(name))
        if (std::erase_if(rebuild->indexes, [&](const Index& each) { return each.name == index; }) > 0) return;
    execute("DROP INDEX " + identifier(index));
}

void Renderer::on(const CreateIndex& operation) {
    const auto& name = operation.table;
    auto index = operation.index;
    if (index.name.empty()) index.name = index_name(name, index.parts);
    if (index.unique && !is_new(name)) {
        if (operation.on_conflict != OnConflict::stop) before_expression(name, expressions_of(index));
        make_unique(name, parts_of(index), sql_of(index.where), "the unique index " + index.name,
                    operation.on_conflict);
    }
    apply(operation);
    add_index(name, index);
}

void Renderer::on(const DropIndex& operation) {
    apply(operation);
    remove_index(operation.table, operation.name);
}

void Renderer::on(const RenameIndex& operation) {
    const auto* found = find_named(table(operation.table).indexes, operation.name);
    if (!found) return apply(operation);
    auto index = *found;
    apply(operation);
    remove_index(operation.table, operation.name);
    index.name = operation.to;
    add_index(operation.table, index);
}

} // namespace aludel::migrations::sqlite
