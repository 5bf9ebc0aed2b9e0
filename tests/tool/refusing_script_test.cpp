// What an upgrade of a SQLite database refuses, its script refuses too: when it is written, or in the shell.
#include "tests/support/run.hpp"
#include "tests/support/temporary_database.hpp"
#include "tests/tool/revision_directory.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

class RefusingScript : public testing::Test {
protected:
    void execute(const std::string& sql) const {
        aludel::create_engine(database.url()).connect().execute("PRAGMA foreign_keys = ON; " + sql);
    }
    std::string at_database(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--url", database.url()});
        return revisions.succeed(arguments);
    }
    RunResult feed(const std::string& script) const {
        return run({"sqlite3", "-bail", database.name()}, {.input = script});
    }
    std::string dump() const { return run({"sqlite3", database.name(), ".dump"}).output; }
    /// The database's own script, and one for any that is at a1.
    std::string script() const { return at_database({"upgrade", "--sql"}); }
    std::string script_for_any() const {
        return revisions.succeed({"upgrade", "a1:heads", "--sql", "--dialect", "sqlite"});
    }
    void expect_stopped(const std::string& script, const std::string& message) const {
        const auto before = dump();
        const auto result = feed(script);
        EXPECT_NE(result.status, 0) << script;
        expect_contains(result.error, message);
        EXPECT_EQ(dump(), before);
    }
    void expect_fed(const std::string& script) const {
        const auto result = feed(script);
        EXPECT_EQ(result.status, 0) << result.error << script;
        EXPECT_EQ(at_database({"check"}), "nothing is pending\n");
    }

    const RevisionDirectory revisions{};
    const TemporaryDatabase database{"sqlite"};
};

TEST_F(RefusingScript, OfABackfillOverKeysThatAreNull) {
    execute("CREATE TABLE stock (code TEXT PRIMARY KEY, amount INT);"
            "CREATE TABLE sale (code TEXT CONSTRAINT fk_sale REFERENCES stock (code) ON DELETE CASCADE)");
    revisions.succeed({"revision", "-m", "as it is", "--rev-id", "a1", "--from", "empty", "--to", database.url()});
    at_database({"stamp", "heads"});
    execute("INSERT INTO stock VALUES (NULL, 1), (NULL, 2), ('a', 3); INSERT INTO sale VALUES ('a')");
    revisions.revision("b2", "more", {}, "[backfill: {table: stock, set: {amount: amount + 100}, batch: 1}]");
    const std::string message =
        "the table \"stock\" has rows with NULL in the primary key, in whose order it is updated";
    expect_contains(revisions.aludel({"upgrade", "--url", database.url()}).error, message);
    for (const auto& each : {script(), script_for_any()}) expect_stopped(each, message);
    execute("DELETE FROM stock WHERE code IS NULL");
    expect_fed(script());
    EXPECT_EQ(run({"sqlite3", database.name(), "SELECT * FROM stock JOIN sale USING (code)"}).output, "a|103\n");
}

/// Views and triggers that somebody made by hand.
class RefusingScriptOfARebuild : public RefusingScript {
protected:
    RefusingScriptOfARebuild() {
        revisions.revision("a1", "first", {}, R"([
  create_table: {table: team, columns: [{name: id, type: bigint, nullable: false, identity: true}, {name: size, type: integer}],
    primary_key: {name: pk_team, columns: [id]}, uniques: [{name: uq_team_size, columns: [size]}]},
  create_table: {table: hero, columns: [{name: id, type: bigint, nullable: false, identity: true}, {name: team_id, type: bigint}],
    primary_key: {name: pk_hero, columns: [id]},
    foreign_keys: [{name: fk_hero_team, columns: [team_id], references: {table: team, columns: [id]}, on_delete: cascade}]}])");
        at_database({"upgrade"});
        execute("INSERT INTO team VALUES (1, 5), (2, 6); INSERT INTO hero VALUES (1, 1), (2, 2)");
        revisions.revision("b2", "no size", {},
                           "[drop_constraint: {table: team, name: uq_team_size}, drop_column: {table: team, column: "
                           "size}]");
    }
    void expect_kept() const {
        EXPECT_EQ(run({"sqlite3", database.name(), "SELECT * FROM team JOIN hero ON team_id = team.id"}).output,
                  "1|1|1\n2|2|2\n");
    }
};

TEST_F(RefusingScriptOfARebuild, ThatBreaksAViewOrATrigger) {
    execute("CREATE VIEW sizes (s) AS SELECT Size FROM team;"
            "CREATE TRIGGER grown AFTER INSERT ON hero BEGIN UPDATE team SET size = size + 1; END");
    const std::string message = "views or triggers would not work any more: view sizes (no such column: Size), "
                                "trigger grown (no such column: size)";
    expect_contains(revisions.aludel({"upgrade", "--url", database.url()}).error, message);
    const auto refused = revisions.aludel({"upgrade", "--sql", "--url", database.url()});
    EXPECT_EQ(refused.status, 1);
    EXPECT_EQ(refused.output, "");
    expect_contains(refused.error, message);
    expect_stopped(script_for_any(), "views or triggers that this script does not know may read columns of table team");
    execute("DROP VIEW sizes; DROP TRIGGER grown");
    expect_fed(script());
    expect_kept();
}

TEST_F(RefusingScriptOfARebuild, NotOfOneThatBreaksNothing) {
    execute("CREATE VIEW ids (i, s) AS SELECT id, 1 AS sizes FROM team; CREATE VIEW size (s) AS SELECT 1");
    execute("CREATE TABLE other (size INT); CREATE VIEW broken_before (s) AS SELECT size FROM other; DROP TABLE other");
    expect_fed(script_for_any());
    expect_kept();
}

} // namespace
