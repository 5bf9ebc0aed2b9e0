#include "migrations/postgresql/unchecked.hpp"

#include "migrations/operation/object_use.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <variant>

namespace aludel::migrations::postgresql {
namespace {

constexpr std::string_view unchecked_begin = "SET LOCAL check_function_bodies = off;\n";
constexpr std::string_view unchecked_end = "\n;\nSET LOCAL check_function_bodies TO DEFAULT";

using Names = std::set<std::string>;

bool mentions(const Names& mentioned, const Name& name) { return mentioned.contains(in_lower_case(name.name)); }

bool mentions_any(const Names& mentioned, std::span<const Operation> operations);

// What beside a table the operation makes or changes.
bool mentions_subject(const Names& mentioned, const RenameTable& operation) {
    return mentioned.contains(in_lower_case(operation.to));
}
bool mentions_subject(const Names& mentioned, const CreateEnum& operation) {
    return mentions(mentioned, operation.enumeration.name);
}
bool mentions_subject(const Names& mentioned, const AlterEnum& operation) {
    return mentions(mentioned, operation.name);
}
template <class Object> bool mentions_subject(const Names& mentioned, const CreateObject<Object>& operation) {
    return mentions(mentioned, operation.object.name);
}
template <class Object> bool mentions_subject(const Names& mentioned, const AlterObject<Object>& operation) {
    return mentions(mentioned, operation.object.name);
}
bool mentions_subject(const Names& mentioned, const Execute& operation) {
    return mentions_any(mentioned, operation.state);
}
template <class Other> bool mentions_subject(const Names&, const Other&) { return false; }

bool mentions_any(const Names& mentioned, std::span<const Operation> operations) {
    return std::ranges::any_of(operations, [&](const Operation& operation) {
        const auto table = table_of(operation);
        return (table && mentions(mentioned, *table)) ||
               std::visit([&](const auto& each) { return mentions_subject(mentioned, each); },
                          static_cast<const Operation::variant&>(operation));
    });
}

} // namespace

bool uses_later(const Function& function, std::span<const Operation> later) {
    const auto mentioned = mentioned_names(function);
    return mentions(mentioned, function.name) || mentions_any(mentioned, later);
}

std::string unchecked(std::string_view statement) {
    return std::string(unchecked_begin).append(statement).append(unchecked_end);
}

bool is_unchecked(std::string_view sql) { return sql.starts_with(unchecked_begin) && sql.ends_with(unchecked_end); }

} // namespace aludel::migrations::postgresql
