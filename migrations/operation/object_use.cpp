#include "migrations/operation/object_use.hpp"

#include "sql_token.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace aludel::migrations {

using detail::identifier_of;
using detail::sql_tokens;
using detail::SqlToken;

namespace {

template <class Wanted> bool any_token(const SqlText& sql, Wanted wanted) {
    const auto in = [&](std::string_view text) { return std::ranges::any_of(sql_tokens(text), wanted); };
    return in(sql.common) || std::ranges::any_of(sql.dialects, [&](const auto& own) { return in(own.second); });
}

/// Names that are not quoted are the same in any case, everywhere but in one database that has no such table then.
bool same_name(std::string_view left, std::string_view right) {
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    return std::ranges::equal(left, right, {}, lower, lower);
}

/// What an operation does to a table, as far as those that use it are concerned.
struct Disturbance {
    Name table;
    std::string column; ///< empty: the whole table
};

bool mentions(const SqlText& definition, const Disturbance& what) {
    if (!mentions_name(definition, what.table.name)) return false;
    return what.column.empty() || mentions_name(definition, what.column) || mentions_all_columns(definition);
}

Dependents dependents_of(const Disturbance& what, const Schema& schema) {
    Dependents found;
    for (const auto& [name, view] : schema.views)
        if (mentions(view.definition, what)) found.views.push_back(name);
    for (const auto& [name, trigger] : schema.triggers) {
        const bool whole = what.column.empty() && trigger.table_name() == what.table;
        if (whole || mentions(trigger.definition, what)) found.triggers.push_back(name);
    }
    return found;
}

/// Users of a view or function, itself apart.
Dependents users_of(const Name& name, const Schema& schema) {
    auto found = dependents_of({name, {}}, schema);
    std::erase(found.views, name);
    return found;
}

void add(Dependents& into, Dependents more) {
    std::ranges::move(more.views, std::back_inserter(into.views));
    std::ranges::move(more.triggers, std::back_inserter(into.triggers));
}

bool only_adds(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    auto at = after.begin();
    for (const auto& value : before) {
        at = std::find(at, after.end(), value);
        if (at == after.end()) return false;
    }
    return true;
}

Dependents disturbed(const RenameTable& operation, const Schema& schema) {
    return dependents_of({operation.table, {}}, schema);
}
Dependents disturbed(const DropTable& operation, const Schema& schema) {
    return dependents_of({operation.table, {}}, schema);
}
Dependents disturbed(const RenameColumn& operation, const Schema& schema) {
    return dependents_of({operation.table, operation.column}, schema);
}
Dependents disturbed(const DropColumn& operation, const Schema& schema) {
    return dependents_of({operation.table, operation.column}, schema);
}
Dependents disturbed(const AlterColumn& operation, const Schema& schema) {
    if (!operation.type && !operation.generated && !operation.collation) return {};
    return dependents_of({operation.table, operation.column}, schema);
}
Dependents disturbed(const AlterEnum& operation, const Schema& schema) {
    Dependents found;
    const auto enumeration = schema.enums.find(operation.name);
    if (enumeration == schema.enums.end() || only_adds(enumeration->second.values, operation.values)) return found;
    for (const auto& [name, table] : schema.tables)
        for (const auto& column : table.columns)
            if (find_enum(schema, name, column.type) == &enumeration->second)
                add(found, dependents_of({name, column.name}, schema));
    return found;
}
Dependents disturbed(const DropObject<View>& operation, const Schema& schema) {
    return users_of(operation.name, schema);
}
Dependents disturbed(const DropObject<Function>& operation, const Schema& schema) {
    return users_of(operation.name, schema);
}
template <class Other> Dependents disturbed(const Other&, const Schema&) { return {}; }

/// A string's text: `'…'`, `E'…'`, `$tag$…$tag$`. Quotes within stay doubled: there, too, all is taken for names.
std::string_view inside_of_string(std::string_view text) {
    const auto open = text.find_first_of("'$");
    if (open == text.npos || open > 1) return {}; // a comment, or space
    const auto end = text[open] == '$' ? text.find('$', open + 1) : open;
    const auto size = end + 1 - open;
    return text.size() < end + 1 + size ? std::string_view() : text.substr(end + 1, text.size() - end - 1 - size);
}

/// `depth`: of strings that are looked into.
void collect_names(std::string_view sql, int depth, std::set<std::string>& names) {
    for (const auto& token : sql_tokens(sql)) {
        if (token.kind == SqlToken::Kind::word || token.kind == SqlToken::Kind::quoted)
            names.insert(in_lower_case(identifier_of(token)));
        else if (depth > 0 && token.kind == SqlToken::Kind::opaque)
            collect_names(inside_of_string(token.text), depth - 1, names);
    }
}
std::set<std::string> names_in(const SqlText& sql, int depth) {
    std::set<std::string> names;
    collect_names(sql.common, depth, names);
    for (const auto& [dialect, own] : sql.dialects) collect_names(own, depth, names);
    return names;
}

/// A view or function that is put in order.
struct Ordered {
    std::string name; ///< in lower case, without its schema
    std::set<std::string> uses;

