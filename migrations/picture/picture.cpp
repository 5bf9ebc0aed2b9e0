#include "migrations/picture/picture.hpp"

#include "migrations/operation/lookup.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace aludel::migrations {
namespace {

bool contains(const std::vector<std::string>& columns, std::string_view column) {
    return std::ranges::find(columns, column) != columns.end();
}

} // namespace

std::vector<std::string_view> key_marks(const Table& table, const Column& column) {
    std::vector<std::string_view> marks;
    if (table.primary_key && contains(table.primary_key->columns, column.name)) marks.push_back("PK");
    if (std::ranges::any_of(table.foreign_keys, [&](const auto& key) { return contains(key.columns, column.name); }))
        marks.push_back("FK");
    const auto is_unique = [&](const auto& key) { return contains(key.columns, column.name); };
    const auto is_unique_index = [&](const auto& index) { return contains(key_columns(index), column.name); };
    if (std::ranges::any_of(table.uniques, is_unique) || std::ranges::any_of(table.indexes, is_unique_index))
        marks.push_back("UK");
    return marks;
}

Cardinality cardinality(const Table& table, const ForeignKey& key) {
    const auto in_primary_key = [&](const std::string& column) {
        return table.primary_key && contains(table.primary_key->columns, column);
    };
    const auto may_be_null = [&](const std::string& column) {
        const auto* found = table.find_column(column);
        return found && found->nullable;
    };
    return {.parent_is_optional = std::ranges::any_of(key.columns, may_be_null),
            .child_is_single = has_key(table, key.columns),
            .is_part_of_key = !key.columns.empty() && std::ranges::all_of(key.columns, in_primary_key)};
}

std::string type_words(const Type& type) {
    const bool is_named = type.kind == Type::Kind::enumeration || type.kind == Type::Kind::native;
    return is_named ? type.name : to_string(type);
}

std::vector<std::string> drawing_order(const RevisionGraph& graph) {
    const auto before = [](const RevisionNode& node) {
        auto ids = node.parents;
        ids.insert(ids.end(), node.depends_on.begin(), node.depends_on.end());
        return ids;
    };
    std::map<std::string, int> waiting; // revisions that must be drawn before
    for (const auto& node : graph.nodes())
        for (const auto& id : before(node)) ++waiting[id];
    std::vector<std::string> ready;
    for (const auto& node : graph.nodes())
        if (waiting[node.id] == 0) ready.push_back(node.id);
    std::ranges::sort(ready, std::greater());
    std::vector<std::string> order;
    while (!ready.empty()) {
        order.push_back(ready.back());
        ready.pop_back();
        auto next = before(*graph.find(order.back()));
        std::ranges::reverse(next); // the first parent is drawn next
        for (const auto& id : next)
            if (--waiting[id] == 0) ready.push_back(id);
    }
    return order;
}

} // namespace aludel::migrations
