// Several revisions become one: databases from every point end where they would have ended without it.
#include "migrations/history/squash.hpp"
#include "tests/migrations/chain_lab.hpp"
#include "tests/runtime/expected_error.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

constexpr const char* seed_of_powers =
    "  - insert: {table: power, rows: [{id: 1, name: flight}, {id: 2, name: it's}], key: [name]}\n";

/// A year of heroes: tables, rows of the revisions' own, SQL over the application's rows, renames.
void write_chain(const ChainFiles& files) {
    files.write("a1", {}, R"(
  - create_table:
      table: team
      columns: [{name: id, type: bigint, nullable: false, identity: true}, {name: name, type: text, nullable: false}]
      primary_key: {name: pk_team, columns: [id]}
  - create_table:
      table: hero
      columns: [{name: id, type: bigint, nullable: false, identity: true}, {name: team_id, type: bigint}, {name: age, type: text}]
      primary_key: {name: pk_hero, columns: [id]}
      foreign_keys: [{name: fk_hero_team, columns: [team_id], references: {table: team, columns: [id]}, on_delete: cascade}]
)");
    files.write("b2", {"a1"}, R"(
  - create_table:
      table: power
      columns: [{name: id, type: bigint, nullable: false, identity: true}]
      primary_key: {name: pk_power, columns: [id]}
  - add_column: {table: power, name: name, type: text, nullable: false, fill: "'none'"}
  - add_column: {table: hero, name: rank, type: integer, nullable: false, fill: "id * 10"}
  - create_unique_constraint: {table: power, name: uq_power_name, columns: [name]}
)");
    files.write("c3", {"b2"}, std::string(seed_of_powers) + R"(
  - execute: {sql: "UPDATE hero SET rank = rank + 1", reverse: "UPDATE hero SET rank = rank - 1"}
  - add_column: {table: power, name: level, type: integer, nullable: false, default: 3}
)");
    files.write("d4", {"c3"}, R"(
  - alter_column: {table: hero, column: age, type: integer}
  - rename_column: {table: hero, column: rank, to: place}
  - create_table:
      table: gift
      columns: [{name: hero_id, type: bigint, nullable: false}, {name: power_id, type: bigint, nullable: false}]
      primary_key: {name: pk_gift, columns: [hero_id, power_id]}
  - create_foreign_key: {table: gift, name: fk_gift_hero, columns: [hero_id], references: {table: hero, columns: [id]}}
  - create_foreign_key: {table: gift, name: fk_gift_power, columns: [power_id], references: {table: power, columns: [id]}}
)");
    files.write("e5", {"d4"}, R"(
  - rename_table: {table: team, to: squad}
  - create_index: {table: hero, name: ix_hero_place, columns: [place]}
)",
                "# a comment that stays\n");
}

constexpr const char* ids[] = {"a1", "b2", "c3", "d4", "e5"};

/// What an application writes as soon as there is a place for it.
void add_rows(ChainDatabase& database, std::size_t revisions) {
    if (revisions == 0) return;
    const std::string team = revisions < 5 ? "team" : "squad";
    database.execute("INSERT INTO " + team + " (name) VALUES ('one'), ('two')");
    const std::string rank = revisions < 2 ? "" : revisions < 4 ? ", rank" : ", place";
    database.execute("INSERT INTO hero (team_id, age" + rank + ") VALUES (1, '30'" + (rank.empty() ? "" : ", 7") +
                     "), (2, '40'" + (rank.empty() ? "" : ", 8") + ")");
}

void remove_replaced(const ChainFiles& files, const std::string& id) {
    for (const auto& path : replaced_files(files.history(), id)) std::filesystem::remove(path);
}

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

class Squash : public ::testing::TestWithParam<const char*> {
protected:
    Squash() { write_chain(files); }

