#include "migrations/schema/filter.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace aludel::migrations {
namespace {

bool matches(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() == '*')
        return matches(pattern.substr(1), text) || (!text.empty() && matches(pattern, text.substr(1)));
    return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) &&
           matches(pattern.substr(1), text.substr(1));
}

bool matches_any(const std::vector<std::string>& patterns, const std::string& name) {
    return std::ranges::any_of(patterns, [&](const std::string& pattern) { return matches(pattern, name); });
}

/// Those that pass, and those that a table uses which is there.
void keep_used_enums(Schema& schema, const Filter& filter) {
    std::set<const Enum*> used;
    for (const auto& [name, table] : schema.tables)
        for (const auto& column : table.columns) used.insert(find_enum(schema, name, column.type));
    std::erase_if(schema.enums,
                  [&](const auto& each) { return !filter.passes(each.first) && !used.contains(&each.second); });
}

} // namespace

bool Filter::passes(const Name& name) const {
    const auto text = to_string(name);
    if (!schemas.empty() && !matches_any(schemas, name.schema.empty() ? "default" : name.schema)) return false;
    return (include.empty() || matches_any(include, text)) && !matches_any(exclude, text);
}

Schema filtered(Schema schema, const Filter& filter) {
    if (filter.empty()) return schema;
    const auto keep = [&](auto& objects) {
        std::erase_if(objects, [&](const auto& each) { return !filter.passes(each.first); });
    };
    keep(schema.sequences);
    keep(schema.functions);
    keep(schema.tables);
    keep(schema.views);
    keep_used_enums(schema, filter);
    std::erase_if(schema.extensions, [&](const auto& each) { return matches_any(filter.exclude, each.first.name); });
    keep(schema.triggers);
    std::erase_if(schema.triggers, [&](const auto& each) { return !filter.passes(each.second.table_name()); });
    for (auto& [name, table] : schema.tables)
        std::erase_if(table.foreign_keys, [&](const ForeignKey& key) { return !filter.passes(key.referred_table); });
    return schema;
}

} // namespace aludel::migrations
