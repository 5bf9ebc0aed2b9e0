#include "migrations/schema/schema.hpp"

#include <algorithm>

namespace aludel::migrations {

std::string to_string(const Name& name) { return name.schema.empty() ? name.name : name.schema + "." + name.name; }

bool Unique::operator==(const Unique& other) const {
    return name == other.name && nulls_not_distinct == other.nulls_not_distinct &&
           std::ranges::is_permutation(columns, other.columns);
}

const Column* Table::find_column(std::string_view column) const {
    const auto found = std::ranges::find(columns, column, &Column::name);
    return found == columns.end() ? nullptr : &*found;
}

Column* Table::find_column(std::string_view column) {
    const auto found = std::ranges::find(columns, column, &Column::name);
    return found == columns.end() ? nullptr : &*found;
}

Schema with_sorted_columns(Schema schema) {
    for (auto& [name, table] : schema.tables) std::ranges::sort(table.columns, {}, &Column::name);
    return schema;
}

const Enum* find_enum(const Schema& schema, const Name& table, const Type& type) {
    if (type.kind != Type::Kind::enumeration) return nullptr;
    auto found = schema.enums.find(Name{table.schema, type.name});
    if (found == schema.enums.end()) found = schema.enums.find(Name{"", type.name});
    return found == schema.enums.end() ? nullptr : &found->second;
}

Constraint find_constraint(const Table& table, std::string_view name) {
    if (table.primary_key && table.primary_key->name == name) return &*table.primary_key;
    if (const auto* unique = find_named(table.uniques, name)) return unique;
    if (const auto* check = find_named(table.checks, name)) return check;
    if (const auto* key = find_named(table.foreign_keys, name)) return key;
    if (const auto* exclusion = find_named(table.exclusions, name)) return exclusion;
    return std::monostate{};
}

} // namespace aludel::migrations