    /// A database that was at the first `revisions` when the chain changed, with rows.
    std::unique_ptr<ChainDatabase> at(const RevisionHistory& history, std::size_t revisions) {
        auto database = std::make_unique<ChainDatabase>(GetParam());
        if (revisions > 0) database->upgrade(history, ids[revisions - 1]);
        add_rows(*database, revisions);
        return database;
    }

    /// Databases from every point, brought up by `now`, are what `before` makes of their like.
    void expect_the_same_from_everywhere(const RevisionHistory& before, const RevisionHistory& now,
                                         const std::string& applied) {
        for (std::size_t revisions = 0; revisions <= std::size(ids); ++revisions) {
            SCOPED_TRACE(std::to_string(revisions) + " revisions before");
            const auto expected = at(before, revisions), database = at(before, revisions);
            expected->upgrade(before);
            const auto outcome = database->upgrade(now);
            EXPECT_EQ(database->applied(), applied);
            EXPECT_TRUE(database->schema() == expected->schema());
            EXPECT_EQ(contents(*database), contents(*expected));
            EXPECT_NE(outcome.status, Outcome::Status::up_to_date);
            EXPECT_EQ(outcome.to, now.graph().heads());
            EXPECT_EQ(database->upgrade(now).status, Outcome::Status::up_to_date);
        }
    }

    ChainFiles files;
};

