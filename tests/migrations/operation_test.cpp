#include "migrations/operation/table_lookup.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

namespace aludel::migrations {
namespace {

const Name hero{"", "hero"};
const Name team{"", "team"};
const Name mood{"", "mood"};
constexpr auto integer = Type::Kind::integer;
constexpr auto text = Type::Kind::text;

Table made(const Name& name, std::vector<Column> columns) {
    Table table{.name = name,
                .columns = {{.name = "id", .type = {.kind = integer}, .nullable = false, .identity = Identity{}}}};
    table.columns.insert(table.columns.end(), columns.begin(), columns.end());
    table.primary_key = PrimaryKey{"pk_" + name.name, {"id"}};
    return table;
}

Schema heroes() {
    auto teams = made(team, {{.name = "name", .type = {.kind = text}, .nullable = false}});
    teams.uniques = {{"uq_team_name", {"name"}}};
    auto all = made(hero, {{.name = "name", .type = {.kind = text}, .nullable = false},
                           {.name = "age", .type = {.kind = integer}},
                           {.name = "twice", .type = {.kind = integer}, .generated = Generated{{"age * 2", {}}, true}},
                           {.name = "mood", .type = {.kind = Type::Kind::enumeration, .name = "mood"}},
                           {.name = "note", .type = {.kind = text}},
                           {.name = "team", .type = {.kind = text}}});
    all.checks = {{"ck_age", {"age >= 0 and hero.age < 1000", {}}}};
    all.foreign_keys = {{.name = "fk_team", .columns = {"team"}, .referred_table = team, .referred_columns = {"name"}}};
    all.indexes = {{"ix_age", {{"age", {}, false}}, false, {"age > 1", {}}},
                   {"ix_lower", {{{}, {"lower(name)", {}}, false}}, false, {}}};
    return {.enums = {{mood, {mood, {"calm", "angry"}}}}, .tables = {{hero, all}, {team, teams}}};
}

Schema after(const Operation& operation, Schema schema = heroes()) {
    apply(operation, schema);
    return schema;
}

/// What apply() says; and that it changed nothing.
std::string refusal(const Operation& operation, const Schema& before = heroes()) {
    auto schema = before;
    try {
        apply(operation, schema);
    } catch (const OperationError& error) {
        EXPECT_TRUE(schema == before) << "changed by a refused " << kind_of(operation);
        return error.what();
    }
    return "";
}

::testing::AssertionResult says(const std::string& message, const std::vector<std::string>& words) {
    for (const auto& word : words)
        if (message.find(word) == std::string::npos)
            return ::testing::AssertionFailure() << '"' << message << "\" does not say " << word;
    return ::testing::AssertionSuccess();
}

/// Every kind of operation, on the schema above.
std::vector<Operation> one_of_each() {
    AlterColumn alter{.table = hero, .column = "note", .type = Type{.kind = Type::Kind::varchar, .length = 80}};
    alter.nullable = false;
    alter.default_value = Default{.literal = "none"};
    alter.comment = "words";
    auto mission = made({"", "mission"}, {{.name = "hero_id", .type = {.kind = integer}}});
    mission.foreign_keys = {
        {.name = "fk_hero", .columns = {"hero_id"}, .referred_table = hero, .referred_columns = {"id"}}};
    return {CreateTable{mission},
            DropTable{hero},
            RenameTable{team, "squad"},
            RenameTable{hero, "person"},
            AlterTable{hero, "people"},
            AddColumn{hero, {.name = "power", .type = {.kind = integer}}, {}},
            DropColumn{hero, "note"},
            DropColumn{hero, "mood"},
            RenameColumn{hero, "age", "years"},
            RenameColumn{team, "name", "two words"},
            alter,
            CreateUnique{hero, {"uq_hero", {"name", "age"}}},
            CreateCheck{hero, {"ck_name", {"name <> ''", {}}}},
            CreateForeignKey{hero,
                             {.name = "fk_2", .columns = {"age"}, .referred_table = hero, .referred_columns = {"id"}}},
            DropConstraint{hero, "pk_hero"},
            DropConstraint{hero, "ck_age"},
            DropConstraint{hero, "fk_team"},
            RenameConstraint{hero, "pk_hero", "pk"},
            RenameConstraint{team, "uq_team_name", "uq"},
            CreateIndex{hero, {"ix_name", {{"name", {}, true}}, true, {}}},
            DropIndex{hero, "ix_lower"},
            RenameIndex{hero, "ix_age", "z"},
            CreateEnum{{{"", "size"}, {"s", "m"}}},
            AlterEnum{mood, {"calm", "furious"}, {{"angry", "furious"}}},
            InsertRows{team, {{{"name", Default{.literal = "Z-Force"}}}}, {"name"}},
            DeleteRows{team, {{{"id", Default{.literal = "1"}}, {"name", Default{.literal = "Z-Force"}}}}, {}},
            Execute{{"update hero set age = 1", {}}, SqlText{}, {DropColumn{hero, "note"}, DropIndex{hero, "ix_age"}}},
            Call{"fill", std::string("unfill")}};
}

TEST(apply_and_reverse, come_back_to_where_they_began) {
    for (const auto& operation : one_of_each()) {
        SCOPED_TRACE(std::string(kind_of(operation)));
        auto schema = after(operation);
        EXPECT_EQ(schema == heroes(), std::holds_alternative<Call>(operation) ||
                                          std::holds_alternative<InsertRows>(operation) ||
                                          std::holds_alternative<DeleteRows>(operation));
        for (const auto& back : reverse(operation, heroes())) apply(back, schema);
        EXPECT_TRUE(with_sorted_columns(schema) == with_sorted_columns(heroes()));
    }
}

TEST(reverse, of_a_list_is_the_reverse_of_each_from_the_last_to_the_first) {
    const std::vector<Operation> operations{DropConstraint{hero, "ck_age"},
                                            DropIndex{hero, "ix_age"},
                                            DropColumn{hero, "twice"},
                                            DropColumn{hero, "age"},
                                            RenameTable{hero, "person"},
                                            DropColumn{{"", "person"}, "mood"},
                                            DropEnum{mood}};
    auto schema = heroes();
    for (const auto& operation : operations) apply(operation, schema);
    for (const auto& back : reverse(operations, heroes())) apply(back, schema);
    EXPECT_TRUE(with_sorted_columns(schema) == with_sorted_columns(heroes()));
}

TEST(reverse, fills_a_required_column_that_comes_back) {
    auto schema = after(DropIndex{hero, "ix_lower"});
    const auto back = reverse(DropColumn{hero, "name"}, schema);
    ASSERT_EQ(back.size(), 1u);
    EXPECT_EQ(std::get<AddColumn>(back.front()).fill.common, "''");
    EXPECT_TRUE(std::get<AddColumn>(reverse(DropColumn{hero, "note"}, schema).front()).fill.empty());
}

TEST(reverse, says_what_cannot_be_taken_back) {
    EXPECT_THROW(reverse(Execute{{"delete from hero", {}}, {}, {}}, heroes()), OperationError);
    EXPECT_THROW(reverse(Call{"fill", {}}, heroes()), OperationError);
    EXPECT_TRUE(reverse(Execute{{"analyze", {}}, SqlText{}, {}}, heroes()).empty());
    EXPECT_TRUE(reverse(Call{"fill", std::string()}, heroes()).empty());
    const auto back = reverse(Execute{{"up", {}}, SqlText{"down", {}}, {}}, heroes());
    EXPECT_EQ(back.front(), Operation(Execute{{"down", {}}, SqlText{"up", {}}, {}}));
}

TEST(reverse, of_a_primary_key_lets_its_column_be_null_again) {
    auto schema = after(DropConstraint{hero, "pk_hero"});
    const CreatePrimaryKey operation{hero, {"pk", {"age"}}};
    const auto with_key = after(operation, schema);
    EXPECT_FALSE(with_key.tables.at(hero).find_column("age")->nullable);
    auto back = with_key;
    for (const auto& each : reverse(operation, schema)) apply(each, back);
    EXPECT_TRUE(back == schema);
}

TEST(rename_column, is_followed_by_all_that_names_it) {
    const auto schema = after(RenameColumn{hero, "age", "Years"});
    const auto& table = schema.tables.at(hero);
    EXPECT_EQ(table.checks.front().expression.common, "\"Years\" >= 0 and hero.\"Years\" < 1000");
    EXPECT_EQ(table.find_column("twice")->generated->expression.common, "\"Years\" * 2");
    EXPECT_EQ(find_named(table.indexes, "ix_age")->parts.front().column, "Years");
    EXPECT_EQ(find_named(table.indexes, "ix_age")->where.common, "\"Years\" > 1");
    const auto renamed_key = after(RenameColumn{team, "name", "title"});
    EXPECT_EQ(renamed_key.tables.at(team).uniques.front().columns.front(), "title");
    EXPECT_EQ(renamed_key.tables.at(hero).foreign_keys.front().referred_columns.front(), "title");
    EXPECT_EQ(renamed_key.tables.at(hero).find_column("name")->name, "name") << "of another table";
}

TEST(rename_table, is_followed_by_all_that_names_it) {
    EXPECT_EQ(after(RenameTable{team, "squad"}).tables.at(hero).foreign_keys.front().referred_table.name, "squad");
    EXPECT_EQ(after(RenameTable{hero, "person"}).tables.at({"", "person"}).checks.front().expression.common,
              "age >= 0 and person.age < 1000");
}

TEST(apply, says_what_is_missing) {
    EXPECT_TRUE(says(refusal(DropTable{{"", "villain"}}), {"no table \"villain\""}));
    EXPECT_TRUE(says(refusal(DropColumn{hero, "agee"}), {"\"hero\"", "no column \"agee\"", "\"age\""}));
    EXPECT_TRUE(says(refusal(AddColumn{{"app", "hero"}, {.name = "x"}, {}}), {"no table \"app.hero\""}));
    EXPECT_TRUE(says(refusal(CreateIndex{hero, {"ix", {{"agee", {}, false}}, false, {}}}), {"\"ix\"", "\"agee\""}));
    EXPECT_TRUE(says(refusal(CreateUnique{hero, {"uq", {}}}), {"no columns"}));
    EXPECT_TRUE(says(refusal(DropConstraint{hero, "ix_age"}), {"no constraint \"ix_age\"", "index"}));
    EXPECT_TRUE(says(refusal(DropIndex{hero, "ck_age"}), {"no index \"ck_age\"", "constraint"}));
    EXPECT_TRUE(
        says(refusal(AddColumn{hero, {.name = "x", .type = {.kind = Type::Kind::enumeration, .name = "y"}}, {}}),
             {"\"x\"", "enum \"y\"", "create_enum"}));
    EXPECT_TRUE(says(refusal(DropEnum{{"", "y"}}), {"no enum \"y\""}));
    EXPECT_TRUE(says(refusal(AlterEnum{mood, {"calm"}, {{"angry", "sad"}}}), {"\"sad\""}));
}

TEST(apply, says_what_is_there_already) {
    EXPECT_TRUE(says(refusal(CreateTable{made(hero, {})}), {"a table \"hero\" already"}));
    EXPECT_TRUE(says(refusal(RenameTable{hero, "team"}), {"a table \"team\" already"}));
    EXPECT_TRUE(says(refusal(RenameColumn{hero, "age", "name"}), {"a column \"name\" already"}));
    EXPECT_TRUE(says(refusal(CreateCheck{hero, {"pk_hero", {"1 = 1", {}}}}), {"\"pk_hero\" already"}));
    EXPECT_TRUE(says(refusal(CreateIndex{team, {"ix_age", {{"id", {}, false}}, false, {}}}),
                     {"\"ix_age\" already", "\"hero\""}));
    EXPECT_TRUE(says(refusal(CreatePrimaryKey{hero, {"pk", {"age"}}}), {"primary key already", "\"pk_hero\""}));
    EXPECT_TRUE(says(refusal(CreateEnum{{mood, {"x"}}}), {"\"mood\" already"}));
    EXPECT_TRUE(says(refusal(CreateTable{made({"", "twins"}, {{.name = "a"}, {.name = "a"}})}), {"two columns \"a\""}));
}

TEST(apply, says_what_is_in_the_way) {
    EXPECT_TRUE(says(refusal(DropTable{team}), {"\"fk_team\"", "\"hero\"", "drop that first"}));
    EXPECT_TRUE(says(refusal(DropColumn{hero, "age"}), {"\"ix_age\"", "drop that first"}));
    EXPECT_TRUE(says(refusal(DropColumn{hero, "name"}), {"index \"ix_lower\""}));
    EXPECT_TRUE(says(refusal(DropColumn{team, "name"}), {"unique constraint \"uq_team_name\""}));
    EXPECT_TRUE(says(refusal(DropColumn{hero, "id"}), {"primary key \"pk_hero\""}));
    EXPECT_TRUE(says(refusal(DropConstraint{team, "uq_team_name"}), {"\"fk_team\"", "drop that first"}));
    EXPECT_TRUE(says(refusal(DropEnum{mood}), {"\"mood\"", "\"hero\""}));
    EXPECT_TRUE(says(refusal(AlterColumn{.table = hero, .column = "id", .nullable = true}), {"\"pk_hero\""}));
    const auto without = after(DropIndex{hero, "ix_age"}, after(DropConstraint{hero, "ck_age"}));
    EXPECT_TRUE(says(refusal(DropColumn{hero, "age"}, without), {"generated column \"twice\""}));
}

TEST(apply, refuses_foreign_keys_to_what_is_no_key) {
    ForeignKey key{.name = "fk", .columns = {"age"}, .referred_table = team, .referred_columns = {"nam"}};
    EXPECT_TRUE(says(refusal(CreateForeignKey{hero, key}), {"\"nam\""}));
    key.referred_columns = {"id", "name"};
    EXPECT_TRUE(says(refusal(CreateForeignKey{hero, key}), {"1 columns", "2"}));
    key = {.name = "fk", .columns = {"age"}, .referred_table = hero, .referred_columns = {"age"}};
    EXPECT_TRUE(says(refusal(CreateForeignKey{hero, key}), {"neither its primary key nor unique"}));
    key.referred_table = {"", "villain"};
    EXPECT_TRUE(says(refusal(CreateForeignKey{hero, key}), {"\"villain\"", "not there"}));
}

TEST(apply, does_all_of_the_state_of_an_sql_or_nothing) {
    const Execute operation{{"…", {}}, {}, {DropColumn{hero, "note"}, DropTable{{"", "villain"}}}};
    EXPECT_TRUE(says(refusal(operation), {"\"villain\""}));
}

TEST(apply, gives_a_created_table_names_and_required_keys) {
    Table table{.name = {"", "plain"}, .columns = {{.name = "b", .type = {.kind = text}}, {.name = "a"}}};
    table.primary_key = PrimaryKey{{}, {"a"}};
    table.uniques = {{"z", {"a"}}, {{}, {"b"}}};
    const auto schema = after(CreateTable{table});
    const auto& result = schema.tables.at(table.name);
    EXPECT_EQ(result.primary_key->name, "pk_plain");
    EXPECT_EQ(result.uniques.front().name, "uq_plain_b");
    EXPECT_FALSE(result.find_column("a")->nullable);
}

/// What it says behind many others, where tables are no longer looked through one by one.
std::string refusal_after(std::vector<Operation> operations, const Operation& last) {
    auto schema = heroes();
    std::vector<Operation> many;
    for (int i = 0; i < 20; ++i) {
        auto table = made({"", "other" + std::to_string(i)}, {{.name = "hero", .type = {.kind = integer}}});
        table.indexes = {{"ix_other" + std::to_string(i), {{"hero", {}, false}}, false, {}}};
        table.foreign_keys = {
            {.name = "fk_hero", .columns = {"hero"}, .referred_table = hero, .referred_columns = {"id"}}};
        many.push_back(CreateTable{table});
    }
    for (int i = 0; i < 20; ++i) many.push_back(DropTable{{"", "other" + std::to_string(i)}});
    std::ranges::move(operations, std::back_inserter(many));
    many.push_back(last);
    try {
        apply_all(many, schema);
    } catch (const OperationError& error) {
        EXPECT_EQ(error.what(), refusal(last, [&] {
                      many.pop_back();
                      auto before = heroes();
                      for (const auto& each : many) apply(each, before);
                      return before;
                  }()));
        return error.what();
    }
    return "";
}

TEST(apply_all, finds_what_is_in_the_way_of_one_behind_many) {
    const Name squad{"", "squad"};
    const Operation index_of_team = CreateIndex{team, {"ix_age", {{"id", {}, false}}, false, {}}};
    EXPECT_EQ(refusal_after({}, DropTable{hero}), "") << "those that referred to it are gone";
    EXPECT_TRUE(says(refusal_after({}, DropTable{team}), {"\"fk_team\"", "\"hero\""}));
    EXPECT_TRUE(says(refusal_after({RenameTable{team, "squad"}}, DropTable{squad}), {"\"fk_team\"", "\"hero\""}));
    EXPECT_TRUE(says(refusal_after({RenameTable{hero, "person"}}, DropTable{team}), {"\"fk_team\"", "\"person\""}));
    EXPECT_TRUE(
        says(refusal_after({RenameColumn{team, "name", "title"}}, DropColumn{team, "title"}), {"\"uq_team_name\""}));
    EXPECT_TRUE(says(refusal_after({}, DropConstraint{team, "uq_team_name"}), {"\"fk_team\"", "\"hero\""}));
    EXPECT_TRUE(says(refusal_after({}, index_of_team), {"\"ix_age\" already", "\"hero\""}));
    EXPECT_TRUE(
        says(refusal_after({RenameTable{hero, "person"}}, index_of_team), {"\"ix_age\" already", "\"person\""}));
    EXPECT_EQ(refusal_after({RenameIndex{hero, "ix_age", "ix"}}, index_of_team), "");
    EXPECT_EQ(refusal_after({DropConstraint{hero, "fk_team"}}, DropTable{team}), "");
    EXPECT_EQ(refusal_after({RenameTable{team, "squad"}, RenameTable{squad, "team"}, DropConstraint{hero, "fk_team"}},
                            DropTable{team}),
              "");
}

TEST(kind_of, is_alembics_name) {
    EXPECT_EQ(kind_of(CreateTable{}), "create_table");
    EXPECT_EQ(kind_of(CreateUnique{}), "create_unique_constraint");
    EXPECT_EQ(kind_of(AlterEnum{}), "alter_enum");
    EXPECT_EQ(kind_of(Call{}), "call");
    EXPECT_EQ(table_of(CreateTable{made(hero, {})}), hero);
    EXPECT_EQ(table_of(DropIndex{team, "x"}), team);
    EXPECT_EQ(table_of(DropEnum{mood}), std::nullopt);
}

} // namespace
} // namespace aludel::migrations
