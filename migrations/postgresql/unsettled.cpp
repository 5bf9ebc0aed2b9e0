#include "migrations/postgresql/unsettled.hpp"

#include "migrations/object_use.hpp"

#include <algorithm>

namespace aludel::migrations::postgresql {
namespace {

/// Both have items that the other does not have, names apart: some of them may be the same.
template <class Item> bool may_agree(const std::vector<Item>& left, const std::vector<Item>& right) {
    const auto lacks = [](const std::vector<Item>& list, Item item) {
        return std::ranges::none_of(list, [&](const Item& other) {
            item.name = other.name;
            return item == other;
        });
    };
    return std::ranges::any_of(left, [&](const Item& item) { return lacks(right, item); }) &&
           std::ranges::any_of(right, [&](const Item& item) { return lacks(left, item); });
}

bool may_agree(const Column& left, const Column& right) {
    return (left.default_value && right.default_value && left.default_value != right.default_value) ||
           (left.generated && right.generated && left.generated != right.generated) ||
           (left.type.kind == Type::Kind::native && left.type != right.type);
}

bool may_agree(const Table& left, const Table& right) {
    const auto in_columns = std::ranges::any_of(left.columns, [&](const Column& column) {
        const auto* other = right.find_column(column.name);
        return other && may_agree(column, *other);
    });
    return in_columns || may_agree(left.checks, right.checks) || may_agree(left.exclusions, right.exclusions) ||
           may_agree(left.indexes, right.indexes);
}

bool may_agree(const auto& left, const auto& right) { return left != right; }

template <class Object>
std::set<Name> unsettled(const std::map<Name, Object>& wanted, const std::map<Name, Object>& found) {
    const bool may_be_renamed =
        std::ranges::any_of(found, [&](const auto& each) { return !wanted.contains(each.first); });
    std::set<Name> names;
    for (const auto& [name, object] : wanted) {
        const auto other = found.find(name);
        if (other == found.end() ? may_be_renamed : may_agree(object, other->second)) names.insert(name);
    }
    return names;
}

class Closure {
public:
    Closure(Unsettled& all, const Schema& schema) : all_(all), schema_(schema) {
        for (const auto& name : std::set(all.functions)) follow(schema.functions.at(name).definition);
        for (const auto& name : std::set(all.views)) follow(schema.views.at(name).definition);
        for (const auto& name : std::set(all.triggers)) {
            const auto& trigger = schema.triggers.at(name);
            if (schema.tables.contains(trigger.table_name())) all.tables.insert(trigger.table_name());
            follow(trigger.definition);
        }
        for (const auto& [name, function] : schema.functions)
            if (std::ranges::any_of(all.tables, [&, &own = name](const Name& table) {
                    return mentions_name(schema.tables.at(table), own.name);
                }))
                all.functions.insert(name);
    }

private:
    void follow(const SqlText& definition) {
        for (const auto& [name, table] : schema_.tables)
            if (mentions_name(definition, name.name)) all_.tables.insert(name);
        for (const auto& [name, view] : schema_.views)
            if (mentions_name(definition, name.name) && all_.views.insert(name).second) follow(view.definition);
        for (const auto& [name, function] : schema_.functions)
            if (mentions_name(definition, name.name) && all_.functions.insert(name).second) follow(function.definition);
    }

    Unsettled& all_;
    const Schema& schema_;
};

} // namespace

Unsettled unsettled(const Schema& wanted, const Schema& found) {
    return {unsettled(wanted.tables, found.tables), unsettled(wanted.functions, found.functions),
            unsettled(wanted.views, found.views), unsettled(wanted.triggers, found.triggers)};
}

Unsettled with_what_they_use(Unsettled of, const Schema& schema) {
    const Closure closure(of, schema);
    return of;
}

} // namespace aludel::migrations::postgresql
