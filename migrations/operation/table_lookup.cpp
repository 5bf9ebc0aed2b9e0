#include "migrations/operation/table_lookup.hpp"

#include <algorithm>

namespace aludel::migrations {
namespace {

/// The first answers cost less by a look at every table than by making the lookup.
constexpr int questions_without = 4;

bool has_index(const Table& table, const std::string& name) { return find_named(table.indexes, name) != nullptr; }

bool refers(const Table& table, const Name& to) {
    return std::ranges::find(table.foreign_keys, to, &ForeignKey::referred_table) != table.foreign_keys.end();
}

bool has_deferrable_key(const Table& table) {
    return std::ranges::any_of(table.foreign_keys,
                               [](const ForeignKey& key) { return key.deferrable || key.initially_deferred; });
}

/// `candidates`: null where any table may be one.
template <class Wanted> std::vector<Name> find(const Schema& schema, const std::set<Name>* candidates, Wanted wanted) {
    std::vector<Name> names;
    if (!candidates) {
        for (const auto& [name, table] : schema.tables)
            if (wanted(table)) names.push_back(name);
        return names;
    }
    for (const auto& name : *candidates)
        if (const auto table = schema.tables.find(name); table != schema.tables.end() && wanted(table->second))
            names.push_back(name);
    return names;
}

} // namespace

std::vector<Name> TableLookup::with_index(const Schema& schema, const Name& index) {
    return find(schema, is_ready(schema) ? &with_index_[index] : nullptr,
                [&](const Table& table) { return table.name.schema == index.schema && has_index(table, index.name); });
}

std::vector<Name> TableLookup::referring_to(const Schema& schema, const Name& table) {
    return find(schema, is_ready(schema) ? &referring_to_[table] : nullptr,
                [&](const Table& other) { return refers(other, table); });
}

std::vector<Name> TableLookup::with_deferrable_keys(const Schema& schema) {
    return find(schema, is_ready(schema) ? &with_deferrable_keys_ : nullptr, has_deferrable_key);
}

void TableLookup::follow(const Operation& operation, const Schema& after) {
    if (questions_ <= questions_without) return;
    auto changed = table_of(operation);
    if (const auto* rename = std::get_if<RenameTable>(&operation)) {
        changed->name = rename->to;
        if (const auto found = referring_to_.find(rename->table); found != referring_to_.end()) {
            const auto referring = found->second;
            referring_to_[*changed].insert(referring.begin(), referring.end());
        }
    }
    if (!changed) return;
    if (const auto table = after.tables.find(*changed); table != after.tables.end()) add(table->second);
}

bool TableLookup::is_ready(const Schema& schema) {
    if (questions_ > questions_without) return true;
    if (++questions_ <= questions_without) return false;
    for (const auto& [name, table] : schema.tables) add(table);
    return true;
}

void TableLookup::add(const Table& table) {
    for (const auto& index : table.indexes) with_index_[{table.name.schema, index.name}].insert(table.name);
    for (const auto& key : table.foreign_keys) referring_to_[key.referred_table].insert(table.name);
    if (has_deferrable_key(table)) with_deferrable_keys_.insert(table.name);
}

} // namespace aludel::migrations
