// What somebody made by hand in a database, beside what the revisions made.
#include "tests/migrations/chain_lab.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <utility>

namespace aludel::migrations::testing {
namespace {

constexpr auto tables = R"yaml(
  - create_table:
      table: team
      columns:
        - {name: id, type: bigint, nullable: false, identity: true}
        - {name: name, type: text, nullable: false}
      primary_key: {name: pk_team, columns: [id]}
  - create_table:
      table: hero
      columns:
        - {name: id, type: bigint, nullable: false, identity: true}
        - {name: alias, type: text}
        - {name: age, type: integer}
        - {name: team_id, type: bigint}
      primary_key: {name: pk_hero, columns: [id]}
      foreign_keys:
        - {name: fk_hero_team, columns: [team_id], references: {table: team, columns: [id]}}
)yaml";

class HandMade : public ::testing::Test {
protected:
    explicit HandMade(std::string_view dialect = "sqlite") : database(dialect) {
        files.write("a1", {}, tables);
        database.upgrade(files.history());
        if (dialect == "sqlite") database.execute("PRAGMA foreign_keys = ON");
        database.execute("INSERT INTO team VALUES (1, 'a'), (2, 'a'), (3, 'b');"
                         "INSERT INTO hero VALUES (1, 'x', 10, 1), (2, 'y', 20, 2), (3, 'z', 30, 3)");
    }
    std::string refused() {
        try {
            database.upgrade(files.history());
        } catch (const Error& error) {
            EXPECT_EQ(database.applied(), "a1");
            return error.what();
        }
        ADD_FAILURE() << "nothing stopped the upgrade";
        return {};
    }
    ChainFiles files;
    ChainDatabase database;
};

class HandMadeInPostgresql : public HandMade {
protected:
    HandMadeInPostgresql() : HandMade("postgresql") {}
};

TEST_F(HandMade, triggers_and_views_stop_a_revision_that_would_break_them) {
    database.execute("CREATE TABLE log (what); CREATE VIEW v AS SELECT alias FROM hero;"
                     "CREATE TRIGGER t AFTER INSERT ON hero BEGIN INSERT INTO log VALUES (new.alias); END");
    const std::string change = R"yaml(
  - alter_column: {table: hero, column: age, type: text}
  - drop_column: {table: hero, column: alias}
)yaml";
    files.write("b2", {"a1"}, change);
    const auto what = refused();
    for (const auto* part : {"view v (", "trigger t (", "Nothing was changed"})
        EXPECT_NE(what.find(part), what.npos) << part << " in: " << what;
    database.execute("INSERT INTO hero (alias) VALUES ('new')");
    EXPECT_EQ(database.rows("SELECT what, (SELECT count(*) FROM v) FROM log"), "new|4");

    files.write("b2", {"a1"}, change + "  - execute: {sql: DROP VIEW v; DROP TRIGGER t}\n");
    database.upgrade(files.history());
    database.execute("INSERT INTO hero (age) VALUES ('40')");
    EXPECT_EQ(database.rows("SELECT id, age, team_id FROM hero WHERE id <> 4"), "1|10|1;2|20|2;3|30|3;5|40|NULL");
}

/// SQLite cannot say of such a table whether its rows refer to something.
TEST_F(HandMade, tables_that_refer_to_what_is_not_unique_leave_the_others_checked) {
    database.execute("CREATE TABLE log (team_id REFERENCES hero (team_id))");
    const std::string change = R"yaml(
  - create_unique_constraint: {table: team, name: uq_team_name, columns: [name], on_conflict: keep first}
)yaml";
    files.write("b2", {"a1"}, change);
    const auto what = refused();
    EXPECT_NE(what.find("1 row would refer to nothing: the first is in hero, rowid 2"), what.npos) << what;
    EXPECT_EQ(database.rows("SELECT h.id, t.name FROM hero AS h JOIN team AS t ON t.id = team_id ORDER BY 1"),
              "1|a;2|a;3|b");
    files.write("b2", {"a1"}, "  - execute: {sql: UPDATE hero SET team_id = 1 WHERE id = 2}" + change);
    database.upgrade(files.history());
    EXPECT_EQ(database.rows("SELECT id FROM team"), "1;3");
}

TEST_F(HandMadeInPostgresql, what_is_over_a_column_does_not_go_with_it) {
    const std::string drop = "  - drop_column: {table: hero, column: age}\n";
    files.write("b2", {"a1"}, drop);
    const std::string add = "ALTER TABLE hero ADD CONSTRAINT hand ",
                      drop_constraint = "ALTER TABLE hero DROP CONSTRAINT hand";
    for (const auto& [made, dropped] :
         {std::pair{add + "UNIQUE (alias, age)", drop_constraint},
          std::pair{add + "CHECK (age < 90 OR alias IS NOT NULL)", drop_constraint},
          std::pair{add + "EXCLUDE (alias WITH =, age WITH =)", drop_constraint},
          std::pair{add + "FOREIGN KEY (age) REFERENCES team NOT VALID", drop_constraint},
          std::pair<std::string, std::string>{"CREATE STATISTICS hand ON alias, age FROM hero", "DROP STATISTICS hand"},
          std::pair<std::string, std::string>{"CREATE INDEX hand ON hero (alias) INCLUDE (age)", "DROP INDEX hand"},
          std::pair<std::string, std::string>{"CREATE INDEX hand ON hero ((age + id))", "DROP INDEX hand"},
          std::pair<std::string, std::string>{"CREATE UNIQUE INDEX hand ON hero (alias) WHERE age > 1",
                                              "DROP INDEX hand"}}) {
        database.execute(made);
        const auto what = refused();
        for (const auto* part : {"hero.age", " hand", "1 row", "drop that first", "Nothing was changed"})
            EXPECT_NE(what.find(part), what.npos) << part << " in: " << what;
        if (made.find("INDEX hand ON hero (alias) WHERE") == made.npos) database.execute(dropped);
    }
    EXPECT_EQ(database.rows("SELECT id, age FROM hero ORDER BY id"), "1|10;2|20;3|30");

    files.write("b2", {"a1"}, "  - execute: {sql: DROP INDEX hand}\n" + drop);
    database.upgrade(files.history());
    EXPECT_EQ(database.rows("SELECT * FROM hero ORDER BY id"), "1|x|1;2|y|2;3|z|3");
}

TEST_F(HandMadeInPostgresql, what_is_of_a_column_alone_goes_with_it) {
    database.execute("CREATE SEQUENCE numbers OWNED BY hero.age;"
                     "ALTER TABLE hero ALTER age SET DEFAULT nextval('numbers'), ALTER age SET NOT NULL");
    files.write("b2", {"a1"}, "  - drop_column: {table: hero, column: age}\n");
    database.upgrade(files.history());
    EXPECT_EQ(database.rows("SELECT id, alias FROM hero ORDER BY id"), "1|x;2|y;3|z");
}

} // namespace
} // namespace aludel::migrations::testing
