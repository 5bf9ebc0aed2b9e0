// What views, triggers and functions use. Their SQL is a person's own and is not understood here: whoever mentions a
// name is taken to use it. That errs on one side only: something is dropped and made again without need.
#pragma once

#include "migrations/operation/operation.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// Some text of it has this identifier, quoted or not.
bool mentions_name(const SqlText& sql, std::string_view name);
/// A check, default, index or generated column of the table does.
bool mentions_name(const Table& table, std::string_view name);
/// The identifiers of the text, in lower case.
std::set<std::string> mentioned_names(const SqlText& sql);
/// The identifiers of a function, in lower case: also those of its body, which is a string to SQL.
std::set<std::string> mentioned_names(const Function& function);
/// As they are compared with those.
std::string in_lower_case(std::string_view name);
/// It has a `*`: all columns, whichever there are.
bool mentions_all_columns(const SqlText& sql);

/// Views and triggers, by their names.
struct Dependents {
    std::vector<Name> views;
    std::vector<Name> triggers;

    bool empty() const { return views.empty() && triggers.empty(); }
};

/// Those that cannot be there while the operation is done: they use what it renames, drops, or gives another type.
Dependents disturbed_by(const Operation& operation, const Schema& before);

// Each after those of them that it uses.
std::vector<Name> in_order_of_use(const std::map<Name, View>& views);
std::vector<Name> in_order_of_use(const std::map<Name, Function>& functions);
/// What makes views and functions.
std::vector<Operation> in_order_of_use(std::vector<Operation> making);
/// The function that the operation makes or changes, or null.
const Function* made_function(const Operation& operation);

} // namespace aludel::migrations
