#include "migrations/diff/diff_comparison.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace aludel::migrations {
namespace {

/// Old name to new name, one to one.
using NameMap = std::map<std::string, std::string>;

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

/// Both names are known, and the new one is free or becomes free. Where the chain has renamed already, it is not.
NameMap fitting(const std::vector<NamePair>& wanted, const std::vector<std::string>& names_now,
                const std::vector<std::string>& names_then) {
    NameMap fits;
    std::set<std::string> targets;
    for (const auto& [from, to] : wanted)
        if (from != to && contains(names_now, from) && contains(names_then, to) && !fits.contains(from) &&
            targets.insert(to).second)
            fits.emplace(from, to);
    const auto is_taken = [&](const auto& pair) {
        return contains(names_now, pair.second) && !fits.contains(pair.second);
    };
    for (auto taken = std::ranges::find_if(fits, is_taken); taken != fits.end();
         taken = std::ranges::find_if(fits, is_taken))
        fits.erase(taken);
    return fits;
}

/// `a` to `b`, `b` to `c`: starting with the last, whose new name is free. Leaves only rings in the map.
void take_open_chains(NameMap& renames, std::vector<NamePair>& ordered) {
    const auto is_free = [&](const auto& pair) { return !renames.contains(pair.second); };
    for (auto free = std::ranges::find_if(renames, is_free); free != renames.end();
         free = std::ranges::find_if(renames, is_free)) {
        ordered.emplace_back(*free);
        renames.erase(free);
    }
}

std::string temporary_name(const std::vector<std::string>& names_now, const std::vector<std::string>& names_then) {
    std::string temporary = "aludel_swap";
    while (contains(names_now, temporary) || contains(names_then, temporary)) temporary += "_";
    return temporary;
}

/// The ring that starts at `first`: first, what it becomes, what that becomes…
std::vector<std::string> take_ring(NameMap& renames, const std::string& first) {
    std::vector<std::string> ring;
    for (auto next = renames.find(first); next != renames.end(); next = renames.find(ring.back())) {
        if (ring.empty()) ring.push_back(first);
        ring.push_back(next->second);
        renames.erase(next);
    }
    ring.pop_back(); // first again
    return ring;
}

std::vector<std::string> column_names(const Table& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns) names.push_back(column.name);
    return names;
}

std::vector<std::string> table_names(const Schema& schema, const std::string& in) {
    std::vector<std::string> names;
    for (const auto& [name, table] : schema.tables)
        if (name.schema == in) names.push_back(name.name);
    return names;
}

bool equal_but_for_order(Table left, Table right) {
    std::ranges::sort(left.columns, {}, &Column::name);
    std::ranges::sort(right.columns, {}, &Column::name);
    return left == right;
}

void rename_columns_of(Comparison& comparison, const Name& name, const std::vector<NamePair>& wanted) {
    const auto now = comparison.state.tables.find(name);
    const auto then = comparison.to.tables.find(name);
    if (now == comparison.state.tables.end() || then == comparison.to.tables.end()) return;
    const auto is_done = [&](const std::string& column) {
        return *now->second.find_column(column) == *then->second.find_column(column);
    };
    for (auto& [from, to] : order_renames(wanted, column_names(now->second), column_names(then->second), is_done))
        comparison.emit(RenameColumn{name, from, to});
}

} // namespace

std::vector<NamePair> order_renames(const std::vector<NamePair>& wanted, const std::vector<std::string>& names_now,
                                    const std::vector<std::string>& names_then,
                                    const std::function<bool(const std::string&)>& is_done) {
    auto renames = fitting(wanted, names_now, names_then);
    std::vector<NamePair> ordered;
    take_open_chains(renames, ordered);
    while (!renames.empty()) {
        const auto ring = take_ring(renames, renames.begin()->first);
        if (std::ranges::all_of(ring, is_done)) continue;
        const auto temporary = temporary_name(names_now, names_then);
        ordered.emplace_back(ring.back(), temporary);
        for (auto i = ring.size() - 1; i > 0; --i) ordered.emplace_back(ring[i - 1], ring[i]);
        ordered.emplace_back(temporary, ring.front());
    }
    return ordered;
}

void rename_tables(Comparison& comparison, const std::vector<Rename>& renames) {
    std::map<std::string, std::vector<NamePair>> wanted; // by schema
    for (const auto& rename : renames)
        if (rename.table.name.empty()) wanted[rename.table.schema].emplace_back(rename.from, rename.to);
    for (const auto& [schema, pairs] : wanted) {
        const auto is_done = [&, &in = schema](const std::string& name) {
            return equal_but_for_order(comparison.state.tables.at({in, name}), comparison.to.tables.at({in, name}));
        };
        for (auto& [from, to] :
             order_renames(pairs, table_names(comparison.state, schema), table_names(comparison.to, schema), is_done))
            comparison.emit(RenameTable{{schema, from}, to});
    }
}

void rename_columns(Comparison& comparison, const std::vector<Rename>& renames) {
    std::map<Name, std::vector<NamePair>> wanted;
    for (const auto& rename : renames)
        if (!rename.table.name.empty()) wanted[rename.table].emplace_back(rename.from, rename.to);
    for (const auto& [table, pairs] : wanted) rename_columns_of(comparison, table, pairs);
}

} // namespace aludel::migrations
