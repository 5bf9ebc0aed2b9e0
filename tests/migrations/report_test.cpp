#include "migrations/operation/report.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations {
namespace {

const Name hero{"", "hero"};

Schema heroes() {
    Table table{.name = hero};
    table.columns = {{.name = "name", .type = {.kind = Type::Kind::text}},
                     {.name = "age", .type = {.kind = Type::Kind::integer}}};
    return {.tables = {{hero, table}}};
}

std::vector<Operation> changes() {
    Column power{.name = "power", .type = {.kind = Type::Kind::integer}, .nullable = false};
    power.default_value = Default{.literal = "0"};
    return {AddColumn{hero, power, {}},
            AlterColumn{.table = hero, .column = "name", .type = Type{.kind = Type::Kind::varchar, .length = 80}},
            DropColumn{hero, "age"}};
}

TEST(report, is_grouped_by_table_and_aligned) {
    const auto groups = report(changes(), heroes());
    ASSERT_EQ(groups.size(), 1u);
    EXPECT_EQ(groups.front().table, hero);
    EXPECT_EQ(groups.front().changes, 3u);
    EXPECT_EQ(groups.front().lines, (std::vector<std::string>{"+ hero.power   integer not null default 0",
                                                              "~ hero.name    text -> varchar(80)", "- hero.age"}));
}

TEST(report, uses_the_name_that_a_table_has_in_the_end) {
    auto operations = changes();
    operations.push_back(RenameTable{hero, "person"});
    operations.push_back(CreateEnum{{{"", "mood"}, {"calm", "angry"}}});
    const auto groups = report(operations, heroes());
    ASSERT_EQ(groups.size(), 2u);
    EXPECT_EQ(groups[0].lines, (std::vector<std::string>{"+ enum mood   calm, angry"}));
    EXPECT_EQ(groups[1].table, (Name{"", "person"}));
    EXPECT_EQ(groups[1].changes, 4u);
}

TEST(describe, says_each_in_a_line) {
    const auto line = [](const Operation& operation) { return describe(operation, heroes()).front(); };
    EXPECT_EQ(line(RenameColumn{hero, "name", "title"}), "> hero.name   renamed to title");
    EXPECT_EQ(
        line(CreateIndex{hero, {"ix", {{"name", {}, true}, {{}, {"lower(name)", {}}, false}}, true, {"age > 1", {}}}}),
        "+ index ix   on hero (name desc, lower(name)) unique where age > 1");
    EXPECT_EQ(line(CreateForeignKey{hero,
                                    {.name = "fk",
                                     .columns = {"age"},
                                     .referred_table = hero,
                                     .referred_columns = {"id"},
                                     .on_delete = ForeignKey::Action::set_null}}),
              "+ foreign key fk   on hero (age) -> hero (id) on delete set null");
    EXPECT_EQ(line(DropTable{hero}), "- table hero");
    EXPECT_EQ(line(Execute{{"\n  update hero\n  set age = 1", {}}, {}, {}}), "* SQL   update hero …");
    EXPECT_EQ(line(Execute{{"analyze", {}}, {}, {}, {"select 1", {}}}), "* SQL   analyze (only where select 1)");
    EXPECT_EQ(line(AlterColumn{.table = hero, .column = "age", .nullable = false}), "~ hero.age   null -> not null");
}

} // namespace
} // namespace aludel::migrations
