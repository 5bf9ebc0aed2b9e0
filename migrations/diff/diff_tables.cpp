#include "migrations/diff/diff_comparison.hpp"
#include "migrations/operation/lookup.hpp"
#include "migrations/operation/object_use.hpp"

#include <algorithm>
#include <set>

namespace aludel::migrations {
namespace {

/// Tables that only one of two schemas has, each after those that it refers to, and those that its functions need. A
/// ring of references is cut where the walk by name closes it.
class ParentsFirst {
public:
    ParentsFirst(const Schema& schema, const Schema& without) : schema_(schema), functions_(schema) {
        for (const auto& [name, table] : schema.tables)
            if (!without.tables.contains(name)) wanted_.insert(name);
        for (const auto& [name, table] : schema.tables) visit(name);
    }
    std::vector<Name> order;

private:
    void visit(const Name& name) {
        if (wanted_.erase(name) == 0) return;
        const auto& table = schema_.tables.at(name);
        for (const auto& key : table.foreign_keys) visit(key.referred_table);
        for (const auto& needed : functions_.used_by(table)) visit(needed);
        order.push_back(name);
    }

    const Schema& schema_;
    TablesOfFunctions functions_;
    std::set<Name> wanted_;
};

bool can_be_there(const Schema& state, const Table& table, const ForeignKey& key) {
    if (key.referred_table == table.name) return true;
    const auto referred = state.tables.find(key.referred_table);
    return referred != state.tables.end() && has_key(referred->second, key.referred_columns);
}

void leave_out_waiting(const std::vector<Name>& functions, Table& table) {
    for (const auto& name : functions) {
        const auto in = [&, &function = name.name](const SqlText& sql) { return mentions_name(sql, function); };
        const auto in_parts = [&](const auto& item) {
            return in(item.where) ||
                   std::ranges::any_of(item.parts, [&](const auto& part) { return in(part.expression); });
        };
        std::erase_if(table.checks, [&](const Check& check) { return in(check.expression); });
        std::erase_if(table.indexes, in_parts);
        std::erase_if(table.exclusions, in_parts);
    }
}

void drop_references(Comparison& comparison, const Name& table) {
    std::vector<DropConstraint> drops;
    for (const auto& name : comparison.lookup.referring_to(comparison.state, table))
        for (const auto& key : comparison.state.tables.at(name).foreign_keys)
            if (name != table && key.referred_table == table) drops.push_back({name, key.name});
    for (auto& drop : drops) comparison.emit(std::move(drop));
}

/// Defaults that the new values do not have go before; alter_columns() gives the new ones.
void drop_defaults_without_value(Comparison& comparison, const Enum& now, const Enum& then) {
    std::vector<AlterColumn> drops;
    for (const auto& [name, table] : comparison.state.tables)
        for (const auto& column : table.columns)
            if (find_enum(comparison.state, name, column.type) == &now && has_default_without(column, then.values))
                drops.push_back({.table = name, .column = column.name, .default_value = std::optional<Default>()});
    for (auto& drop : drops) comparison.emit(std::move(drop));
}

} // namespace

void create_tables(Comparison& comparison) {
    create_waiting_functions(comparison);
    for (const auto& name : ParentsFirst(comparison.to, comparison.state).order) {
        auto table = comparison.to.tables.at(name);
        std::erase_if(table.foreign_keys,
                      [&](const ForeignKey& key) { return !can_be_there(comparison.state, table, key); });
        leave_out_waiting(comparison.waiting_functions, table);
        comparison.emit(CreateTable{std::move(table)});
        create_waiting_functions(comparison);
    }
}

void drop_tables(Comparison& comparison) {
    auto order = ParentsFirst(comparison.state, comparison.to).order;
    std::ranges::reverse(order);
    const TablesOfFunctions tables(comparison.state);
    const auto functions = gone_functions(comparison);
    for (const auto& name : order) {
        drop_references(comparison, name);
        for (const auto& function : functions)
            if (tables.of(function).contains(name) && comparison.state.functions.contains(function))
                comparison.emit(DropObject<Function>{function});
        comparison.emit(DropTable{name});
    }
}

void create_and_alter_enums(Comparison& comparison) {
    for (const auto& [name, enumeration] : comparison.to.enums) {
        const auto now = comparison.state.enums.find(name);
        if (now == comparison.state.enums.end())
            comparison.emit(CreateEnum{enumeration});
        else if (now->second != enumeration) {
            drop_defaults_without_value(comparison, now->second, enumeration);
            comparison.emit(AlterEnum{name, enumeration.values, {}});
        }
    }
}

void drop_enums(Comparison& comparison) {
    std::vector<Name> gone;
    for (const auto& [name, enumeration] : comparison.state.enums)
        if (!comparison.to.enums.contains(name)) gone.push_back(name);
    for (auto& name : gone) comparison.emit(DropEnum{std::move(name)});
}

} // namespace aludel::migrations
