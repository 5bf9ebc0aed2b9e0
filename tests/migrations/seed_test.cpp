// Rows that come with a revision, and go with its downgrade.
#include "tests/migrations/chain_lab.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

constexpr auto tables = R"(
  - create_enum: {name: mood, values: [calm, angry]}
  - create_table:
      table: team
      columns:
        - {name: id, type: bigint, nullable: false, identity: {always: true}}
        - {name: name, type: varchar(20), nullable: false}
        - {name: rating, type: 'decimal(5, 2)', default: 1.5}
        - {name: mood, type: enum mood}
        - {name: active, type: boolean, nullable: false, default: true}
        - {name: founded, type: date}
        - {name: seen, type: timestamptz}
      primary_key: {name: pk_team, columns: [id]}
      uniques: [{name: uq_team_name, columns: [name]}]
  - create_table:
      table: hero
      columns:
        - {name: id, type: bigint, nullable: false, identity: true}
        - {name: team_id, type: bigint}
      primary_key: {name: pk_hero, columns: [id]}
      foreign_keys:
        - {name: fk_hero_team, columns: [team_id], references: {table: team, columns: [id]}, on_delete: cascade}
)";

constexpr auto seed = R"(
  - insert:
      table: team
      rows:
        - {id: 1, name: Preventers, rating: 2.25, mood: calm, active: false, founded: 2026-11-23}
        - {id: 7, name: "it's; \"Z\"", seen: {now: true}}
        - {id: 8, name: {sql: "upper('x') || 'y'"}, mood: null, seen: 2026-11-23 06:30:00+02}
)";

class Seed : public ::testing::TestWithParam<const char*> {
protected:
    ChainFiles files;
    ChainDatabase database{GetParam()};

