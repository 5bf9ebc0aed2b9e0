#include "migrations/diff/diff_comparison.hpp"
#include "migrations/operation/lookup.hpp"
#include "migrations/revision/sha256.hpp"
#include "migrations/schema/sql_tokens.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace aludel::migrations {
namespace {

template <class Item> bool equal_but_for_name(Item left, const Item& right) {
    left.name = right.name;
    return left == right;
}

/// Is the name in use, as far as `Item`'s kind of names reaches?
template <class Item> bool is_taken(Comparison&, const Table& table, const std::string& name) {
    return !std::holds_alternative<std::monostate>(find_constraint(table, name));
}
template <> bool is_taken<Index>(Comparison& comparison, const Table& table, const std::string& name) {
    return !comparison.lookup.with_index(comparison.state, {table.name.schema, name}).empty();
}

/// Items that differ in name only, the old name first.
template <class Item>
std::vector<NamePair> renamed(Comparison& comparison, const Table& now, const Table& then,
                              std::vector<Item> Table::*list) {
    std::vector<NamePair> pairs;
    std::set<std::string_view> given;
    for (const auto& item : now.*list) {
        if (find_named(then.*list, item.name)) continue;
        const auto match = std::ranges::find_if(then.*list, [&](const Item& other) {
            return equal_but_for_name(item, other) && !given.contains(other.name) &&
                   !is_taken<Item>(comparison, now, other.name);
        });
        if (match == (then.*list).end()) continue;
        given.insert(match->name);
        pairs.emplace_back(item.name, match->name);
    }
    return pairs;
}

std::optional<NamePair> renamed_primary_key(Comparison& comparison, const Table& now, const Table& then) {
    const auto& key = now.primary_key;
    if (!key || !then.primary_key || key->name == then.primary_key->name) return std::nullopt;
    if (!equal_but_for_name(*key, *then.primary_key)) return std::nullopt;
    if (is_taken<PrimaryKey>(comparison, now, then.primary_key->name)) return std::nullopt;
    return NamePair{key->name, then.primary_key->name};
}

bool mentions(const Check& check, const Table& table, const std::string& column) {
    return mentions_column(check.expression, table.name.name, column);
}
/// Of an index or exclusion constraint.
bool mentions(const auto& item, const Table& table, const std::string& column) {
    return mentions_column(item.where, table.name.name, column) ||
           std::ranges::any_of(
               item.parts, [&](const auto& part) { return mentions_column(part.expression, table.name.name, column); });
}

/// Does its text seem to mention a column that goes? Then it cannot be there while the column does.
template <class Item> bool mentions_gone_column(const Item& item, const Table& now, const Table& then) {
    return std::ranges::any_of(now.columns, [&](const Column& column) {
        return !then.find_column(column.name) && mentions(item, now, column.name);
    });
}
bool mentions_gone_column(const Unique&, const Table&, const Table&) { return false; }
bool mentions_gone_column(const ForeignKey&, const Table&, const Table&) { return false; }

/// What goes, or changes and so is made again.
template <class Item>
std::vector<Item> dropped(Comparison& comparison, const Table& now, const Table& then, std::vector<Item> Table::*list) {
    if (now.*list == then.*list && std::ranges::equal(now.columns, then.columns, {}, &Column::name, &Column::name))
        return {};
    const auto renames = renamed(comparison, now, then, list);
    std::vector<Item> items;
    for (const auto& item : now.*list) {
        const auto* same = find_named(then.*list, item.name);
        const bool stays = (same && *same == item) || std::ranges::count(renames, item.name, &NamePair::first) > 0;
        if (!stays || mentions_gone_column(item, now, then)) items.push_back(item);
    }
    return items;
}

bool primary_key_is_dropped(Comparison& comparison, const Table& now, const Table& then) {
    return now.primary_key && now.primary_key != then.primary_key && !renamed_primary_key(comparison, now, then);
}

/// One table's losses.
struct Losses {
    Name table;
    std::vector<ForeignKey> foreign_keys;
    std::vector<Exclusion> exclusions;
    std::vector<Index> indexes;
    std::vector<Check> checks;
    std::vector<Unique> uniques;
    std::optional<PrimaryKey> primary_key;
};

Losses losses_of(Comparison& comparison, const TablePair& pair) {
    const auto& [now, then] = pair;
    Losses losses{now.name,
                  dropped(comparison, now, then, &Table::foreign_keys),
                  dropped(comparison, now, then, &Table::exclusions),
                  dropped(comparison, now, then, &Table::indexes),
                  dropped(comparison, now, then, &Table::checks),
                  dropped(comparison, now, then, &Table::uniques),
                  {}};
    if (primary_key_is_dropped(comparison, now, then)) losses.primary_key = now.primary_key;
    return losses;
}

std::vector<std::vector<std::string>> lost_keys(const Losses& losses) {
    std::vector<std::vector<std::string>> keys;
    if (losses.primary_key) keys.push_back(losses.primary_key->columns);
    for (const auto& unique : losses.uniques) keys.push_back(unique.columns);
    for (const auto& index : losses.indexes)
        if (auto columns = key_columns(index); !columns.empty()) keys.push_back(std::move(columns));
    return keys;
}

void drop_foreign_keys_to(Comparison& comparison, const Name& table, const std::vector<std::string>& columns) {
    std::vector<DropConstraint> drops;
    for (const auto& name : comparison.lookup.referring_to(comparison.state, table))
        for (const auto& key : comparison.state.tables.at(name).foreign_keys)
            if (key.referred_table == table && same_columns(key.referred_columns, columns))
                drops.push_back({name, key.name});
    for (auto& drop : drops) comparison.emit(std::move(drop));
}

/// The names of indexes, and of the keys that make one.
template <class Visit> void each_index_name(const Table& table, Visit visit) {
    for (const auto& index : table.indexes) visit(index.name);
    for (const auto& unique : table.uniques) visit(unique.name);
    for (const auto& exclusion : table.exclusions) visit(exclusion.name);
    if (table.primary_key) visit(table.primary_key->name);
}

/// Indexes and keys of tables that go, in the way of new ones of their names.
std::vector<std::pair<Name, std::string>> names_in_the_way(const Comparison& comparison) {
    std::set<Name> wanted;
    for (const auto& [name, table] : comparison.to.tables)
        each_index_name(table, [&, &schema = name.schema](const std::string& own) { wanted.insert({schema, own}); });
    std::vector<std::pair<Name, std::string>> found;
    for (const auto& [name, table] : comparison.state.tables)
        if (!comparison.to.tables.contains(name))
            each_index_name(table, [&, &holder = name](const std::string& own) {
                if (wanted.contains({holder.schema, own})) found.emplace_back(holder, own);
            });
    return found;
}

/// An index goes; a key only gives its name away, so that what refers to it can stay.
void give_name_away(Comparison& comparison, const Name& name, const std::string& own) {
    const auto& table = comparison.state.tables.at(name);
    const auto* index = find_named(table.indexes, own);
    if (!index)
        return comparison.emit(
            RenameConstraint{name, own, "gone_" + sha256_hex(to_string(name) + "." + own).substr(0, 16)});
    if (const auto columns = key_columns(*index); !columns.empty()) drop_foreign_keys_to(comparison, name, columns);
    comparison.emit(DropIndex{name, own});
}

template <class Create, class Item>
void create_missing(Comparison& comparison, const TablePair& pair, std::vector<Item> Table::*list) {
    const auto& [now, then] = pair;
    for (const auto& item : then.*list)
        if (!find_named(now.*list, item.name) && !mentions_gone_column(item, now, then))
            comparison.emit(Create{now.name, item});
}

} // namespace

