#include "migrations/diff/diff.hpp"

#include <gtest/gtest.h>

#include <iterator>

namespace aludel::migrations {
namespace {

Column column(std::string name, Type::Kind kind = Type::Kind::integer, bool nullable = true) {
    return {.name = std::move(name), .type = {.kind = kind}, .nullable = nullable};
}

Table table_with_id(const std::string& name) {
    Table table{.name = {"", name}};
    table.columns = {{.name = "id", .type = {.kind = Type::Kind::bigint}, .nullable = false, .identity = Identity{}}};
    table.primary_key = PrimaryKey{"pk_" + name, {"id"}};
    return table;
}

ForeignKey reference(const std::string& from, const std::string& column, const std::string& to) {
    return {.name = "fk_" + from + "_" + column + "_" + to,
            .columns = {column},
            .referred_table = {"", to},
            .referred_columns = {"id"}};
}

/// `hero` refers to `team`.
Schema heroes() {
    auto team = table_with_id("team");
    team.columns.push_back(column("name", Type::Kind::text, false));
    team.uniques = {{"uq_team_name", {"name"}}};
    auto hero = table_with_id("hero");
    hero.columns.push_back(column("name", Type::Kind::text, false));
    hero.columns.push_back(column("age"));
    hero.columns.push_back(column("team_id", Type::Kind::bigint));
    hero.checks = {{"ck_hero_age", {"age >= 0", {}}}};
    hero.indexes = {{"ix_hero_name", {{"name", {}, false}}, false, {}}};
    hero.foreign_keys = {reference("hero", "team_id", "team")};
    return {.tables = {{hero.name, hero}, {team.name, team}}};
}

const Name hero_name{"", "hero"};
const Name team_name{"", "team"};

std::vector<std::string> kinds(const std::vector<Operation>& operations) {
    std::vector<std::string> kinds;
    for (const auto& operation : operations) {
        const auto table = table_of(operation);
        kinds.push_back(std::string(kind_of(operation)) + (table ? " " + to_string(*table) : ""));
    }
    return kinds;
}
using Kinds = std::vector<std::string>;

Kinds kinds_of_diff(const Schema& from, const Schema& to, const std::vector<Rename>& renames = {}) {
    return kinds(diff(from, to, renames).operations);
}

TEST(diff, creates_parents_first_and_drops_children_first) {
    EXPECT_EQ(kinds_of_diff({}, heroes()), (Kinds{"create_table team", "create_table hero"}));
    EXPECT_EQ(kinds_of_diff(heroes(), {}), (Kinds{"drop_table hero", "drop_table team"}));
}

TEST(diff, splits_a_circle_of_foreign_keys) {
    auto schema = heroes();
    auto& team = schema.tables.at(team_name);
    team.columns.push_back(column("leader_id", Type::Kind::bigint));
    team.foreign_keys = {reference("team", "leader_id", "hero")};
    EXPECT_EQ(kinds_of_diff({}, schema), (Kinds{"create_table team", "create_table hero", "create_foreign_key team"}));
    EXPECT_EQ(kinds_of_diff(schema, {}), (Kinds{"drop_constraint team", "drop_table hero", "drop_table team"}));
}

TEST(diff, adds_before_it_removes) {
    auto after = heroes();
    auto& hero = after.tables.at(hero_name);
    std::erase_if(hero.columns, [](const Column& each) { return each.name == "age"; });
    hero.checks.clear();
    hero.columns.push_back(column("power"));
    EXPECT_EQ(kinds_of_diff(heroes(), after), (Kinds{"drop_constraint hero", "add_column hero", "drop_column hero"}));
}

TEST(diff, asks_about_a_column_of_the_same_type_and_takes_the_answer) {
    auto after = heroes();
    auto& hero = after.tables.at(hero_name);
    hero.find_column("age")->name = "years";
    hero.checks.front().expression.common = "years >= 0";
    const auto question = diff(heroes(), after).possible_renames;
    ASSERT_EQ(question, (std::vector<Rename>{{hero_name, "age", "years"}}));

    const auto answered = diff(heroes(), after, question);
    EXPECT_EQ(kinds(answered.operations), (Kinds{"rename_column hero"})) << "the check follows";
    EXPECT_TRUE(answered.possible_renames.empty());
    EXPECT_EQ(kinds_of_diff(after, after, question), Kinds{}) << "renamed_from stays in the model afterwards";
}

TEST(diff, asks_about_a_table_of_the_same_columns_and_takes_the_answer) {
    auto after = heroes();
    auto node = after.tables.extract(team_name);
    node.key() = node.mapped().name = {"", "squad"};
    after.tables.insert(std::move(node));
    after.tables.at(hero_name).foreign_keys.front().referred_table = {"", "squad"};
    const auto question = diff(heroes(), after).possible_renames;
    ASSERT_EQ(question, (std::vector<Rename>{{{}, "team", "squad"}}));
    EXPECT_EQ(kinds_of_diff(heroes(), after, question), (Kinds{"rename_table team"}));
}

TEST(diff, swaps_two_columns_through_a_third_name_once) {
    auto before = heroes();
    before.tables.at(hero_name).columns.push_back(column("rank", Type::Kind::text));
    before.tables.at(hero_name).checks.clear();
    auto after = before;
    after.tables.at(hero_name).find_column("age")->type.kind = Type::Kind::text;
    after.tables.at(hero_name).find_column("rank")->type.kind = Type::Kind::integer;
    const std::vector<Rename> swap{{hero_name, "age", "rank"}, {hero_name, "rank", "age"}};
    EXPECT_EQ(kinds_of_diff(before, after, swap),
              (Kinds{"rename_column hero", "rename_column hero", "rename_column hero"}));
    EXPECT_EQ(kinds_of_diff(after, after, swap), Kinds{});
}

TEST(diff, passes_over_renames_that_do_not_fit) {
    const std::vector<Rename> renames{{hero_name, "gone", "name"},
                                      {hero_name, "name", "gone"},
                                      {{"", "gone"}, "a", "b"},
                                      {{}, "gone", "hero"},
                                      {hero_name, "age", "name"}};
    EXPECT_EQ(kinds_of_diff(heroes(), heroes(), renames), Kinds{});
}

TEST(diff, renames_constraints_and_indexes_that_differ_in_name_only) {
    auto after = heroes();
    auto& hero = after.tables.at(hero_name);
    hero.indexes.front().name = "ix_other";
    hero.checks.front().name = "ck_other";
    hero.primary_key->name = "pk_other";
    hero.foreign_keys.front().name = "fk_other";
    EXPECT_EQ(kinds_of_diff(heroes(), after), (Kinds{"rename_constraint hero", "rename_constraint hero",
                                                     "rename_constraint hero", "rename_index hero"}));
}

TEST(diff, drops_and_makes_again_the_foreign_keys_of_a_key_that_changes) {
    auto before = heroes();
    auto after = before;
    after.tables.at(team_name).primary_key = PrimaryKey{"pk_team", {"id", "name"}};
    after.tables.at(team_name).indexes = {{"ix_team_id", {{"id", {}, false}}, true, {}}};
    EXPECT_EQ(kinds_of_diff(before, after),
              (Kinds{"drop_constraint hero", "drop_constraint team", "create_primary_key team", "create_index team",
                     "create_foreign_key hero"}));
}

TEST(diff, moves_an_index_name_from_a_table_that_goes) {
    auto before = heroes();
    before.tables.at(hero_name).indexes.clear();
    auto old = table_with_id("old");
    old.indexes = {{"ix_hero_name", {{"id", {}, false}}, false, {}}};
    before.tables.emplace(old.name, old);
    EXPECT_EQ(kinds_of_diff(before, heroes()), (Kinds{"drop_index old", "create_index hero", "drop_table old"}));
}

TEST(diff, creates_enums_before_and_drops_them_after_their_columns) {
    auto after = heroes();
    after.enums = {{{"", "mood"}, {{"", "mood"}, {"calm", "angry"}}}};
    after.tables.at(hero_name).columns.push_back(
        {.name = "mood", .type = {.kind = Type::Kind::enumeration, .name = "mood"}});
    EXPECT_EQ(kinds_of_diff(heroes(), after), (Kinds{"create_enum", "add_column hero"}));
    EXPECT_EQ(kinds_of_diff(after, heroes()), (Kinds{"drop_column hero", "drop_enum"}));
    auto more = after;
    more.enums.at({"", "mood"}).values.push_back("sad");
    EXPECT_EQ(kinds_of_diff(after, more), (Kinds{"alter_enum"}));
}

TEST(diff, names_in_one_alteration_only_what_changes) {
    auto after = heroes();
    auto* name = after.tables.at(hero_name).find_column("name");
    name->type = {.kind = Type::Kind::varchar, .length = 80};
    name->default_value = Default{.literal = "nobody"};
    const auto operations = diff(heroes(), after).operations;
    ASSERT_EQ(kinds(operations), (Kinds{"alter_column hero"}));
    AlterColumn expected{.table = hero_name, .column = "name", .type = name->type};
    expected.default_value = name->default_value;
    EXPECT_EQ(operations.front(), Operation(expected));
}

std::vector<std::string> missing(const std::vector<Operation>& operations) {
    std::vector<std::string> columns;
    for (const auto& each : missing_fills(operations, heroes()))
        columns.push_back(to_string(each.table) + "." + each.column + " " + to_string(each.type));
    return columns;
}

TEST(missing_fills, names_required_columns_of_tables_with_rows) {
    auto with_default = column("b", Type::Kind::integer, false);
    with_default.default_value = Default{.literal = "0"};
    auto new_table = table_with_id("new");
    EXPECT_EQ(missing({AddColumn{hero_name, column("a", Type::Kind::text, false), {}},
                       AddColumn{hero_name, with_default, {}}, AddColumn{hero_name, column("c"), {}},
                       AddColumn{hero_name, column("d", Type::Kind::text, false), {"'x'", {}}}, CreateTable{new_table},
                       AddColumn{new_table.name, column("e", Type::Kind::text, false), {}}}),
              (Kinds{"hero.a text"}));
    EXPECT_EQ(missing({AlterColumn{.table = hero_name, .column = "age", .nullable = false},
                       AlterColumn{.table = hero_name, .column = "name", .nullable = false},
                       AlterColumn{.table = hero_name, .column = "team_id", .nullable = false, .fill = {"1", {}}}}),
              (Kinds{"hero.age integer"}));
}

TEST(diff, of_500_tables_finds_ten_changes_among_them) {
    Schema before;
    for (int i = 0; i < 500; ++i) {
        auto table = table_with_id("table_" + std::to_string(i));
        for (int j = 0; j < 19; ++j) table.columns.push_back(column("column_" + std::to_string(j)));
        before.tables.emplace(table.name, table);
    }
    auto after = before;
    for (int i = 0; i < 10; ++i) after.tables.at({"", "table_" + std::to_string(i)}).columns.push_back(column("added"));
    EXPECT_EQ(diff(before, after).operations.size(), 10u);
}

} // namespace
} // namespace aludel::migrations
