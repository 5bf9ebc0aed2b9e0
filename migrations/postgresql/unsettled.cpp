#include "migrations/postgresql/unsettled.hpp"

#include "migrations/operation/object_use.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

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

/// Names by what they are in lower case, without their schemas.
using ByMention = std::map<std::string, std::vector<Name>>;

template <class Object> ByMention by_mention(const std::map<Name, Object>& objects) {
    ByMention result;
    for (const auto& [name, object] : objects) result[in_lower_case(name.name)].push_back(name);
    return result;
}

std::vector<Name> mentioned_by(const std::string& mention, const ByMention& names) {
    const auto found = names.find(mention);
    return found == names.end() ? std::vector<Name>() : found->second;
}

class Closure {
public:
    Closure(Unsettled& all, const Schema& schema)
        : all_(all),
          schema_(schema),
          tables_(by_mention(schema.tables)),
          views_(by_mention(schema.views)),
          functions_(by_mention(schema.functions)) {
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
        for (const auto& mention : mentioned_names(definition)) {
            for (const auto& name : mentioned_by(mention, tables_)) all_.tables.insert(name);
            for (const auto& name : mentioned_by(mention, views_))
                if (all_.views.insert(name).second) follow(schema_.views.at(name).definition);
            for (const auto& name : mentioned_by(mention, functions_))
                if (all_.functions.insert(name).second) follow(schema_.functions.at(name).definition);
        }
    }

    Unsettled& all_;
    const Schema& schema_;
    ByMention tables_, views_, functions_;
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
