// Catalogue 3, 11, 17, 23 and 75 to 78: what goes for every change.
#include "migrations/dialect.hpp"
#include "tests/changes/change.hpp"

namespace changes {

using namespace aludel::migrations;

TEST_P(Changes, Case3UniqueColumnInANewTableIsOneOperation) {
    const auto then =
        after(usual(), "- create_table: {table: badge, columns: [{name: id, type: bigint, nullable: false, "
                       "identity: true}, {name: code, type: text}], primary_key: {name: pk_badge, columns: "
                       "[id]}, uniques: [{name: uq_badge_code, columns: [code]}]}\n");
    EXPECT_EQ(diff(usual(), then).operations.size(), 1U);
    Change(GetParam(), usual(), then).run();
}

TEST_P(Changes, Case11ColumnDropped) {
    change("- drop_column: {table: hero, column: secret_name}\n").rebuilds(0).run();
}

TEST_P(Changes, Case12ColumnDroppedThatIsInAUnique) {
    change("- create_unique_constraint: {table: hero, name: uq_v, columns: [secret_name, name]}\n",
           "- drop_constraint: {table: hero, name: uq_v}\n- drop_column: {table: hero, column: secret_name}\n")
        .run();
}

TEST_P(Changes, Case17ColumnRenamedDataKept) {
    change("- rename_column: {table: hero, column: secret_name, to: alias}\n")
        .renamed("hero", "secret_name", "alias")
        .rebuilds(0)
        .stays_in_place("hero")
        .run();
}

TEST_P(Changes, Case18ColumnRenamedThatIsInAUniqueAGeneratedColumnAndTheKey) {
    change("- create_unique_constraint: {table: hero, name: uq_v, columns: [secret_name, name]}\n"
           "- add_column: {table: hero, name: twice, type: integer, generated: {sql: age * 2}}\n",
           "- rename_column: {table: hero, column: age, to: years}\n"
           "- rename_column: {table: hero, column: secret_name, to: alias}\n"
           "- rename_column: {table: hero, column: id, to: number}\n")
        .renamed("hero", "age", "years")
        .renamed("hero", "secret_name", "alias")
        .renamed("hero", "id", "number")
        .keeps("SELECT twice FROM hero ORDER BY 1")
        .stays_in_place("hero")
        .run();
}

TEST_P(Changes, Case23ColumnOrderAloneIsNoDifference) {
    auto shuffled = usual();
    for (auto& [name, table] : shuffled.tables) std::reverse(table.columns.begin(), table.columns.end());
    Change(GetParam(), usual(), shuffled).is_none();
}

TEST_P(Changes, Case75OrderIsDeterministic) {
    const auto then =
        after(usual(), "- drop_table: {table: sidekick}\n- add_column: {table: team, name: b, type: text}\n"
                       "- add_column: {table: team, name: a, type: text}\n"
                       "- create_index: {table: hero, name: ix_z, columns: [age]}\n");
    EXPECT_EQ(diff(usual(), then).operations, diff(usual(), then).operations);
    Change(GetParam(), usual(), then).run();
}

TEST_P(Changes, Case77SeveralChangesOfOneTableAreOneRebuild) {
    change("- alter_column: {table: hero, column: age, type: bigint}\n"
           "- alter_column: {table: hero, column: secret_name, nullable: true, default: none}\n"
           "- create_unique_constraint: {table: hero, name: uq_v, columns: [name, secret_name]}\n"
           "- create_check_constraint: {table: hero, name: ck_v, sql: length(name) > 2}\n"
           "- add_column: {table: hero, name: joined, type: timestamp, default: {now: true}}\n")
        .rebuilds(1)
        .run();
}

TEST_P(Changes, Case78AFailedUpgradeRunsAgainWhenItIsMended) {
    const std::string given = "- add_column: {table: hero, name: v, type: text}\n";
    const std::string then = "- add_column: {table: team, name: before_it, type: text}\n"
                             "- alter_column: {table: hero, column: v, type: integer}\n";
    change(given, then).with("UPDATE hero SET v = 'abc' WHERE id = 1").stops({"hero.v", "'abc'"}).run();
    change(given, then).with("UPDATE hero SET v = 'abc' WHERE id = 1; UPDATE hero SET v = '17' WHERE id = 1").run();
}

TEST(Case33And80, TheSameSchemaOnBothDatabasesIsReadAsTheSamePortableSchema) {
    const auto schema = schema_of<Team, Hero, Sidekick>();
    for (const auto* dialect : dialects()) {
        const auto canonical = dialect->canonical(schema);
        for (const auto& [name, table] : canonical.tables) {
            ASSERT_EQ(table.columns.size(), schema.tables.at(name).columns.size());
            for (const auto& column : table.columns) {
                const auto& own = *schema.tables.at(name).find_column(column.name);
                EXPECT_EQ(column.nullable, own.nullable) << dialect->name() << " " << name.name << "." << column.name;
                if (own.identity) continue;
                EXPECT_EQ(column.type, own.type) << dialect->name() << " " << column.name;
            }
        }
    }
}

} // namespace changes
