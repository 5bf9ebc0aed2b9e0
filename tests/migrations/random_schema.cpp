#include "tests/migrations/random_schema.hpp"

#include "migrations/operation/lookup.hpp"
#include "migrations/schema/naming.hpp"
#include "migrations/schema/sql_tokens.hpp"

#include <algorithm>
#include <array>

namespace aludel::migrations::testing {
namespace {

using Kind = Type::Kind;

std::string sql_name(const std::string& name) {
    if (is_plain_identifier(name)) return name;
    std::string text = "\"";
    for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
}

bool is_number(const Type& type) {
    return is_integer(type) || type.kind == Kind::real || type.kind == Kind::double_precision ||
           type.kind == Kind::decimal;
}

/// True of every row that a default makes.
std::string condition(const Column& column) {
    const auto name = sql_name(column.name);
    if (is_number(column.type)) return name + " >= -1000";
    if (is_textual(column.type)) return "length(" + name + ") < 1000 or " + name + " = '" + "it''s'";
    return name + " is not null or " + name + " is null";
}

std::vector<Column> comparable_columns(const Table& table) {
    std::vector<Column> columns;
    for (const auto& column : table.columns)
        if (is_integer(column.type) || is_textual(column.type) || column.type.kind == Kind::date)
            columns.push_back(column);
    return columns;
}

std::vector<std::vector<std::string>> keys_of(const Table& table) {
    std::vector<std::vector<std::string>> keys;
    if (table.primary_key) keys.push_back(table.primary_key->columns);
    for (const auto& unique : table.uniques) keys.push_back(unique.columns);
    return keys;
}

} // namespace

std::string RandomSchema::new_name() {
    static constexpr std::array plain{"hero",    "team", "power",   "name", "age",
                                      "mission", "base", "rank_of", "born", "note"};
    static constexpr std::array strange{
        "secret name", "order",      "select",    "na\xc3\xafve", "quo\"te", "it's", "\xe5\x90\x8d\xe5\x89\x8d",
        "Mixed",       "semi;colon", "percent%s", "back`tick",    "[b]"};
    const bool is_strange = options_.strange_names && chance(30);
    const std::string word = is_strange ? any_of(strange) : any_of(plain);
    return word + (is_strange && chance(50) ? " " : "_") + std::to_string(++names_);
}

Type RandomSchema::type(const Schema& schema) {
    static const std::vector<Type> types{
        {.kind = Kind::boolean},     {.kind = Kind::smallint},
        {.kind = Kind::integer},     {.kind = Kind::bigint},
        {.kind = Kind::real},        {.kind = Kind::double_precision},
        {.kind = Kind::text},        {.kind = Kind::varchar, .length = 80},
        {.kind = Kind::bytes},       {.kind = Kind::date},
        {.kind = Kind::time},        {.kind = Kind::timestamp},
        {.kind = Kind::timestamptz}, {.kind = Kind::uuid},
        {.kind = Kind::json},        {.kind = Kind::decimal, .precision = 10, .scale = 2}};
    if (options_.enums && !schema.enums.empty() && chance(15)) {
        const auto& [name, enumeration] = any_of(schema.enums);
        return Type{.kind = Kind::enumeration, .name = name.name};
    }
    return any_of(types);
}

Default RandomSchema::default_of(const Schema& schema, const Type& type) {
    const auto literal = [](std::string text) {
        return Default{.kind = Default::Kind::literal, .literal = std::move(text)};
    };
    switch (type.kind) {
    case Kind::boolean: return literal(chance(50) ? "true" : "false");
    case Kind::smallint:
    case Kind::integer:
    case Kind::bigint: return literal(std::to_string(below(200) - 100));
    case Kind::real:
    case Kind::double_precision: return literal("1.5");
    case Kind::decimal: return literal("12.25");
    case Kind::text:
    case Kind::varchar: return literal(chance(30) ? "" : chance(50) ? "it's" : "text " + std::to_string(below(10)));
    case Kind::date: return literal("2026-11-23");
    case Kind::time: return literal("06:00:00");
    case Kind::timestamp:
    case Kind::timestamptz: return Default{.kind = Default::Kind::now};
    case Kind::uuid: return literal("6f1c2f1e-0000-4000-8000-000000000000");
    case Kind::json: return literal("{\"a\": [1, 2]}");
    case Kind::enumeration: return literal(schema.enums.at({"", type.name}).values.front());
    case Kind::bytes:
    case Kind::native: break;
    }
    return Default{.kind = Default::Kind::sql, .sql = {"NULL", {}}};
}

Column RandomSchema::column(const Schema& schema) {
    Column column{.name = new_name(), .type = type(schema)};
    if (chance(40) && column.type.kind != Kind::bytes) column.default_value = default_of(schema, column.type);
    column.nullable = chance(60) || (!options_.unfilled_columns && !column.default_value);
    if (chance(10)) column.comment = "about " + column.name;
    return column;
}

Check RandomSchema::check(const Table& table) { return {"ck_" + new_name(), {condition(any_of(table.columns)), {}}}; }

Index RandomSchema::index(const Table& table) {
    Index index{.name = "ix_" + new_name()};
    const auto columns = comparable_columns(table);
    const auto& first = columns.empty() ? table.columns.front() : any_of(columns);
    if (is_textual(first.type) && chance(30))
        index.parts.push_back({{}, {"lower(" + sql_name(first.name) + ")", {}}, false});
    else
        index.parts.push_back({first.name, {}, chance(20)});
    if (chance(20)) index.where.common = condition(first);
    if (!options_.exclusions) return index;
    if (chance(15)) index.parts.front().nulls_first = chance(50);
    if (chance(15) && table.columns.back().name != first.name) index.include = {table.columns.back().name};
    return index;
}

Identity RandomSchema::identity() {
    if (!options_.exclusions || chance(70)) return {};
    Identity identity{.always = chance(30), .autoincrement = chance(50)};
    if (chance(50)) identity.counting.start = 100 + below(10);
    if (chance(50)) identity.counting.increment = 1 + below(5);
    return identity;
}

Exclusion RandomSchema::exclusion(const Table& table) {
    const auto columns = comparable_columns(table);
    return {.name = "ex_" + new_name(),
            .method = "btree",
            .parts = {{.column = (columns.empty() ? table.columns.front() : any_of(columns)).name, .with = "="}}};
}

/// Of some columns, with a condition or without.
View RandomSchema::view(const Table& table) {
    std::string columns;
    for (const auto& column : table.columns)
        if (chance(50)) columns += (columns.empty() ? "" : ", ") + sql_name(column.name);
    if (columns.empty()) columns = chance(50) ? "*" : "count(*) AS number";
    const auto where = chance(30) ? " WHERE " + condition(any_of(table.columns)) : "";
    return {{"", new_name()}, {"SELECT " + columns + " FROM " + sql_name(table.name.name) + where, {}}};
}

/// Triggers that change nothing, in each database's words.
Trigger RandomSchema::trigger(const Table& table) {
    const auto name = sql_name(table.name.name);
    const auto column = sql_name(any_of(table.columns).name);
    return {{"", "tr_" + new_name()},
            table.name.name,
            {"",
             {{"sqlite", "AFTER UPDATE OF " + column + " ON " + name + " BEGIN SELECT NEW." + column + "; END"},
              {"postgresql", "BEFORE UPDATE OF " + column + " ON " + name +
                                 " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"}}}};
}

void RandomSchema::add_objects(Schema& schema) {
    if (chance(50)) {
        Sequence sequence{{"", new_name()}, {}};
        if (chance(50)) sequence.counting.start = 10;
        schema.sequences.emplace(sequence.name, sequence);
    }
    if (chance(50)) {
        Function function{{"", "f_" + new_name()}, {}};
        function.definition.dialects["postgresql"] =
            "(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT $1 + " + std::to_string(below(9)) + " $$";
        schema.functions.emplace(function.name, function);
    }
    for (const auto& [name, table] : schema.tables) {
        if (chance(30)) {
            auto made = view(table);
            viewed_[made.name] = name;
            schema.views.emplace(made.name, std::move(made));
        }
        if (chance(20)) {
            auto made = trigger(table);
            schema.triggers.emplace(made.name, std::move(made));
        }
    }
}

void RandomSchema::follow(Schema& schema, const Schema& before) {
    for (const auto& [name, old] : before.views) {
        const auto table = schema.tables.find(viewed_.at(name));
        if (table == schema.tables.end() || chance(10)) continue;
        const auto unchanged = before.tables.find(table->first);
        const bool fits = unchanged != before.tables.end() && unchanged->second == table->second;
        auto now = view(table->second);
        now.name = name;
        schema.views.emplace(name, fits && chance(80) ? old : now);
    }
    for (const auto& [name, old] : before.triggers) {
        const auto table = schema.tables.find(old.table_name());
        if (table == schema.tables.end() || chance(10)) continue;
        const auto unchanged = before.tables.find(table->first);
        const bool fits = unchanged != before.tables.end() && unchanged->second == table->second;
        auto now = trigger(table->second);
        now.name = name;
        schema.triggers.emplace(name, fits ? old : now);
    }
}

Table RandomSchema::table(const Schema& schema) {
    Table table{.name = {"", new_name()}};
    if (chance(80)) {
        table.columns.push_back({.name = new_name(), .type = {.kind = Kind::bigint}, .nullable = false});
        if (chance(70)) table.columns.back().identity = identity();
        table.primary_key = PrimaryKey{{}, {table.columns.front().name}};
    } else {
        table.columns.push_back({.name = new_name(), .type = {.kind = Kind::text}, .nullable = false});
        table.columns.push_back({.name = new_name(), .type = {.kind = Kind::integer}, .nullable = false});
        table.primary_key = PrimaryKey{{}, {table.columns[0].name, table.columns[1].name}};
    }
    for (int i = below(options_.columns); i >= 0; --i) table.columns.push_back(column(schema));
    const auto columns = comparable_columns(table);
    if (chance(40)) table.uniques.push_back({{}, {any_of(columns).name}, options_.exclusions && chance(20)});
    if (chance(40)) table.checks.push_back(check(table));
    if (chance(50)) table.indexes.push_back(index(table));
    if (options_.generated && chance(25) && is_integer(columns.front().type))
        table.columns.push_back({.name = new_name(),
                                 .type = {.kind = Kind::bigint},
                                 .generated = Generated{{sql_name(columns.front().name) + " * 2", {}}, true}});
    if (chance(10)) table.comment = "a table's comment";
    if (options_.exclusions && chance(10)) table.exclusions.push_back(exclusion(table));
    table.without_rowid = options_.exclusions && chance(10);
    name_and_sort(table);
    return table;
}

/// With columns of its own, of the types of the key that they refer to.
void RandomSchema::add_foreign_key(Schema& schema, Table& from, const Table& to) {
    const auto keys = keys_of(to);
    if (keys.empty()) return;
    const auto referred = any_of(keys);
    ForeignKey key{.name = "fk_" + new_name(), .referred_table = to.name, .referred_columns = referred};
    std::vector<Column> columns;
    for (const auto& name : referred) {
        columns.push_back({.name = new_name(), .type = to.find_column(name)->type});
        key.columns.push_back(columns.back().name);
    }
    key.on_delete = chance(50) ? ForeignKey::Action::cascade : ForeignKey::Action::set_null;
    key.deferrable = chance(20);
    key.initially_deferred = key.deferrable && chance(50);
    const Name name = from.name;
    for (auto& each : columns) migrations::apply(Operation(AddColumn{name, each, {}}), schema);
    migrations::apply(Operation(CreateForeignKey{name, key}), schema);
}

Schema RandomSchema::schema() {
    Schema schema;
    for (int i = options_.enums ? below(3) : 0; i > 0; --i) {
        Enum enumeration{{"", new_name()}, {"red", "green", "it's blue"}};
        schema.enums.emplace(enumeration.name, enumeration);
    }
    for (int i = 0; i < options_.tables; ++i) {
        auto made = table(schema);
        schema.tables.emplace(made.name, made);
    }
    for (int i = 0; i < options_.tables; ++i) {
        auto from = std::next(schema.tables.begin(), below(options_.tables));
        auto to = std::next(schema.tables.begin(), below(options_.tables));
        if (options_.cycles || to->first < from->first) add_foreign_key(schema, from->second, to->second);
    }
    if (options_.objects) add_objects(schema);
    return schema;
}

} // namespace aludel::migrations::testing
