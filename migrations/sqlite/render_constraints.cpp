// Constraints and indexes: checked against the rows first.
#include "migrations/lookup.hpp"
#include "migrations/naming.hpp"
#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/renderer.hpp"

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

} // namespace

void Renderer::on(const CreatePrimaryKey& operation) {
    const auto& name = operation.table;
    const auto& columns = operation.primary_key.columns;
    if (!is_new(name)) {
        const auto rows = relation(name);
        for (const auto& column : columns)
            if (const auto* found = table(name).find_column(column); found && found->nullable)
                check(nulls(rows, name, column, identifier(column)));
        check(duplicates(rows, name, quoted_each(columns), "", "the primary key"));
    }
    change(operation, name);
}

void Renderer::on(const CreateUnique& operation) {
    const auto& name = operation.table;
    if (!is_new(name))
        check(duplicates(relation(name), name, quoted_each(operation.unique.columns), "",
                         "the unique constraint " + operation.unique.name));
    change(operation, name);
}

void Renderer::on(const CreateCheck& operation) {
    const auto& name = operation.table;
    if (sql_of(operation.check.expression).empty()) return apply(operation, schema_); // of other databases only
    if (!is_new(name)) check(violations(relation(name), name, operation.check));
    change(operation, name);
}

void Renderer::on(const CreateForeignKey& operation) {
    const auto& name = operation.table;
    const auto& key = operation.foreign_key;
    require_no_schema(key.referred_table);
    if (!is_new(name)) check(orphans(relation(name), relation(key.referred_table), name, key));
    change(operation, name);
}

void Renderer::on(const DropConstraint& operation) {
    const auto* found = find_named(table(operation.table).checks, operation.name);
    if (found && sql_of(found->expression).empty()) return apply(operation, schema_);
    change(operation, operation.table);
}

/// SQLite shows these names in messages and nowhere else: no table is rebuilt for one.
void Renderer::on(const RenameConstraint& operation) { apply(operation, schema_); }

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
    apply(operation, schema_);
    if (index.unique && !is_new(name))
        check(duplicates(relation(name), name, parts_of(index), sql_of(index.where), "the unique index " + index.name));
    add_index(name, index);
}

void Renderer::on(const DropIndex& operation) {
    apply(operation, schema_);
    remove_index(operation.table, operation.name);
}

void Renderer::on(const RenameIndex& operation) {
    const auto* found = find_named(table(operation.table).indexes, operation.name);
    if (!found) return apply(operation, schema_);
    auto index = *found;
    apply(operation, schema_);
    remove_index(operation.table, operation.name);
    index.name = operation.to;
    add_index(operation.table, index);
}

} // namespace aludel::migrations::sqlite