void drop_constraints(Comparison& comparison) {
    std::vector<Losses> all;
    for (const auto& pair : changed_tables(comparison)) all.push_back(losses_of(comparison, pair));
    const auto drop = [&](const Losses& losses, const auto& items) {
        for (const auto& item : items) comparison.emit(DropConstraint{losses.table, item.name});
    };
    for (const auto& losses : all) drop(losses, losses.foreign_keys);
    for (const auto& losses : all)
        for (const auto& columns : lost_keys(losses)) drop_foreign_keys_to(comparison, losses.table, columns);
    for (const auto& losses : all)
        for (const auto& index : losses.indexes) comparison.emit(DropIndex{losses.table, index.name});
    for (const auto& [table, name] : names_in_the_way(comparison)) give_name_away(comparison, table, name);
    for (const auto& losses : all) drop(losses, losses.exclusions);
    for (const auto& losses : all) drop(losses, losses.checks);
    for (const auto& losses : all) drop(losses, losses.uniques);
    for (const auto& losses : all)
        if (losses.primary_key) comparison.emit(DropConstraint{losses.table, losses.primary_key->name});
}

void rename_constraints(Comparison& comparison) {
    for (const auto& [now, then] : changed_tables(comparison)) {
        const auto rename = [&, &table = now](const std::vector<NamePair>& pairs) {
            for (const auto& [from, to] : pairs) comparison.emit(RenameConstraint{table.name, from, to});
        };
        if (const auto pair = renamed_primary_key(comparison, now, then)) rename({*pair});
        rename(renamed(comparison, now, then, &Table::uniques));
        rename(renamed(comparison, now, then, &Table::checks));
        rename(renamed(comparison, now, then, &Table::foreign_keys));
        rename(renamed(comparison, now, then, &Table::exclusions));
        for (const auto& [from, to] : renamed(comparison, now, then, &Table::indexes))
            comparison.emit(RenameIndex{now.name, from, to});
    }
}

void create_constraints(Comparison& comparison) {
    const auto tables = changed_tables(comparison);
    for (const auto& [now, then] : tables)
        if (then.primary_key && !now.primary_key)
            comparison.emit(CreatePrimaryKey{.table = now.name, .primary_key = *then.primary_key});
    for (const auto& pair : tables) create_missing<CreateUnique>(comparison, pair, &Table::uniques);
    for (const auto& pair : tables) create_missing<CreateCheck>(comparison, pair, &Table::checks);
    for (const auto& pair : tables) create_missing<CreateExclusion>(comparison, pair, &Table::exclusions);
    for (const auto& pair : tables) create_missing<CreateIndex>(comparison, pair, &Table::indexes);
}

void create_foreign_keys(Comparison& comparison) {
    for (const auto& pair : changed_tables(comparison))
        create_missing<CreateForeignKey>(comparison, pair, &Table::foreign_keys);
}

} // namespace aludel::migrations