INSTANTIATE_TEST_SUITE_P(Databases, Squash, ::testing::Values("sqlite", "postgresql"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(Squash, DatabasesFromEveryPointEndAlike) {
    const auto before = files.history();
    squash(files, "a1:d4", "s1");
    expect_the_same_from_everywhere(before, files.history(), "s1;e5");
}

TEST_P(Squash, OfAllRevisions) {
    const auto before = files.history();
    squash(files, "base:head", "s1");
    expect_the_same_from_everywhere(before, files.history(), "s1");
}

TEST_P(Squash, InTheMiddle) {
    const auto before = files.history();
    const auto written = squash(files, "b2:d4", "s1");
    ASSERT_EQ(written.edited.size(), 1U);
    const auto text = aludel::test::read_file(files.path("e5"));
    expect_contains(text, "parents: [s1]");
    expect_contains(text, "# a comment that stays");
    expect_the_same_from_everywhere(before, files.history(), "a1;s1;e5");
}

TEST_P(Squash, OfASquash) {
    const auto before = files.history();
    squash(files, "a1:c3", "s1");
    squash(files, "s1:d4", "s2");
    expect_the_same_from_everywhere(before, files.history(), "s2;e5");
    const auto finished = at(before, 4);
    remove_replaced(files, "s2");
    const auto after = files.history();
    EXPECT_EQ(after.all_files().size(), 2U);
    finished->upgrade(after);
    EXPECT_EQ(finished->applied(), "s2;e5") << "known by what the first squash had replaced";

    const auto in_the_first = at(before, 2);
    expect_contains(message_of([&] { in_the_first->upgrade(after); }),
                    "lacks c3, d4, which this program no longer has");
}

TEST_P(Squash, OneThatIsInTheFirstSquashGoesOnFromThere) {
    squash(files, "a1:c3", "s1");
    const auto between = files.history();
    ChainDatabase database(GetParam());
    database.upgrade(between, "s1");
    squash(files, "s1:e5", "s2");
    database.upgrade(files.history());
    EXPECT_EQ(database.applied(), "s2");
    EXPECT_EQ(database.rows("SELECT name FROM power ORDER BY id"), "flight;it's");
}

TEST_P(Squash, WithoutTheFilesAPartIsRefusedByName) {
    const auto before = files.history();
    const auto none = at(before, 0), part = at(before, 2), all = at(before, 4);
    squash(files, "a1:d4", "s1");
    remove_replaced(files, "s1");
    const auto after = files.history();
    none->upgrade(after);
    all->upgrade(after);
    EXPECT_EQ(none->applied(), "s1;e5");
    EXPECT_EQ(all->applied(), "s1;e5");
    EXPECT_TRUE(none->schema() == all->schema());

    const auto rows = contents(*part);
    const auto refused =
        test::error_of([&] { part->upgrade(after); },
                       {"the database has had a part of what revision s1 replaces (a1, b2), and lacks c3, d4",
                        "Upgrade it first with a version of the program that still has d4"});
    EXPECT_EQ(refused.refusal(), Refusal::half_replaced);
    EXPECT_EQ(part->applied(), "a1;b2");
    EXPECT_EQ(contents(*part), rows);
}

TEST_P(Squash, ChecksumsOfReplacedRowsAreChecked) {
    const auto before = files.history();
    const auto part = at(before, 2), all = at(before, 4);
    squash(files, "a1:d4", "s1");
    for (auto* database : {part.get(), all.get()}) {
        database->execute("UPDATE aludel_revision SET checksum = '1:other' WHERE revision = 'b2'");
        expect_contains(message_of([&] { database->upgrade(files.history()); }),
                        "revision b2 was changed after it was applied");
    }
    aludel::test::write_file(files.path("b2"), aludel::test::read_file(files.path("b2")) +
                                                   "  - add_column: {table: hero, name: note, type: text}\n");
    expect_contains(files.problem(), "b2.yaml");
}

TEST_P(Squash, AnOlderProgramRefusesANewerDatabase) {
    const auto before = files.history();
    squash(files, "a1:d4", "s1");
    ChainDatabase database(GetParam());
    database.upgrade(files.history());
    expect_contains(message_of([&] { database.upgrade(before); }), "A newer program was here");
}

TEST_P(Squash, GoesDownAsOne) {
    const auto before = files.history();
    const auto database = at(before, 5), part = at(before, 3);
    squash(files, "b2:d4", "s1");
    const auto now = files.history();
    const auto heroes = database->rows("SELECT id, team_id, age FROM hero ORDER BY id");
    database->upgrade(now);
    database->downgrade(now, "a1");
    EXPECT_EQ(database->applied(), "a1");
    const auto expected = at(before, 1);
    EXPECT_TRUE(database->schema() == expected->schema());
    EXPECT_EQ(database->rows("SELECT id, team_id, age FROM hero ORDER BY id"), heroes);
    database->upgrade(now);
    EXPECT_EQ(database->applied(), "a1;s1;e5");

    expect_contains(message_of([&] { part->downgrade(now, "base"); }),
                    "the database has had a part of what revision s1 replaces: b2, c3");
    EXPECT_EQ(part->applied(), "a1;b2;c3");
}

TEST_P(Squash, DowngradesThatAPersonWroteAreKept) {
    files.write("f6", {"e5"}, "  - add_column: {table: hero, name: note, type: text}\n",
                "downgrade:\n  - execute: {sql: \"UPDATE hero SET place = -1\"}\n  - drop_column: {table: hero, "
                "column: note}\n");
    const auto before = files.history();
    const auto database = at(before, 5);
    squash(files, "e5:f6", "s1");
    database->upgrade(files.history());
    database->downgrade(files.history(), "d4");
    EXPECT_EQ(database->rows("SELECT DISTINCT place FROM hero"), "-1");
    EXPECT_EQ(database->rows("SELECT count(*) FROM team"), "2");
}

TEST_P(Squash, StampTakesThePlaceOfAPart) {
    const auto before = files.history();
    const auto part = at(before, 3), all = at(before, 4);
    squash(files, "a1:d4", "s1");
    const auto now = files.history();
    expect_contains(message_of([&] { part->stamp(now, "base"); }), "s1");
    part->stamp(now, "s1");
    EXPECT_EQ(part->applied(), "s1");
    all->stamp(now, "heads");
    EXPECT_EQ(all->applied(), "s1;e5");
}

TEST_P(Squash, MergesInsideOfTheRun) {
    files.write("x1", {"b2"}, "  - add_column: {table: hero, name: town, type: text}\n");
    files.write("f6", {"e5", "x1"}, "");
    const auto before = files.history();
    ChainDatabase on_the_branch(GetParam()), expected(GetParam());
    on_the_branch.upgrade(before, "x1");
    add_rows(on_the_branch, 2);
    expected.upgrade(before, "x1");
    add_rows(expected, 2);
    expect_contains(message_of([&] { closed_run(before, "a1:e5"); }), "x1 comes from b2");
    expect_contains(message_of([&] { closed_run(before, "c3:f6"); }), "f6 comes from x1");
    squash(files, "b2:f6", "s1");
    on_the_branch.upgrade(files.history());
    expected.upgrade(before);
    EXPECT_EQ(on_the_branch.applied(), "a1;s1");
    EXPECT_TRUE(on_the_branch.schema() == expected.schema());
    EXPECT_EQ(contents(on_the_branch), contents(expected));
}

TEST(SquashOfFiles, FoldsWhatTheRunMakesItself) {
    const ChainFiles files;
    write_chain(files);
    const auto history = files.history();
    const auto revision = squashed(history, closed_run(history, "base:e5"));
    std::vector<std::string> kinds;
    for (const auto& operation : revision.upgrade) kinds.emplace_back(kind_of(operation));
    // SQL may look at all that is there: what comes after it stays behind it.
    EXPECT_EQ(kinds, (std::vector<std::string>{"create_table", "create_table", "create_table", "insert", "execute",
                                               "add_column", "alter_column", "rename_column", "create_table",
                                               "rename_table", "create_index"}));
    const auto without = squashed(history, closed_run(history, "base:e5"), std::vector<std::string>{"c3"});
    EXPECT_EQ(without.upgrade.size(), 5U) << "tables, and the rename that a foreign key follows";
    Schema schema;
    for (const auto& operation : without.upgrade) apply(operation, schema);
    EXPECT_TRUE(schema == history.schema_at_heads());
}

TEST(SquashOfFiles, WhatDoesNotGoIsRefused) {
    const ChainFiles files;
    write_chain(files);
    const auto problem = [&](const std::string& range) {
        return message_of([&] { closed_run(files.history(), range); });
    };
    expect_contains(problem("d4:b2"), "b2 does not come from d4");
    expect_contains(problem("b2:b2"), "one revision alone is nothing to squash");
    expect_contains(problem("b2"), "is not FROM:TO");
    files.write("y1", {"e5"}, "", "depends_on: [c3]\n");
    expect_contains(problem("b2:d4"), "y1 depends on c3");
    expect_contains(problem("d4:y1"), "the revisions from d4 to y1 are not closed:\n  y1 depends on c3");
}

TEST(SquashOfFiles, WhoCameFromTheInsideIsToldTheNewParent) {
    const ChainFiles files;
    write_chain(files);
    squash(files, "a1:d4", "s1");
    files.write("z9", {"b2"}, "");
    expect_contains(files.problem(), "z9.yaml:2:11: error: revision z9 has the parent b2, which is not there (revision "
                                     "s1 replaces it: give it that for a parent)");
    files.remove("z9");
    files.remove("a1");
    expect_contains(files.problem(), "replaces this one: remove its file as well");
}

TEST(SquashOfFiles, ThatWasChangedAfterwardsIsRefused) {
    const ChainFiles files;
    write_chain(files);
    const auto written = squash(files, "a1:d4", "s1");
    const auto text = aludel::test::read_file(written.file);
    auto other = text;
    other.replace(other.find("to: place"), 9, "to: plate");
    aludel::test::write_file(written.file, other);
    const auto problem = files.problem();
    EXPECT_NE(problem, "");
    aludel::test::write_file(written.file, text);
    EXPECT_EQ(files.problem(), "");
}

} // namespace
} // namespace aludel::migrations::testing