    std::string refused_downgrade(const std::string& revision) {
        try {
            database.downgrade(files.history(), revision);
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }
};

INSTANTIATE_TEST_SUITE_P(Databases, Seed, ::testing::Values("sqlite", "postgresql"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(Seed, ComesWithTheUpgradeAndGoesWithTheDowngrade) {
    files.write("a1", {}, tables);
    files.write("b2", {"a1"}, seed);
    const auto history = files.history();
    database.upgrade(history, "a1");
    database.execute("INSERT INTO team (name) VALUES ('mine')");
    database.execute("INSERT INTO hero (team_id) SELECT id FROM team");
    database.execute("UPDATE team SET name = 'mine' WHERE 1 = 0");
    const auto own = database.rows("SELECT id FROM team");
    ASSERT_EQ(own, "1") << "a number that the seed has too";
    EXPECT_THROW(database.upgrade(history), Error) << "its number is taken";
    EXPECT_EQ(database.rows("SELECT name FROM team"), "mine");
    files.write("b2", {"a1"}, std::string(seed).replace(std::string(seed).find("id: 1,"), 6, "id: 3,"));

    const auto changed = files.history();
    database.upgrade(changed);
    EXPECT_EQ(database.rows("SELECT id, name, rating, mood, founded FROM team ORDER BY id"),
              GetParam() == std::string("sqlite")
                  ? "1|mine|1.500000|NULL|NULL;3|Preventers|2.250000|calm|2026-11-23;7|it's; "
                    "\"Z\"|1.500000|NULL|NULL;"
                    "8|Xy|1.500000|NULL|NULL"
                  : "1|mine|1.50|NULL|NULL;3|Preventers|2.25|calm|2026-11-23;7|it's; \"Z\"|1.50|NULL|NULL;"
                    "8|Xy|1.50|NULL|NULL");
    EXPECT_EQ(database.rows("SELECT count(*) FROM team WHERE active"), "3");
    EXPECT_EQ(database.rows("SELECT count(*) FROM team WHERE seen IS NOT NULL"), "2");

    database.execute("INSERT INTO team (name) VALUES ('next')");
    EXPECT_EQ(database.rows("SELECT id FROM team WHERE name = 'next'"), "9") << "beyond those that were given";
    database.execute("UPDATE team SET name = 'Changed' WHERE id = 7");
    database.downgrade(changed, "a1");
    EXPECT_EQ(database.rows("SELECT name FROM team ORDER BY id"), "mine;next");
    EXPECT_EQ(database.rows("SELECT count(*) FROM hero"), "1");
}

TEST_P(Seed, NumbersAreNeverGivenTwice) {
    files.write("a1", {}, tables);
    files.write("b2", {"a1"}, "  - insert: {table: team, rows: [{id: 2, name: Two}]}\n");
    database.upgrade(files.history(), "a1");
    for (int i = 0; i < 5; ++i) database.execute("INSERT INTO team (name) VALUES ('" + std::to_string(i) + "')");
    database.execute("DELETE FROM team WHERE id <> 5");
    database.upgrade(files.history());
    database.execute("INSERT INTO team (name) VALUES ('next')");
    EXPECT_EQ(database.rows("SELECT id FROM team ORDER BY id"), "2;5;6");
}

TEST_P(Seed, RowsThatOthersReferToStopTheDowngrade) {
    files.write("a1", {}, tables);
    files.write("b2", {"a1"}, seed);
    const auto history = files.history();
    database.upgrade(history);
    database.execute("INSERT INTO hero (team_id) VALUES (7)");
    const auto message = refused_downgrade("a1");
    EXPECT_NE(message.find("team: rows that go are referred to by hero (foreign key fk_hero_team)"), message.npos)
        << message;
    EXPECT_NE(message.find("(1 row: 1: 7)"), message.npos) << message;
    EXPECT_EQ(database.rows("SELECT count(*) FROM team"), "3");
    EXPECT_EQ(database.rows("SELECT count(*) FROM hero"), "1");
    database.execute("UPDATE hero SET team_id = NULL");
    database.downgrade(history, "a1");
    EXPECT_EQ(database.rows("SELECT count(*) FROM team"), "0");
    EXPECT_EQ(database.rows("SELECT count(*) FROM hero"), "1");
}

TEST_P(Seed, OfATableThatGoesItselfNeedsNoDelete) {
    files.write("a1", {}, std::string(tables) + seed);
    const auto history = files.history();
    database.upgrade(history);
    database.execute("INSERT INTO hero (team_id) VALUES (7)");
    database.downgrade(history, "base");
    EXPECT_TRUE(database.schema().tables.empty());
}

TEST_P(Seed, RowsThatReferToOneAnother) {
    files.write("a1", {}, R"(
  - create_table:
      table: place
      columns: [{name: code, type: text, nullable: false}, {name: kind, type: text, nullable: false}, {name: in_code, type: text}, {name: in_kind, type: text}]
      primary_key: {name: pk_place, columns: [code, kind]}
      foreign_keys: [{name: fk_in, columns: [in_code, in_kind], references: {table: place, columns: [code, kind]}}]
)");
    std::string many = "  - insert:\n      table: place\n      rows:\n        - {code: c0, kind: k}\n";
    for (int i = 1; i < 250; ++i)
        many += "        - {code: c" + std::to_string(i) + ", kind: k, in_code: c" + std::to_string(i - 1) +
                ", in_kind: k}\n";
    files.write("b2", {"a1"}, many);
    const auto history = files.history();
    database.upgrade(history);
    EXPECT_EQ(database.rows("SELECT count(*) FROM place"), "250");
    database.execute("INSERT INTO place VALUES ('mine', 'k', NULL, NULL)");
    database.downgrade(history, "-1");
    EXPECT_EQ(database.rows("SELECT code FROM place"), "mine");
}

TEST_P(Seed, DeleteGivenWholeCanBePutBack) {
    files.write("a1", {}, std::string(tables) + R"(
  - insert: {table: hero, rows: [{id: 1, team_id: null}, {id: 2, team_id: null}]}
)");
    files.write("b2", {"a1"}, "  - delete: {table: hero, rows: [{id: 2, team_id: null}]}\n");
    files.write("c3", {"b2"}, "  - delete: {table: hero, rows: [{id: 1}]}\n");
    const auto history = files.history();
    database.upgrade(history);
    EXPECT_EQ(database.rows("SELECT count(*) FROM hero"), "0");
    EXPECT_NE(refused_downgrade("b2").find("given whole"), std::string::npos) << refused_downgrade("b2");
    database.stamp(history, "b2");
    database.downgrade(history, "a1");
    EXPECT_EQ(database.rows("SELECT id FROM hero"), "2");
}

TEST_P(Seed, RowsWithoutAKeyCannotBeTakenBack) {
    files.write("a1", {}, tables);
    files.write("b2", {"a1"}, "  - insert: {table: team, rows: [{name: Nameless}]}\n");
    database.upgrade(files.history());
    EXPECT_NE(refused_downgrade("a1").find("row 1 of table \"team\" has no value of its own for \"id\""),
              std::string::npos)
        << refused_downgrade("a1");
    files.write("c3", {"b2"}, "  - insert: {table: team, key: [name], rows: [{name: Named}]}\n");
    database.upgrade(files.history());
    EXPECT_EQ(database.rows("SELECT name FROM team ORDER BY id"), "Nameless;Named");
    database.downgrade(files.history(), "-1");
    EXPECT_EQ(database.rows("SELECT name FROM team"), "Nameless");
}

TEST(SeedOfARevision, IsCheckedAgainstTheSchema) {
    const ChainFiles files;
    files.write("a1", {}, tables);
    const auto problem = [&](const std::string& keys) {
        files.write("b2", {"a1"}, "  - insert: {" + keys + "}\n");
        return files.problem();
    };
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"table: taem, rows: [{id: 1}]", "b2.yaml:5:5: error: there is no table \"taem\""},
        {"table: team, rows: [{id: 1, nmae: x}]", "table \"team\" has no column \"nmae\""},
        {"table: team, rows: [{id: 1}]", "row 1: team.name: a value is missing: it is NOT NULL, and has no default"},
        {"table: team, rows: [{id: 1, name: null}]", "row 1: team.name: it is NOT NULL"},
        {"table: team, rows: [{id: 1, name: a}, {id: x, name: b}]", "row 2: team.id: 'x' is no whole number (bigint)"},
        {"table: team, rows: [{id: 9223372036854775808, name: a}]", "is out of range"},
        {"table: team, rows: [{id: 1, name: 123456789012345678901}]", "is too long (varchar(20))"},
        {"table: team, rows: [{id: 1, name: a, rating: 1000}]", "has too many digits"},
        {"table: team, rows: [{id: 1, name: a, rating: high}]", "is no number"},
        {"table: team, rows: [{id: 1, name: a, mood: clam}]", "'clam' is none of its values"},
        {"table: team, rows: [{id: 1, name: a, active: yes}]", "is neither true nor false"},
        {"table: team, rows: [{id: 1, name: a, founded: 2026-02-29}]", "is no date"},
        {"table: team, rows: [{id: 1, name: a, seen: 2026-02-28}]", "is no time"},
        {"table: team, rows: [{id: 1, name: a}], key: [nmae]", "`key` names the column \"nmae\""},
        {"table: team, rows: [{id: 1, name: {now: true}}], key: [name]", "it tells the rows apart"},
        {"table: team, rows: []", "'rows' is empty"},
        {"table: team, rows: [{}]", "b2.yaml:5:34: error: this is empty"},
        {"table: team, row: [{id: 1}]", "unknown key 'row' (did you mean 'rows'?)"},
    };
    for (const auto& [keys, text] : wrong)
        EXPECT_NE(problem(keys).find(text), std::string::npos) << keys << "\n" << problem(keys);
    EXPECT_EQ(problem("table: team, rows: [{id: '+1', name: a, rating: 999.999, active: true, founded: 2024-02-29, "
                      "seen: '2024-02-29T23:59:59.5Z'}]"),
              "");
}

} // namespace
} // namespace aludel::migrations::testing
