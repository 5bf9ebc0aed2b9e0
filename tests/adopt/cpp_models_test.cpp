// Schemas as headers, and back: what the compiled structs say is the schema.
#include "migrations/cpp_models/cpp_models.hpp"
#include "migrations/dialect.hpp"
#include "migrations/diff/diff.hpp"
#include "migrations/revision/revision_file.hpp"
#include "migrations/schema/filter.hpp"
#include "migrations/schema/naming.hpp"
#include "tests/adopt/compiled_models.hpp"
#include "tests/migrations/random_schema.hpp"

#include <gtest/gtest.h>

#include <random>

namespace aludel::migrations::testing {
namespace {

using Kind = Type::Kind;

void expect_same(const Schema& written, const CppModels& models) {
    EXPECT_EQ(models.left_out, std::vector<std::string>());
    const auto compiled = compiled_models(models.text).schema;
    EXPECT_TRUE(diff(written, compiled).operations.empty()) << models.text << write_schema(compiled);
    EXPECT_TRUE(diff(compiled, written).operations.empty()) << models.text;
    EXPECT_EQ(write_schema(compiled), write_schema(written)) << models.text;
}

/// As `dialect` has it: strings, spaces, quotes in names; cycles; all that schemas by chance have.
void expect_random(const std::string& dialect) {
    const auto seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto schema = RandomSchema(seed, {.tables = 30, .columns = 8}).schema();
    const auto canonical = find_dialect(dialect)->canonical(schema);
    expect_same(canonical, write_cpp_models(canonical, {}));
}

TEST(CppModels, SayAnySchemaOfSqlite) { expect_random("sqlite"); }
TEST(CppModels, SayAnySchemaOfPostgresql) { expect_random("postgresql"); }
/// With each database's own SQL in it; and a part of it.
TEST(CppModels, SayAnySchemaOfNoDatabase) {
    const auto seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto schema = filtered(RandomSchema(seed, {.tables = 20}).schema(), {.include = {}, .exclude = {"*1*"}});
    expect_same(schema, write_cpp_models(schema, {}));
}

Schema read(const std::string& yaml) { return read_schema(yaml, "schema.yaml"); }

TEST(CppModels, SayNothingOfAnEmptyDatabase) { expect_same({}, write_cpp_models({}, {"rule r on t\\", "a\nb"})); }

TEST(CppModels, SayTextsAsTheyAre) {
    const std::string texts[] = {"a\nb",
                                 "tab\t\"quoted\" \\ back",
                                 ")sql\" \n )sql_\"",
                                 "?\?=",
                                 "größe",
                                 "\x01\x7f",
                                 "\xe2\x80\xae"
                                 "right to left",
                                 "line\r\nends",
                                 "'",
                                 "%s\\n"};
    Table table{.name = {"", "t"}};
    for (const auto& text : texts)
        table.columns.push_back({.name = "c" + std::to_string(table.columns.size()),
                                 .default_value = Default{.literal = text},
                                 .comment = "c" + text});
    name_and_sort(table);
    Schema schema;
    schema.tables.emplace(table.name, table);
    schema.tables.at(table.name).columns.back().default_value->literal = std::string("a\0b", 3);
    const auto compiled = compiled_models(write_cpp_models(schema, {}).text).schema;
    EXPECT_EQ(compiled.tables.at(table.name), schema.tables.at(table.name));
}

TEST(CppModels, GiveWhatCollidesAnotherName) {
    Schema schema;
    const auto add = [&](Name name, std::vector<std::string> columns) {
        Table table{.name = std::move(name)};
        for (auto& column : columns)
            table.columns.push_back({.name = std::move(column), .type = {.kind = Kind::integer}});
        table.columns.front().nullable = false;
        table.primary_key = PrimaryKey{{}, {table.columns.front().name}};
        name_and_sort(table);
        schema.tables.emplace(table.name, table);
    };
    add({"", "team"}, {"id", "table", "class", "Team", "team", "a b", "a_b", "a-b", "A_B", "EOF", "2", "", "errno"});
    schema.tables.at({"", "team"}).columns[11].name = " ";
    add({"", "Team"}, {"std", "aludel", "_Reserved", "double__underscore", "_id", "int"});
    add({"app", "team"}, {"名前", "größe", "e\u0301", "🙂"});
    add({"", "order details"}, {"Order", "OrderDetails", "Mood"});
    schema.enums[{"", "mood"}] = {{"", "mood"}, {"glad", "so-so", "so so", "SAD", "sad", "class", "1"}};
    schema.enums[{"app", "mood"}] = {{"app", "mood"}, {"glad"}};
    schema.tables.at({"", "team"}).columns[1].type = {.kind = Kind::enumeration, .name = "mood"};
    schema.tables.at({"app", "team"}).columns[1].type = {.kind = Kind::enumeration, .name = "mood"};
    expect_same(schema, write_cpp_models(schema, {}));
}

TEST(CppModels, SayEveryOption) {
    const auto schema = read(R"yaml(
enums:
  - {name: mood, values: [glad, sad]}
  - {name: unused, values: [x]}
tables:
  - table: child
    schema: app
    columns:
      - {name: id, type: bigint, nullable: false, identity: {always: true, start: -9223372036854775808, minimum: -9223372036854775808, cycle: true}}
      - {name: parent_id, type: bigint}
      - {name: other, type: text}
    primary_key: {name: child_pkey, columns: [id]}
    foreign_keys:
      - {name: to_parent, columns: [parent_id], references: {schema: app, table: parent, columns: [id]}, on_delete: set null, on_update: cascade, match_full: true, deferrable: true, initially_deferred: true}
  - table: parent
    schema: app
    columns:
      - {name: id, type: bigint, nullable: false}
      - {name: favourite, type: bigint}
      - {name: number, type: decimal, default: "0.00"}
      - {name: price, type: "decimal(10, 2)", default: "1.5"}
      - {name: huge, type: double, default: "1e300"}
      - {name: large, type: integer, default: "5000000000"}
      - {name: at, type: text, default: {now: true}}
      - {name: words, type: native tsvector}
      - {name: list, type: "native character varying(20)[]", default: {sql: "'{}'::text[]"}}
      - {name: mood, type: enum mood, default: glad}
      - {
name:
    twice, type : bigint, generated : {
    sql:
        id * 2
    }
}
    primary_key: {name: pk_parent, columns: [id]}
    foreign_keys:
      - {name: fk_parent_favourite_child, columns: [favourite], references: {schema: app, table: child, columns: [id]}}
      - {name: self, columns: [id], references: {schema: app, table: parent, columns: [id]}}
  - table: parent
    columns:
      - {name: id, type: bigint, nullable: false}
    primary_key: {name: pk_parent, columns: [id]}
)yaml");
    expect_same(schema, write_cpp_models(schema, {}));
}

TEST(CppModels, NameWhatTheyCannotSay) {
    Schema schema;
    Table wide{.name = {"", "wide"}};
    for (int i = 0; i < 300; ++i) wide.columns.push_back({.name = "c" + std::to_string(i)});
    Table plain{.name = {"", "plain"}, .columns = {{.name = "id", .type = {.kind = Kind::integer}}}};
    plain.columns.push_back(
        {.name = "at", .type = {.kind = Kind::bigint}, .default_value = Default{.kind = Default::Kind::now}});
    plain.indexes.push_back({.name = std::string(64, 'x'), .parts = {{.column = "id"}}});
    plain.foreign_keys.push_back(
        {.name = "gone", .columns = {"id"}, .referred_table = {"", "wide"}, .referred_columns = {"c0"}});
    schema.tables = {{wide.name, wide}, {plain.name, plain}};
    schema.triggers[{"", "t"}] = {{"", "t"}, "wide", {"AFTER UPDATE ON wide BEGIN SELECT 1; END", {}}};
    const auto models = write_cpp_models(schema, {"rule r on plain"});
    ASSERT_EQ(models.left_out.size(), 5u);
    EXPECT_EQ(models.left_out[0], "table wide: it has more than 256 columns");
    EXPECT_EQ(models.left_out[1], "default of plain.at: the time of the insert is no number");
    for (const auto& line : models.left_out)
        EXPECT_NE(models.text.find("//   " + line), std::string::npos) << models.text;
    EXPECT_NE(models.text.find("//   rule r on plain"), std::string::npos);
    EXPECT_EQ(compiled_models(models.text).schema.tables.size(), 1u);
}

} // namespace
} // namespace aludel::migrations::testing
