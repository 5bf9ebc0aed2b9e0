// What stands beside the tables: before them what they use, after them what uses them.
#include "migrations/diff/diff_comparison.hpp"
#include "migrations/operation/object_use.hpp"
#include "sql_token.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace aludel::migrations {

using detail::sql_tokens;
using detail::SqlToken;

namespace {

template <class Object> std::vector<Name> gone(const Schema& from, const Schema& to) {
    std::vector<Name> names;
    for (const auto& [name, object] : from.*objects_of<Object>)
        if (!(to.*objects_of<Object>).contains(name)) names.push_back(name);
    return names;
}

template <class Object> void drop_gone(Comparison& comparison) {
    for (auto& name : gone<Object>(comparison.state, comparison.to))
        comparison.emit(DropObject<Object>{std::move(name)});
}

/// What CREATE OR REPLACE cannot change: arguments and result, all before the body.
std::string signature(const std::string& definition) {
    std::string text;
    for (const auto& token : sql_tokens(definition)) {
        if (token.kind == SqlToken::Kind::word && (token.text == "AS" || token.text == "as")) break;
        text += token.text;
    }
    return text;
}
bool same_signature(const Function& left, const Function& right) {
    const auto& [one, other] = std::pair(left.definition.dialects, right.definition.dialects);
    return signature(left.definition.compared()) == signature(right.definition.compared()) &&
           std::ranges::equal(one, other, [](const auto& a, const auto& b) {
               return a.first == b.first && signature(a.second) == signature(b.second);
           });
}

void create_or_alter(Comparison& comparison, const Function& function) {
    const auto now = comparison.state.functions.find(function.name);
    if (now == comparison.state.functions.end()) return comparison.emit(CreateObject<Function>{function});
    if (now->second == function) return;
    if (same_signature(now->second, function)) return comparison.emit(AlterObject<Function>{function});
    comparison.emit(DropObject<Function>{function.name});
    comparison.emit(CreateObject<Function>{function});
}

bool is_used_by_tables(const Schema& schema, const Function& function) {
    return std::ranges::any_of(schema.tables,
                               [&](const auto& each) { return mentions_name(each.second, function.name.name); });
}

/// Those that tables compute with, and what these call: rows that are there may be computed at once.
std::set<Name> functions_of_tables(const Schema& schema) {
    auto order = in_order_of_use(schema.functions);
    std::ranges::reverse(order);
    std::set<Name> found;
    std::set<std::string> called;
    for (const auto& name : order) {
        const auto& function = schema.functions.at(name);
        if (!called.contains(in_lower_case(name.name)) && !is_used_by_tables(schema, function)) continue;
        found.insert(name);
        called.merge(mentioned_names(function));
    }
    return found;
}

/// Takes out what makes functions over these views, and over such functions. Tables do not wait for it.
std::vector<Operation> take_functions_over(const std::vector<Operation>& views, std::vector<Operation>& operations,
                                           const Schema& to) {
    std::set<std::string> names;
    for (const auto& view : views) names.insert(in_lower_case(std::get<CreateObject<View>>(view).object.name.name));
    const auto is_over = [&](const std::set<std::string>& mentioned) {
        return std::ranges::any_of(names, [&](const std::string& name) { return mentioned.contains(name); });
    };
    std::vector<Operation> taken;
    if (names.empty()) return taken;
    const auto first = functions_of_tables(to);
    std::erase_if(operations, [&](const Operation& operation) { // in which each function stands after those it calls
        const auto* function = made_function(operation);
        if (!function || !is_over(mentioned_names(*function)) || first.contains(function->name)) return false;
        names.insert(in_lower_case(function->name.name));
        taken.push_back(operation);
        return true;
    });
    return taken;
}

/// What drops the views, which made them, and takes the drops of functions over them along: those go before.
std::vector<Operation> drops_of(std::vector<Operation> views, std::vector<Operation>& operations, const Schema& from) {
    std::vector<Operation> functions;
    for (const auto& operation : operations)
        if (const auto* drop = std::get_if<DropObject<Function>>(&operation))
            functions.push_back(CreateObject<Function>{from.functions.at(drop->name)});
    std::ranges::reverse(functions);
    std::ranges::move(take_functions_over(views, functions, from), std::back_inserter(views));
    std::vector<Operation> drops;
    for (const auto& made : in_order_of_use(std::move(views)))
        std::ranges::move(reverse(made, from), std::back_inserter(drops));
    std::ranges::reverse(drops);
    std::erase_if(operations,
                  [&](const Operation& operation) { return std::ranges::find(drops, operation) != drops.end(); });
    return drops;
}

/// The views and triggers that must go before the tables change, and come again.
class Removed {
public:
    Removed(const Schema& from, const Schema& to) : from_(from), state_(from) {
        for (const auto& [name, view] : from.views)
            if (const auto then = to.views.find(name); then == to.views.end() || then->second != view)
                remove_view(name);
        for (const auto& [name, trigger] : from.triggers)
            if (const auto then = to.triggers.find(name); then == to.triggers.end() || then->second != trigger)
                triggers.insert(name);
    }

