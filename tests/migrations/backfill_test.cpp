// A revision file's `backfill`, `transaction: none` and SQL that no transaction may hold.
#include "migrations/revision/revision_file.hpp"
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
    /// As another application would while the last batch is filled: a row where the backfill does not come any more.
    void insert_behind_the_backfill() {
        const std::string insert = "INSERT INTO hero (id, name) VALUES (-1, 'late')";
        const std::string trigger = "CREATE TRIGGER late AFTER UPDATE ON hero FOR EACH ROW WHEN (NEW.name = 'h24')";
        if (GetParam() == std::string("sqlite"))
            return database.execute(trigger + " BEGIN " + insert + " ON CONFLICT DO NOTHING; END");
        database.execute("CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + insert +
                         " ON CONFLICT DO NOTHING; RETURN NULL; END $$");
        database.execute(trigger + " EXECUTE FUNCTION late()");
    }
    void stop_inserting() {
        database.execute(GetParam() == std::string("sqlite") ? "DROP TRIGGER late" : "DROP FUNCTION late CASCADE");
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

TEST_P(Backfills, are_followed_up_for_rows_that_came_meanwhile) {
    insert_behind_the_backfill();
    const auto required = [&](const std::string& where, const std::string& more) {
        files.write("b2", {"a1"},
                    R"yaml(
  - add_column: {table: hero, name: power, type: integer}
  - backfill: {table: hero, set: {power: length(name) -- of now}, batch: 4)yaml" +
                        where + R"yaml(}
  - alter_column: {table: hero, column: power, nullable: false)yaml" +
                        more + "}\n");
        return files.history();
    };
    const auto history = required("", "");
    database.upgrade(history);
    EXPECT_EQ(database.rows("SELECT name, power FROM hero WHERE id = -1"), "late|4");
    stop_inserting();
    EXPECT_EQ(database.schema(), history.schema_at_heads());

    database.downgrade(history, "a1");
    database.execute("DELETE FROM hero WHERE id = -1");
    insert_behind_the_backfill();
    database.upgrade(required("", ", fill: 7"));
    EXPECT_EQ(database.rows("SELECT power FROM hero WHERE id = -1"), "7") << "a person's own fill is the one";

    database.downgrade(files.history(), "a1");
    database.execute("DELETE FROM hero WHERE id = -1");
    try {
        database.upgrade(required(", where: \"name <> 'late'\"", ""));
        FAIL() << "the backfill was not for these rows";
    } catch (const Error& error) {
        EXPECT_NE(error.message().find("hero.power becomes NOT NULL, and rows hold NULL"), std::string::npos)
            << error.message();
    }
    database.execute("UPDATE hero SET power = 1 WHERE name = 'late'");
    database.upgrade(files.history());
    EXPECT_EQ(database.rows("SELECT count(*) FROM hero WHERE power IS NULL"), "0");
}

TEST_P(Backfills, are_not_followed_up_where_their_sql_is_of_another_time) {
    files.write("b2", {"a1"}, R"yaml(
  - add_column: {table: hero, name: nick, type: text}
  - add_column: {table: hero, name: code, type: text}
  - backfill: {table: hero, set: {nick: lower(name), code: "'7'"}, batch: 4}
  - rename_column: {table: hero, column: name, to: title}
  - alter_column: {table: hero, column: nick, nullable: false}
)yaml");
    files.write("c3", {"b2"}, R"yaml(
  - backfill: {table: hero, set: {code: "'8'"}, batch: 4}
  - alter_column: {table: hero, column: code, type: integer, using: CAST(code AS integer), nullable: false}
)yaml");
    const auto history = files.history();
    database.upgrade(history);
    EXPECT_EQ(database.rows("SELECT DISTINCT code FROM hero WHERE nick = lower(title)"), "8");
    EXPECT_THROW(database.execute("INSERT INTO hero (title, nick) VALUES ('x', 'x')"), Error);
    EXPECT_THROW(database.execute("INSERT INTO hero (title, code) VALUES ('x', 1)"), Error);
}

TEST_P(Backfills, and_a_column_becomes_required_while_others_write) {
    files.write("b2", {"a1"}, R"yaml(
  - add_column: {table: hero, name: power, type: integer}
  - backfill: {table: hero, set: {power: length(name)}, batch: 4}
  - alter_column: {table: hero, column: power, nullable: false, concurrently: true}
  - alter_column: {table: note, column: text, nullable: false, concurrently: true}
)yaml");
    insert_behind_the_backfill();
    const auto history = files.history();
    database.execute("INSERT INTO note VALUES (NULL)");
    const auto refused = [&] {
        try {
            database.upgrade(history);
        } catch (const Error& error) {
            return error.message();
        }
        return std::string();
    }();
    EXPECT_NE(refused.find("note.text becomes NOT NULL, and rows hold NULL: fill them first"), std::string::npos);
    if (GetParam() == std::string("postgresql")) {
        EXPECT_THROW(database.execute("INSERT INTO hero (name, power) VALUES ('none', NULL)"), Error) << "from then on";
    }
    database.execute("UPDATE note SET text = 'filled'");
    database.upgrade(history);
    EXPECT_EQ(database.rows("SELECT name, power FROM hero WHERE id = -1"), "late|4");
    stop_inserting();
    EXPECT_EQ(database.schema(), find_dialect(GetParam())->canonical(history.schema_at_heads()))
        << "and nothing is left of what led there";
    EXPECT_THROW(database.execute("INSERT INTO note VALUES (NULL)"), Error);
    database.downgrade(history, "a1");
    database.execute("INSERT INTO note VALUES (NULL)");
    EXPECT_EQ(database.rows("SELECT count(*) FROM hero"), "26");
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

/// In SQLite nothing hangs on a view.
class StepsOfPostgresql : public Backfills {};
INSTANTIATE_TEST_SUITE_P(Databases, StepsOfPostgresql, ::testing::Values("postgresql"));

// What hangs on a view is noted where it is dropped: a commit comes between that and the view's being made again.
TEST_P(StepsOfPostgresql, leave_a_view_what_hangs_on_it_where_each_is_committed) {
    files.write("b2", {"a1"}, "  - create_view: {name: known, sql: SELECT id FROM hero}\n");
    database.upgrade(files.history());
    database.execute("GRANT SELECT, UPDATE ON known TO guarded; COMMENT ON VIEW known IS 'by hand'");
    const auto belongings = [&] {
        return database.rows(
            "SELECT relacl::text, obj_description(oid, 'pg_class') FROM pg_class WHERE relname = 'known'");
    };
    const auto had = belongings();
    files.write("c3", {"b2"}, R"yaml(
  - drop_view: {name: known}
  - alter_column: {table: hero, column: id, type: integer}
  - create_view: {name: known, sql: SELECT id FROM hero}
)yaml",
                "transaction: none\n");
    database.upgrade(files.history());
    EXPECT_EQ(belongings(), had);
    EXPECT_EQ(database.rows("SELECT count(*), pg_typeof(max(id)) FROM known"), "25|integer");
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
    files.write("b2", {"a1"}, "  - alter_column: {table: hero, column: name, nullable: true, concurrently: true}\n");
    EXPECT_NE(files.problem().find("'concurrently' is how rows are looked at"), std::string::npos) << files.problem();
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
