#include "migrations/postgresql/inspect.hpp"

#include "migrations/naming.hpp"
#include "migrations/postgresql/catalog.hpp"
#include "migrations/postgresql/defaults.hpp"
#include "migrations/postgresql/types.hpp"

#include <map>
#include <utility>

namespace aludel::migrations::postgresql {
namespace {

using Oid = std::int64_t;

std::int64_t number(const Row& row, std::size_t index) { return std::get<std::int64_t>(row.at(index)); }
bool flag(const Row& row, std::size_t index) { return number(row, index) != 0; }
/// Empty for NULL.
std::string text(const Row& row, std::size_t index) {
    const auto* value = std::get_if<std::string>(&row.at(index));
    return value ? *value : "";
}

SqlText sql(std::string text) { return {std::move(text), {}}; }

ForeignKey::Action action(const std::string& code) {
    using Action = ForeignKey::Action;
    if (code == "r") return Action::restrict;
    if (code == "c") return Action::cascade;
    if (code == "n") return Action::set_null;
    if (code == "d") return Action::set_default;
    return Action::no_action;
}

Column read_column(const Row& row) {
    Column column;
    column.name = text(row, 1);
    column.type = read_type(text(row, 2));
    if (const auto enumeration = text(row, 9); !enumeration.empty()) {
        column.type = Type();
        column.type.kind = Type::Kind::enumeration;
        column.type.name = enumeration;
    }
    column.nullable = !flag(row, 3);
    if (flag(row, 4)) column.identity.emplace();
    const auto expression = text(row, 6);
    if (flag(row, 5))
        column.generated = Generated{sql(expression), true};
    else if (!column.identity && !expression.empty())
        column.default_value = read_default(expression, column.type);
    column.collation = text(row, 7);
    column.comment = text(row, 8);
    return column;
}

/// The columns of a constraint, and those that it refers to.
struct ColumnPairs {
    std::vector<std::string> own, referred;
};

ForeignKey read_foreign_key(const Row& row, ColumnPairs columns) {
    ForeignKey key;
    key.name = text(row, 2);
    key.columns = std::move(columns.own);
    key.referred_table = {text(row, 5), text(row, 6)};
    key.referred_columns = std::move(columns.referred);
    key.on_delete = action(text(row, 7));
    key.on_update = action(text(row, 8));
    key.deferrable = flag(row, 9);
    key.initially_deferred = flag(row, 10);
    return key;
}

void read_constraint(const Row& row, ColumnPairs columns, Table& table) {
    const auto name = text(row, 2), kind = text(row, 3);
    if (kind == "p") table.primary_key = PrimaryKey{name, std::move(columns.own)};
    if (kind == "u") table.uniques.push_back({name, std::move(columns.own)});
    if (kind == "c") table.checks.push_back({name, sql(text(row, 4))});
    if (kind == "f") table.foreign_keys.push_back(read_foreign_key(row, std::move(columns)));
}

using Tables = std::map<Oid, Table>;

Tables read_tables(Connection& connection) {
    Tables tables;
    for (const auto& row : connection.query(catalog::tables).rows) {
        auto& table = tables[number(row, 0)];
        table.name = {text(row, 1), text(row, 2)};
        table.comment = text(row, 3);
    }
    for (const auto& row : connection.query(catalog::columns).rows)
        tables.at(number(row, 0)).columns.push_back(read_column(row));
    return tables;
}

void read_constraints(Connection& connection, Tables& tables) {
    std::map<Oid, ColumnPairs> columns;
    for (const auto& row : connection.query(catalog::constraint_columns).rows) {
        auto& pairs = columns[number(row, 0)];
        pairs.own.push_back(text(row, 1));
        pairs.referred.push_back(text(row, 2));
    }
    for (const auto& row : connection.query(catalog::constraints).rows)
        read_constraint(row, std::move(columns[number(row, 0)]), tables.at(number(row, 1)));
}

void read_indexes(Connection& connection, Tables& tables) {
    std::map<Oid, std::vector<IndexPart>> parts;
    for (const auto& row : connection.query(catalog::index_parts).rows) {
        IndexPart part;
        part.column = text(row, 1);
        if (part.column.empty()) part.expression = sql(text(row, 2));
        part.descending = flag(row, 3);
        parts[number(row, 0)].push_back(std::move(part));
    }
    for (const auto& row : connection.query(catalog::indexes).rows) {
        Index index{text(row, 2), std::move(parts[number(row, 0)]), flag(row, 3), sql(text(row, 4))};
        tables.at(number(row, 1)).indexes.push_back(std::move(index));
    }
}

} // namespace

Inspection inspect(Connection& connection) {
    auto tables = read_tables(connection);
    read_constraints(connection, tables);
    read_indexes(connection, tables);

    Inspection result;
    for (auto& [oid, table] : tables) {
        name_and_sort(table);
        auto name = table.name;
        result.schema.tables.emplace(std::move(name), std::move(table));
    }
    for (const auto& row : connection.query(catalog::enums).rows) {
        const Name name{text(row, 0), text(row, 1)};
        auto& enumeration = result.schema.enums[name];
        enumeration.name = name;
        enumeration.values.push_back(text(row, 2));
    }
    for (const auto& row : connection.query(catalog::others).rows) result.not_modelled.push_back(text(row, 0));
    result.schema = canonical(std::move(result.schema));
    return result;
}

} // namespace aludel::migrations::postgresql