    void before(const Operation& operation) {
        if (from_.views.empty() && from_.triggers.empty()) return;
        remove(disturbed_by(operation, state_));
        forget_removed();
        const auto back = reverse(operation, state_);
        migrations::apply(operation, state_, lookup_);
        for (const auto& each : back) remove(disturbed_by(each, state_)); // what the downgrade would disturb, too
        forget_removed();
    }

    std::set<Name> views;
    std::set<Name> triggers;

private:
    void remove(const Dependents& dependents) {
        for (const auto& name : dependents.views) remove_view(name);
        triggers.insert(dependents.triggers.begin(), dependents.triggers.end());
    }
    void remove_view(const Name& name) {
        if (views.insert(name).second) remove(disturbed_by(DropObject<View>{name}, from_));
    }
    void forget_removed() {
        for (const auto& name : views) state_.views.erase(name);
        for (const auto& name : triggers) state_.triggers.erase(name);
    }

    const Schema& from_;
    Schema state_;
    TableLookup lookup_; ///< of that
};

} // namespace

void create_what_tables_use(Comparison& comparison) {
    for (const auto& [name, extension] : comparison.to.extensions)
        if (!comparison.state.extensions.contains(name)) comparison.emit(CreateObject<Extension>{extension});
    for (const auto& [name, sequence] : comparison.to.sequences) {
        const auto now = comparison.state.sequences.find(name);
        if (now == comparison.state.sequences.end())
            comparison.emit(CreateObject<Sequence>{sequence});
        else if (now->second != sequence)
            comparison.emit(AlterObject<Sequence>{sequence});
    }
    const auto first = functions_of_tables(comparison.to);
    for (const auto& name : in_order_of_use(comparison.to.functions))
        if (first.contains(name)) comparison.waiting_functions.push_back(name);
    create_waiting_functions(comparison);
}

void create_waiting_functions(Comparison& comparison) {
    if (comparison.waiting_functions.empty()) return;
    const TablesOfFunctions tables(comparison.to);
    for (const auto& name : std::exchange(comparison.waiting_functions, {})) {
        const auto is_there = [&](const Name& table) { return comparison.state.tables.contains(table); };
        if (std::ranges::all_of(tables.of(name), is_there))
            create_or_alter(comparison, comparison.to.functions.at(name));
        else
            comparison.waiting_functions.push_back(name);
    }
}

void create_other_functions(Comparison& comparison) {
    for (const auto& name : in_order_of_use(comparison.to.functions))
        create_or_alter(comparison, comparison.to.functions.at(name));
}

std::vector<Name> gone_functions(const Comparison& comparison) {
    auto functions = in_order_of_use(comparison.state.functions);
    std::erase_if(functions, [&](const Name& name) { return comparison.to.functions.contains(name); });
    std::ranges::reverse(functions);
    return functions;
}

void drop_what_tables_used(Comparison& comparison) {
    for (auto& name : gone_functions(comparison)) comparison.emit(DropObject<Function>{std::move(name)});
    drop_gone<Sequence>(comparison);
    drop_gone<Extension>(comparison);
}

std::vector<Operation> around_views_and_triggers(std::vector<Operation> operations, const Schema& from,
                                                 const Schema& to) {
    Removed removed(from, to);
    for (const auto& operation : operations) removed.before(operation);
    std::vector<Operation> all;
    for (const auto& name : removed.triggers) all.push_back(DropObject<Trigger>{name});
    std::vector<Operation> had;
    for (const auto& name : removed.views) had.push_back(CreateObject<View>{from.views.at(name)});
    for (auto& drop : drops_of(std::move(had), operations, from)) all.push_back(std::move(drop));
    std::vector<Operation> made;
    for (const auto& [name, view] : to.views)
        if (!from.views.contains(name) || removed.views.contains(name)) made.push_back(CreateObject<View>{view});
    std::ranges::move(take_functions_over(made, operations, to), std::back_inserter(made));
    std::ranges::move(operations, std::back_inserter(all));
    std::ranges::move(in_order_of_use(std::move(made)), std::back_inserter(all));
    for (const auto& [name, trigger] : to.triggers)
        if (!from.triggers.contains(name) || removed.triggers.contains(name))
            all.push_back(CreateObject<Trigger>{trigger});
    return all;
}

} // namespace aludel::migrations
