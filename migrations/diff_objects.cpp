// What stands beside the tables: before them what they use, after them what uses them.
#include "migrations/diff_comparison.hpp"
#include "migrations/object_use.hpp"
#include "sql_token.hpp"

#include <algorithm>
#include <set>

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
    return signature(left.definition.common) == signature(right.definition.common) &&
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
        migrations::apply(operation, state_);
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
    for (const auto& [name, function] : comparison.to.functions)
        if (is_used_by_tables(comparison.to, function)) create_or_alter(comparison, function);
}

void create_other_functions(Comparison& comparison) {
    for (const auto& [name, function] : comparison.to.functions) create_or_alter(comparison, function);
}

void drop_what_tables_used(Comparison& comparison) {
    drop_gone<Function>(comparison);
    drop_gone<Sequence>(comparison);
    drop_gone<Extension>(comparison);
}

std::vector<Operation> around_views_and_triggers(std::vector<Operation> operations, const Schema& from,
                                                 const Schema& to) {
    Removed removed(from, to);
    for (const auto& operation : operations) removed.before(operation);
    std::vector<Operation> all;
    for (const auto& name : removed.triggers) all.push_back(DropObject<Trigger>{name});
    auto views = in_order_of_use(from.views);
    std::ranges::reverse(views);
    for (const auto& name : views)
        if (removed.views.contains(name)) all.push_back(DropObject<View>{name});
    std::ranges::move(operations, std::back_inserter(all));
    for (const auto& name : in_order_of_use(to.views))
        if (!from.views.contains(name) || removed.views.contains(name))
            all.push_back(CreateObject<View>{to.views.at(name)});
    for (const auto& [name, trigger] : to.triggers)
        if (!from.triggers.contains(name) || removed.triggers.contains(name))
            all.push_back(CreateObject<Trigger>{trigger});
    return all;
}

} // namespace aludel::migrations