    explicit Ordered(const View& view) : name(in_lower_case(view.name.name)), uses(mentioned_names(view.definition)) {}
    explicit Ordered(const Function& function)
        : name(in_lower_case(function.name.name)), uses(mentioned_names(function)) {}
};

class OrderOfUse {
public:
    explicit OrderOfUse(const std::vector<Ordered>& objects) : objects_(objects), seen_(objects.size()) {
        for (std::size_t i = 0; i < objects.size(); ++i) visit(i);
    }
    std::vector<std::size_t> order;

private:
    void visit(std::size_t i) {
        if (seen_[i]) return;
        seen_[i] = true;
        for (std::size_t other = 0; other < objects_.size(); ++other)
            if (objects_[i].uses.contains(objects_[other].name)) visit(other);
        order.push_back(i);
    }

    const std::vector<Ordered>& objects_;
    std::vector<bool> seen_;
};

template <class Object> std::vector<Name> ordered_names(const std::map<Name, Object>& all) {
    std::vector<Name> names;
    std::vector<Ordered> objects;
    for (const auto& [name, object] : all) {
        names.push_back(name);
        objects.emplace_back(object);
    }
    std::vector<Name> result;
    for (const auto i : OrderOfUse(objects).order) result.push_back(names[i]);
    return result;
}

} // namespace

bool mentions_name(const SqlText& sql, std::string_view name) {
    return any_token(sql, [&](const SqlToken& token) {
        return (token.kind == SqlToken::Kind::word || token.kind == SqlToken::Kind::quoted) &&
               same_name(identifier_of(token), name);
    });
}

bool mentions_name(const Table& table, std::string_view name) {
    const auto in = [&](const SqlText& sql) { return mentions_name(sql, name); };
    const auto in_column = [&](const Column& column) {
        return (column.default_value && in(column.default_value->sql)) ||
               (column.generated && in(column.generated->expression));
    };
    const auto in_parts = [&](const auto& item) {
        return in(item.where) || std::ranges::any_of(item.parts, [&](const auto& part) { return in(part.expression); });
    };
    return std::ranges::any_of(table.columns, in_column) ||
           std::ranges::any_of(table.checks, [&](const Check& check) { return in(check.expression); }) ||
           std::ranges::any_of(table.indexes, in_parts) || std::ranges::any_of(table.exclusions, in_parts);
}

std::set<std::string> mentioned_names(const SqlText& sql) { return names_in(sql, 0); }

std::set<std::string> mentioned_names(const Function& function) {
    constexpr int of_body_and_what_it_executes = 2;
    return names_in(function.definition, of_body_and_what_it_executes);
}

std::string in_lower_case(std::string_view name) {
    std::string lower(name);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lower;
}

bool mentions_all_columns(const SqlText& sql) {
    return any_token(sql, [](const SqlToken& token) { return token.text == "*"; });
}

Dependents disturbed_by(const Operation& operation, const Schema& before) {
    if (before.views.empty() && before.triggers.empty()) return {};
    return std::visit([&](const auto& each) { return disturbed(each, before); },
                      static_cast<const Operation::variant&>(operation));
}

std::vector<Name> in_order_of_use(const std::map<Name, View>& views) { return ordered_names(views); }
std::vector<Name> in_order_of_use(const std::map<Name, Function>& functions) { return ordered_names(functions); }

std::vector<Operation> in_order_of_use(std::vector<Operation> making) {
    std::vector<Ordered> objects;
    for (const auto& operation : making) {
        if (const auto* function = made_function(operation))
            objects.emplace_back(*function);
        else
            objects.emplace_back(std::get<CreateObject<View>>(operation).object);
    }
    std::vector<Operation> result;
    for (const auto i : OrderOfUse(objects).order) result.push_back(std::move(making[i]));
    return result;
}

const Function* made_function(const Operation& operation) {
    if (const auto* create = std::get_if<CreateObject<Function>>(&operation)) return &create->object;
    if (const auto* alter = std::get_if<AlterObject<Function>>(&operation)) return &alter->object;
    return nullptr;
}

} // namespace aludel::migrations
