#include "migrations/operation/apply.hpp"
#include "migrations/operation/lookup.hpp"

#include <algorithm>
#include <set>

namespace aludel::migrations {
namespace {

void check_values(const Name& name, const std::vector<std::string>& values) {
    if (values.empty()) throw OperationError("enum " + in_quotes(name) + " has no values");
    std::set<std::string_view> seen;
    for (const auto& value : values)
        if (!seen.insert(value).second)
            throw OperationError("enum " + in_quotes(name) + " has the value " + in_quotes(value) + " twice");
}

void check_mapping(const AlterEnum& operation, const Enum& before) {
    const auto has = [](const std::vector<std::string>& values, const std::string& value) {
        return std::ranges::find(values, value) != values.end();
    };
    for (const auto& [from, to] : operation.mapping) {
        if (!has(before.values, from))
            throw OperationError("the mapping of enum " + in_quotes(operation.name) + " names " + in_quotes(from) +
                                 ", which it does not have");
        if (!has(operation.values, to))
            throw OperationError("the mapping of enum " + in_quotes(operation.name) + " leads to " + in_quotes(to) +
                                 ", which is not among its new values");
    }
}

void require_unused(const Schema& schema, const Enum& enumeration) {
    for (const auto& [name, table] : schema.tables)
        for (const auto& column : table.columns)
            if (find_enum(schema, name, column.type) == &enumeration)
                throw OperationError("enum " + in_quotes(enumeration.name) + " is the type of column " +
                                     in_quotes(column.name) + " of table " + in_quotes(name) +
                                     ": change or drop that first");
}

void require_defaults(const Schema& schema, const Enum& before, const std::vector<std::string>& values) {
    for (const auto& [name, table] : schema.tables)
        for (const auto& column : table.columns)
            if (find_enum(schema, name, column.type) == &before && has_default_without(column, values))
                throw OperationError("the default of column " + in_quotes(column.name) + " of table " +
                                     in_quotes(name) + " is " + in_quotes(column.default_value->literal) +
                                     ", which enum " + in_quotes(before.name) +
                                     " is about to lose: change the default before (alter_column)");
}

} // namespace

void apply_to(Schema& schema, const CreateEnum& operation) {
    const auto& enumeration = operation.enumeration;
    if (enumeration.name.name.empty()) throw OperationError("an enum has no name");
    if (schema.enums.contains(enumeration.name))
        throw OperationError("there is an enum " + in_quotes(enumeration.name) + " already");
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
    require_defaults(schema, require_enum(schema, operation.name), operation.values);
    schema.enums.find(operation.name)->second.values = operation.values;
}

} // namespace aludel::migrations
