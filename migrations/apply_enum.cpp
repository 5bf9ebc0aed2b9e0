#include "migrations/apply.hpp"
#include "migrations/lookup.hpp"

#include <algorithm>
#include <set>

namespace aludel::migrations {
namespace {

void check_values(const Name& name, const std::vector<std::string>& values) {
    if (values.empty()) throw OperationError("enum " + quoted(name) + " has no values");
    std::set<std::string_view> seen;
    for (const auto& value : values)
        if (!seen.insert(value).second)
            throw OperationError("enum " + quoted(name) + " has the value " + quoted(value) + " twice");
}

void check_mapping(const AlterEnum& operation, const Enum& before) {
    const auto has = [](const std::vector<std::string>& values, const std::string& value) {
        return std::ranges::find(values, value) != values.end();
    };
    for (const auto& [from, to] : operation.mapping) {
        if (!has(before.values, from))
            throw OperationError("the mapping of enum " + quoted(operation.name) + " names " + quoted(from) +
                                 ", which it does not have");
        if (!has(operation.values, to))
            throw OperationError("the mapping of enum " + quoted(operation.name) + " leads to " + quoted(to) +
                                 ", which is not among its new values");
    }
}

void require_unused(const Schema& schema, const Enum& enumeration) {
    for (const auto& [name, table] : schema.tables)
        for (const auto& column : table.columns)
            if (find_enum(schema, name, column.type) == &enumeration)
                throw OperationError("enum " + quoted(enumeration.name) + " is the type of column " +
                                     quoted(column.name) + " of table " + quoted(name) + ": change or drop that first");
}

} // namespace

void apply_to(Schema& schema, const CreateEnum& operation) {
    const auto& enumeration = operation.enumeration;
    if (enumeration.name.name.empty()) throw OperationError("an enum has no name");
    if (schema.enums.contains(enumeration.name))
        throw OperationError("there is an enum " + quoted(enumeration.name) + " already");
    check_values(enumeration.name, enumeration.values);
    schema.enums.emplace(enumeration.name, enumeration);
}

void apply_to(Schema& schema, const DropEnum& operation) {
    require_unused(schema, require_enum(schema, operation.name));
    schema.enums.erase(operation.name);
}

void apply_to(Schema& schema, const AlterEnum& operation) {
    check_mapping(operation, require_enum(schema, operation.name));
    check_values(operation.name, operation.values);
    schema.enums.find(operation.name)->second.values = operation.values;
}

} // namespace aludel::migrations
