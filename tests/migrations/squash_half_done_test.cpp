// A revision that was interrupted, and which a newer program has squashed. Half applied it is finished; half taken
// back, both ways on are refused with the one way out.
#include "tests/migrations/chain_lab.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <optional>

namespace aludel::migrations::testing {
namespace {

class SquashOfHalfTakenBack : public ::testing::TestWithParam<const char*> {
protected:
    SquashOfHalfTakenBack() {
        files.write("a1", {}, R"yaml(
  - create_table:
      table: hero
      columns: [{name: id, type: bigint, nullable: false, identity: true}, {name: name, type: text}]
      primary_key: {name: pk_hero, columns: [id]}
  - create_table:
      table: deed
      columns: [{name: hero_id, type: bigint}]
      foreign_keys: [{name: fk_deed_hero, columns: [hero_id], references: {table: hero, columns: [id]}}]
)yaml");
        files.write("b2", {"a1"}, "  - add_column: {table: hero, name: age, type: integer}\n", R"yaml(transaction: none
downgrade:
  - execute: {sql: "UPDATE hero SET name = name || '!'"}
  - execute: {sql: "DROP TABLE made_by_hand"}
  - drop_column: {table: hero, column: age}
)yaml");
        files.write("c3", {"b2"}, "  - add_column: {table: hero, name: motto, type: text}\n");
        older.emplace(files.history());
        database.upgrade(*older, "b2");
        database.execute("INSERT INTO hero (name) VALUES ('Ann'); INSERT INTO deed VALUES (1)");
        EXPECT_THROW(database.downgrade(*older, "a1"), Error);
        EXPECT_EQ(rows(), "Ann!|1");
    }

    std::string rows() { return database.rows("SELECT name, hero_id FROM hero JOIN deed ON hero_id = id"); }

    RevisionHistory squashed(const std::string& range) const {
        squash(files, range, "s1");
        return files.history();
    }

    void expect_the_way_out(const RevisionHistory& newer, const std::string& below) {
        for (const auto& message :
             {message_of([&] { database.upgrade(newer); }), message_of([&] { database.downgrade(newer, below); })}) {
            for (const auto* part :
                 {"revision b2 is half taken back (1 of its ", " steps), and revision s1 replaces it",
                  "a version of the program that has b2 still without what replaces it", "stamp it"})
                EXPECT_NE(message.find(part), std::string::npos) << part << " not in: " << message;
        }
        EXPECT_EQ(rows(), "Ann!|1");
    }

    ChainFiles files;
    std::optional<RevisionHistory> older;
    ChainDatabase database{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Databases, SquashOfHalfTakenBack, ::testing::Values("sqlite", "postgresql"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(SquashOfHalfTakenBack, IsFinishedByTheOlderProgram) {
    const auto newer = squashed("base:c3");
    expect_the_way_out(newer, "base");
    database.execute("CREATE TABLE made_by_hand (id integer)");
    database.downgrade(*older, "a1");
    database.upgrade(newer);
    EXPECT_EQ(database.applied(), "s1");
    EXPECT_EQ(rows(), "Ann!|1");
}

TEST_P(SquashOfHalfTakenBack, IsStampedOncePutInOrderByHand) {
    const auto newer = squashed("base:c3");
    expect_the_way_out(newer, "base");
    database.execute("ALTER TABLE hero ADD COLUMN motto text");
    database.stamp(newer, "s1");
    EXPECT_EQ(database.upgrade(newer).status, Outcome::Status::up_to_date);
    EXPECT_EQ(database.applied(), "s1");
    EXPECT_EQ(rows(), "Ann!|1");
}

TEST_P(SquashOfHalfTakenBack, AsTheFirstOfTheRunIsStampedBelowIt) {
    const auto newer = squashed("b2:c3");
    expect_the_way_out(newer, "a1");
    database.execute("ALTER TABLE hero DROP COLUMN age");
    database.stamp(newer, "a1");
    EXPECT_EQ(database.applied(), "a1");
    database.upgrade(newer);
    EXPECT_EQ(database.applied(), "a1;s1");
    EXPECT_EQ(rows(), "Ann!|1");
}

class SquashOfHalfApplied : public ::testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Databases, SquashOfHalfApplied, ::testing::Values("sqlite", "postgresql"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(SquashOfHalfApplied, ComesFromBaseWhereItIsTheFirst) {
    const ChainFiles files;
    files.write("a1", {}, R"yaml(
  - create_table:
      table: hero
      columns: [{name: id, type: bigint, nullable: false}]
      primary_key: {name: pk_hero, columns: [id]}
  - execute: {sql: "INSERT INTO hero SELECT id FROM made_by_hand", reverse: ""}
)yaml",
                "transaction: none\n");
    files.write("b2", {"a1"}, "  - add_column: {table: hero, name: age, type: integer}\n");
    ChainDatabase database(GetParam());
    EXPECT_THROW(database.upgrade(files.history()), Error);
    squash(files, "base:b2", "s1");
    database.execute("CREATE TABLE made_by_hand (id integer); INSERT INTO made_by_hand VALUES (7)");
    const auto outcome = database.upgrade(files.history());
    EXPECT_EQ(outcome.from, std::vector<std::string>());
    EXPECT_EQ(outcome.to, std::vector<std::string>{"s1"});
    EXPECT_EQ(database.applied(), "s1");
    EXPECT_EQ(database.rows("SELECT id, age FROM hero"), "7|NULL");
}

} // namespace
} // namespace aludel::migrations::testing
