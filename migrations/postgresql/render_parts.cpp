// Constraints and indexes that have to go while a column or its type changes: what PostgreSQL stored of them is bound
// to it. They come again as the schema then says.
#include "migrations/operation/lookup.hpp"
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"
#include "migrations/schema/sql_tokens.hpp"

#include <algorithm>
#include <utility>

namespace aludel::migrations::postgresql {
namespace {

using Parts = std::vector<PartName>;

bool has(const std::vector<std::string>& columns, const std::string& column) {
    return std::ranges::find(columns, column) != columns.end();
}

bool mentions(const SqlText& sql, const Table& table, const std::string& column) {
    return !sql_of(sql).empty() && mentions_column(sql, table.name.name, column);
}
bool mentions(const auto& item, const Table& table, const std::string& column) {
    return mentions(item.where, table, column) ||
           std::ranges::any_of(item.parts, [&](const auto& part) { return mentions(part.expression, table, column); });
}
bool names(const auto& item, const std::string& column) {
    return std::ranges::any_of(item.parts, [&](const auto& part) { return part.column == column; });
}

template <class List, class Wanted> void add(const Table& table, const List& list, Wanted wanted, Parts& parts) {
    for (const auto& item : list)
        if (wanted(item)) parts.push_back({table.name, item.name});
}

/// What others refer to comes first, what refers to others last.
int rank(const Table& table, const std::string& name) {
    if (table.primary_key && table.primary_key->name == name) return 0;
    if (find_named(table.uniques, name)) return 1;
    if (find_named(table.indexes, name)) return 2;
    return find_named(table.foreign_keys, name) ? 4 : 3;
}

template <class Create> void create_part(const Table& table, const std::string& name, Create create) {
    if (const auto* index = find_named(table.indexes, name)) return create(create_index(table.name, *index));
    const auto add = [&](const std::string& sql) { create("ALTER TABLE " + identifier(table.name) + " ADD " + sql); };
    std::visit(
        [&](const auto& found) {
            if constexpr (requires { *found; }) add(definition(*found));
        },
        find_constraint(table, name));
}

} // namespace

Parts Renderer::expressions_over(const Table& table, const std::string& column) const {
    Parts parts;
    const auto in_text = [&](const auto& item) { return mentions(item, table, column); };
    add(
        table, table.checks, [&](const Check& check) { return mentions(check.expression, table, column); }, parts);
    add(table, table.exclusions, in_text, parts);
    add(table, table.indexes, in_text, parts);
    return parts;
}

Parts Renderer::foreign_keys_over(const Table& table, const std::string& column) {
    Parts parts;
    add(
        table, table.foreign_keys, [&](const ForeignKey& key) { return has(key.columns, column); }, parts);
    for (const auto& name : lookup_.referring_to(schema_, table.name))
        for (const auto& key : schema_.tables.at(name).foreign_keys)
            if (key.referred_table == table.name && has(key.referred_columns, column) &&
                !(name == table.name && has(key.columns, column)))
                parts.push_back({name, key.name});
    return parts;
}

Parts Renderer::parts_over(const Table& table, const std::string& column) {
    auto parts = foreign_keys_over(table, column);
    std::ranges::move(expressions_over(table, column), std::back_inserter(parts));
    const auto missing = [&](const std::string& name) {
        return std::ranges::find(parts, PartName{table.name, name}) == parts.end();
    };
    Parts direct;
    if (table.primary_key && has(table.primary_key->columns, column))
        direct.push_back({table.name, table.primary_key->name});
    add(
        table, table.uniques, [&](const Unique& unique) { return has(unique.columns, column); }, direct);
    add(
        table, table.exclusions, [&](const Exclusion& item) { return names(item, column); }, direct);
    add(
        table, table.indexes, [&](const Index& item) { return names(item, column) || has(item.include, column); },
        direct);
    for (auto& part : direct)
        if (missing(part.name)) parts.push_back(std::move(part));
    return parts;
}

void Renderer::drop(const Parts& parts) {
    auto ordered = parts;
    std::ranges::stable_sort(ordered, std::greater(), [&](const PartName& part) {
        return rank(require_table(std::as_const(schema_), part.table), part.name);
    });
    for (const auto& part : ordered) {
        if (pending_.contains(part)) continue; // it is gone already
        if (find_named(require_table(std::as_const(schema_), part.table).indexes, part.name))
            execute("DROP INDEX " + identifier(Name{part.table.schema, part.name}));
        else
            alter(part.table, "DROP CONSTRAINT " + identifier(part.name));
    }
}

void Renderer::create(const Parts& parts) {
    auto ordered = parts;
    const auto table_of = [&](const PartName& part) -> const Table& {
        return require_table(std::as_const(schema_), part.table);
    };
    std::ranges::stable_sort(ordered, std::less(),
                             [&](const PartName& part) { return rank(table_of(part), part.name); });
    for (const auto& part : ordered)
        if (!pending_.contains(part))
            create_part(table_of(part), part.name, [&](std::string sql) { execute(std::move(sql)); });
}

void Renderer::put_aside(const Parts& parts) {
    drop(parts);
    pending_.insert(parts.begin(), parts.end());
}

void Renderer::create_pending() {
    const auto pending = std::exchange(pending_, {});
    create({pending.begin(), pending.end()});
}

bool Renderer::takes_pending(const Name& table, const std::string& name) { return pending_.erase({table, name}) > 0; }

} // namespace aludel::migrations::postgresql
