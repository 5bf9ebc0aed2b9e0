// A revision file's `backfill`, `transaction: none` and SQL that no transaction may hold.
#include "migrations/revision_file.hpp"
#include "tests/migrations/chain_lab.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

constexpr auto hero = R"yaml(
  - create_table:
      table: hero
      columns:
        - {name: id, type: bigint, nullable: false, identity: true}
        - {name: name, type: text, nullable: false}
      primary_key: {name: pk_hero, columns: [id]}
  - create_table:
      table: note
      columns: [{name: text, type: text}]
)yaml";

class Backfills : public ::testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        files.write("a1", {}, hero);
        database.upgrade(files.history());
        for (int i = 0; i < 25; ++i) database.execute("INSERT INTO hero (name) VALUES ('h" + std::to_string(i) + "')");
    }
    ChainFiles files;
    ChainDatabase database{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, Backfills, ::testing::Values("sqlite", "postgresql"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(Backfills, fill_a_column_that_is_required_then) {
    files.write("b2", {"a1"}, R"yaml(
  - add_column: {table: hero, name: power, type: integer}
  - backfill:
      table: hero
      set: {power: length(name) * 10}
      where: power IS NULL
      batch: 4
      pause: 1
  - alter_column: {table: hero, column: power, nullable: false}
)yaml");
    const auto history = files.history();
    database.upgrade(history);
    EXPECT_EQ(database.rows("SELECT power, count(*) FROM hero GROUP BY power ORDER BY power"), "20|10;30|15");
    EXPECT_EQ(database.schema(), history.schema_at_heads());
    database.downgrade(history, "a1");
    EXPECT_EQ(database.rows("SELECT count(*) FROM hero WHERE name LIKE 'h%'"), "25");
}

TEST_P(Backfills, have_sql_for_each_database) {
    files.write("b2", {"a1"}, R"yaml(
  - backfill:
      table: hero
      set: {name: {sqlite: "name || 's'", postgresql: "name || 'p'"}}
      where: {sqlite: id > 20, postgresql: id > 10}
)yaml");
    database.upgrade(files.history());
    EXPECT_EQ(database.rows("SELECT count(*) FROM hero WHERE name LIKE '%s' OR name LIKE '%p'"),
              GetParam() == std::string("sqlite") ? "5" : "15");
}

TEST_P(Backfills, are_committed_one_by_one_with_the_steps_of_a_revision_without_transaction) {
    files.write("b2", {"a1"}, R"yaml(
  - execute: {sql: "UPDATE hero SET name = 'x' || name", reverse: ""}
  - execute: {sql: "SELECT * FROM no_such_table", reverse: ""}
)yaml",
                "transaction: none\n");
    EXPECT_THROW(database.upgrade(files.history()), Error);
    EXPECT_EQ(database.rows("SELECT count(*) FROM hero WHERE name LIKE 'xh%'"), "25");
    files.write("b2", {"a1"}, R"yaml(
  - execute: {sql: "UPDATE hero SET name = 'x' || name", reverse: ""}
  - execute: {sql: "INSERT INTO note VALUES ('done')", reverse: ""
}
)yaml",
                "transaction: none\n");
    EXPECT_THROW(database.upgrade(files.history()), Error) << "it was changed while it was half done";
}

TEST_P(Backfills, go_on_beside_vacuum) {
    files.write("b2", {"a1"}, R"yaml(
  - execute: {sql: "INSERT INTO note VALUES ('before')", reverse: ""}
  - execute: {sql: "vacuum -- all of it", reverse: ""}
  - execute: {sql: "INSERT INTO note VALUES ('after')", reverse: ""}
)yaml");
    database.upgrade(files.history());
    EXPECT_EQ(database.rows("SELECT text FROM note ORDER BY text DESC"), "before;after");
}

TEST_P(Backfills, and_constraints_are_made_while_others_write) {
    files.write("b2", {"a1"}, R"yaml(
  - create_table:
      table: team
      columns: [{name: id, type: bigint, nullable: false, identity: true}]
      primary_key: {name: pk_team, columns: [id]}
  - insert: {table: team, rows: [{id: 1}]}
  - add_column: {table: hero, name: team_id, type: bigint}
  - create_foreign_key: {table: hero, name: fk_hero_team, columns: [team_id], references: {table: team, columns: [id]}, concurrently: true}
  - create_check_constraint: {table: hero, name: ck_hero_name, sql: length(name) < 5, concurrently: true}
)yaml");
    const auto history = files.history();
    database.execute("INSERT INTO hero (name) VALUES ('much too long')");
    EXPECT_THROW(database.upgrade(history), Error);
    database.execute("DELETE FROM hero WHERE name = 'much too long'");
    database.upgrade(history);
    EXPECT_EQ(database.schema(), find_dialect(GetParam())->canonical(history.schema_at_heads()));
    EXPECT_EQ(database.rows("SELECT count(*) FROM hero"), "25");
    EXPECT_THROW(database.execute("UPDATE hero SET team_id = 7"), Error);
    EXPECT_THROW(database.execute("UPDATE hero SET name = 'much too long'"), Error);
    if (GetParam() == std::string("postgresql")) {
        EXPECT_EQ(database.rows("SELECT count(*) FROM pg_constraint WHERE NOT convalidated"), "0");
    }
    database.downgrade(history, "a1");
    EXPECT_EQ(database.rows("SELECT count(*) FROM hero"), "25");
}

TEST(Backfill, is_checked_when_the_file_is_read) {
    ChainFiles files;
    files.write("a1", {}, hero);
    const auto problem = [&](const std::string& operation) {
        files.write("b2", {"a1"}, "  - backfill: " + operation + "\n");
        return files.problem();
    };
    const auto expect = [&](const std::string& operation, const std::string& text) {
        const auto found = problem(operation);
        EXPECT_NE(found.find("b2.yaml:"), std::string::npos) << found;
        EXPECT_NE(found.find(text), std::string::npos) << found;
    };
    EXPECT_EQ(problem("{table: hero, set: {name: upper(name)}}"), "");
    expect("{table: villain, set: {name: upper(name)}}", "villain");
    expect("{table: hero, set: {title: upper(name)}}", "title");
    expect("{table: hero, set: {id: id + 1}}", "is in the primary key");
    expect("{table: note, set: {text: upper(text)}}", "without a primary key");
    expect("{table: hero, set: {}}", "'set' is empty");
    expect("{table: hero, set: {name: upper(name)}, batch: 0}", "'batch' must be a number of rows, from 1");
    expect("{table: hero, set: {name: upper(name)}, wher: id > 1}", "did you mean 'where'?");
}

TEST(RevisionKeys, say_what_they_may_be) {
    const auto read = [](const std::string& line) {
        return read_revision("revision: a1\nparents: []\n" + line + "\nupgrade: []\n", "a1.yaml").revision;
    };
    EXPECT_TRUE(read("transaction: none").without_transaction);
    EXPECT_FALSE(read("transaction: shared").without_transaction);
    EXPECT_EQ(read("older_applications: read").older_applications, Compatibility::read);
    EXPECT_EQ(read("message: x").older_applications, std::nullopt);
    for (const auto* line : {"transaction: no", "older_applications: yes"}) {
        try {
            read(line);
            ADD_FAILURE() << line;
        } catch (const FileError& error) {
            EXPECT_EQ(std::string(error.what()).find("a1.yaml:3:"), 0U) << error.what();
        }
    }
}

} // namespace
} // namespace aludel::migrations::testing
