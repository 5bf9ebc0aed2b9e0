// What functions need of tables.
#include "migrations/diff/diff_comparison.hpp"
#include "migrations/operation/object_use.hpp"

namespace aludel::migrations {
namespace {

using ByMention = std::map<std::string, std::set<Name>>;

void add(const std::set<std::string>& mentions, const ByMention& names, std::set<Name>& found) {
    for (const auto& mention : mentions)
        if (const auto named = names.find(mention); named != names.end())
            found.insert(named->second.begin(), named->second.end());
}

} // namespace

TablesOfFunctions::TablesOfFunctions(const Schema& schema) {
    if (schema.functions.empty()) return;
    ByMention tables, tables_of_called;
    for (const auto& [name, table] : schema.tables) tables[in_lower_case(name.name)].insert(name);
    for (const auto& name : in_order_of_use(schema.functions)) {
        const auto& function = schema.functions.at(name);
        std::set<Name> found;
        add(mentioned_names(function.definition), tables, found);
        add(mentioned_names(function), tables_of_called, found);
        if (found.empty()) continue;
        tables_of_called[in_lower_case(name.name)].insert(found.begin(), found.end());
        tables_.emplace(name, std::move(found));
    }
}

const std::set<Name>& TablesOfFunctions::of(const Name& function) const {
    static const std::set<Name> none;
    const auto found = tables_.find(function);
    return found == tables_.end() ? none : found->second;
}

std::set<Name> TablesOfFunctions::used_by(const Table& table) const {
    std::set<Name> all;
    for (const auto& [function, tables] : tables_)
        if (mentions_name(table, function.name)) all.insert(tables.begin(), tables.end());
    return all;
}

} // namespace aludel::migrations
