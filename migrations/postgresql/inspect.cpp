#include "migrations/postgresql/inspect.hpp"

#include "migrations/operation/lookup.hpp"
#include "migrations/postgresql/catalog.hpp"
#include "migrations/postgresql/counting.hpp"
#include "migrations/postgresql/defaults.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/read.hpp"
#include "migrations/postgresql/types.hpp"
#include "migrations/schema/naming.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace aludel::migrations::postgresql {
namespace {

using Oid = std::int64_t;

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
    if (const auto kind = text(row, 4); !kind.empty())
        column.identity = Identity{.always = kind == "a", .counting = {}};
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
    key.match_full = flag(row, 11);
    return key;
}

void read_constraint(const Row& row, ColumnPairs columns, Table& table) {
    const auto name = text(row, 2), kind = text(row, 3);
    if (kind == "p") table.primary_key = PrimaryKey{name, std::move(columns.own)};
    if (kind == "u") table.uniques.push_back({name, std::move(columns.own), flag(row, 12)});
    if (kind == "c") table.checks.push_back({name, sql(text(row, 4))});
    if (kind == "f") table.foreign_keys.push_back(read_foreign_key(row, std::move(columns)));
}

using Tables = std::map<Oid, Table>;

Tables read_tables(Connection& connection, const Scope& scope) {
    Tables tables;
    for (const auto& row : connection.query(catalog::tables, scope.schemas, scope.history).rows) {
        auto& table = tables[number(row, 0)];
        table.name = {text(row, 1), text(row, 2)};
        table.comment = text(row, 3);
    }
    for (const auto& row : connection.query(catalog::columns, scope.schemas, scope.history).rows)
        tables.at(number(row, 0)).columns.push_back(read_column(row));
    for (const auto& row : connection.query(catalog::countings, scope.schemas, scope.history).rows)
        if (auto* column = tables.at(number(row, 0)).find_column(text(row, 1)); column && column->identity)
            column->identity->counting = normal_counting(read_counting(row, 3), read_type(text(row, 2)));
    return tables;
}

void read_constraints(Connection& connection, const Scope& scope, Tables& tables) {
    std::map<Oid, ColumnPairs> columns;
    for (const auto& row : connection.query(catalog::constraint_columns, scope.schemas, scope.history).rows) {
        auto& pairs = columns[number(row, 0)];
        pairs.own.push_back(text(row, 1));
        pairs.referred.push_back(text(row, 2));
    }
    for (const auto& row : connection.query(catalog::constraints, scope.schemas, scope.history).rows)
        read_constraint(row, std::move(columns[number(row, 0)]), tables.at(number(row, 1)));
}

/// What a row says of an index's part, as an index or an exclusion constraint has it.
struct Part {
    IndexPart index;
    std::string with;
    bool included = false;
};

Part read_part(const Row& row) {
    const auto order = number(row, 3);
    Part part;
    part.index.column = text(row, 1);
    if (part.index.column.empty()) part.index.expression = sql(text(row, 2));
    part.index.descending = (order & 1) != 0;
    part.index.nulls_first = (order & 2) != 0;
    part.index.operator_class = text(row, 4);
    part.with = text(row, 5);
    part.included = flag(row, 6);
    return part;
}

Index read_index(const Row& row, const std::vector<Part>& parts) {
    Index index{.name = text(row, 2),
                .parts = {},
                .unique = flag(row, 3),
                .where = sql(text(row, 4)),
                .method = text(row, 5),
                .include = {},
                .nulls_not_distinct = flag(row, 6)};
    for (const auto& part : parts) {
        if (part.included)
            index.include.push_back(part.index.column);
        else
            index.parts.push_back(part.index);
    }
    return index;
}

Exclusion read_exclusion(const Row& row, const std::vector<Part>& parts) {
    Exclusion exclusion{.name = text(row, 2), .method = text(row, 5), .parts = {}, .where = sql(text(row, 4))};
    for (const auto& part : parts)
        exclusion.parts.push_back({part.index.column, part.index.expression, part.with, part.index.operator_class});
    return exclusion;
}

void read_indexes(Connection& connection, const Scope& scope, Tables& tables) {
    std::map<Oid, std::vector<Part>> parts;
    for (const auto& row : connection.query(catalog::index_parts, scope.schemas, scope.history).rows)
        parts[number(row, 0)].push_back(read_part(row));
    for (const auto& row : connection.query(catalog::indexes, scope.schemas, scope.history).rows) {
        auto& table = tables.at(number(row, 1));
        const auto& own = parts[number(row, 0)];
        if (flag(row, 7))
            table.exclusions.push_back(read_exclusion(row, own));
        else
            table.indexes.push_back(read_index(row, own));
    }
}

void add_other_part(OtherPart part, Inspection& found) {
    part.drop = part.is_index ? "DROP INDEX " + identifier(Name{part.table.schema, part.name})
                              : "ALTER TABLE " + identifier(part.table) + " DROP CONSTRAINT " + identifier(part.name);
    found.not_modelled.push_back(part.line);
    found.other_parts.push_back(std::move(part));
}

void read_others(Connection& connection, const Scope& scope, Inspection& found) {
    for (const auto& row : connection.query(catalog::others, scope.schemas, scope.history).rows)
        found.not_modelled.push_back(text(row, 0));
    for (const auto& row : connection.query(catalog::other_parts, scope.schemas, scope.history).rows)
        add_other_part({{text(row, 0), text(row, 1)}, text(row, 2), flag(row, 3), text(row, 4), ""}, found);
    std::ranges::sort(found.not_modelled);
}

/// A foreign key to what is not modelled (a partitioned table, a key with INCLUDE) is not either.
void leave_out_keys_elsewhere(Inspection& found) {
    for (auto& [name, table] : found.schema.tables)
        std::erase_if(table.foreign_keys, [&, &own = name](const ForeignKey& key) {
            const auto referred = found.schema.tables.find(key.referred_table);
            if (referred != found.schema.tables.end() && has_key(referred->second, key.referred_columns)) return false;
            add_other_part(
                {own, key.name, false, "foreign key " + key.name + " on " + to_string(own) + " (to what is not)", ""},
                found);
            return true;
        });
}

} // namespace

Schema read_schema(Connection& connection, const Scope& scope) {
    auto tables = read_tables(connection, scope);
    read_constraints(connection, scope, tables);
    read_indexes(connection, scope, tables);
    Schema schema;
    for (auto& [oid, table] : tables) {
        name_and_sort(table);
        auto name = table.name;
        schema.tables.emplace(std::move(name), std::move(table));
    }
    read_objects(connection, scope, schema);
    return schema;
}

Inspection inspect(Connection& connection, const HistoryTable& history) {
    const Scope scope{"", identifier(Name{std::string(history.schema), std::string(history.name)})};
    Inspection result{read_schema(connection, scope), {}, {}};
    read_others(connection, scope, result);
    leave_out_keys_elsewhere(result);
    result.schema = canonical(std::move(result.schema));
    return result;
}

} // namespace aludel::migrations::postgresql
