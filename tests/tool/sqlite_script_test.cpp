// `aludel diff --format sql` for SQLite, fed to sqlite3.
#include "tests/tool/script_lab.hpp"

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

/// From the database itself, and from a file that says what it holds.
class SqliteScript : public testing::TestWithParam<bool> {
protected:
    std::string script() const { return GetParam() ? lab.script_from_database() : lab.script_from_file(); }
    void expect_fed() const {
        lab.expect_fed(script());
        EXPECT_EQ(lab.rows("PRAGMA integrity_check"), "ok");
        EXPECT_EQ(lab.rows("SELECT name FROM sqlite_schema WHERE name LIKE 'aludel%'"), "");
    }
    void expect_stopped(const std::string& message) const {
        const auto schema = lab.rows("SELECT * FROM sqlite_schema");
        const auto result = lab.feed(script());
        EXPECT_NE(result.status, 0);
        EXPECT_NE(result.error.find(message), std::string::npos) << result.error;
        EXPECT_EQ(lab.rows("SELECT * FROM sqlite_schema"), schema);
    }
    ScriptLab lab{"sqlite"};
};

constexpr auto teams = "CREATE TABLE team (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);"
                       "CREATE TABLE log (line TEXT);"
                       "CREATE TRIGGER team_log AFTER UPDATE ON team BEGIN INSERT INTO log VALUES ('a;b'); "
                       "INSERT INTO log VALUES (new.name); END;"
                       "CREATE VIEW names AS SELECT name FROM team;"
                       "CREATE INDEX ix_team_name ON team (name);";
constexpr auto heroes =
    "CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, team_id INTEGER, CONSTRAINT fk_hero FOREIGN "
    "KEY (team_id) REFERENCES team (id) ON DELETE CASCADE);";
constexpr auto rows = "INSERT INTO team (name) VALUES ('red'), ('blue'), ('gone'); DELETE FROM team WHERE id = 3;"
                      "INSERT INTO hero VALUES (1, 1), (2, 2), (3, NULL);";

std::string with_check(std::string sql, const std::string& check) {
    return sql.replace(sql.find("name TEXT NOT NULL)"), 19, "name TEXT NOT NULL, " + check + ")");
}

TEST_P(SqliteScript, RebuildKeepsChildrenTriggersViewsAndNumbers) {
    lab.before(std::string(teams) + heroes + rows);
    lab.after(with_check(teams, "CONSTRAINT uq_team_name UNIQUE (name)") + heroes);
    expect_fed();
    EXPECT_EQ(lab.rows("SELECT * FROM team"), "1|red;2|blue");
    EXPECT_EQ(lab.rows("SELECT * FROM hero"), "1|1;2|2;3|NULL");
    EXPECT_EQ(lab.rows("SELECT * FROM sqlite_sequence"), "team|3") << "3 is never given again";
    lab.before("UPDATE team SET name = 'green' WHERE id = 1");
    EXPECT_EQ(lab.rows("SELECT line FROM log"), "a;b;green");
    EXPECT_EQ(lab.rows("SELECT name FROM names ORDER BY 1"), "blue;green");
}

TEST_P(SqliteScript, RebuildOfATableThatNeverHeldARow) {
    lab.before(teams);
    lab.after(with_check(teams, "CONSTRAINT uq_team_name UNIQUE (name)"));
    expect_fed();
    lab.before("INSERT INTO team (name) VALUES ('red')");
    EXPECT_EQ(lab.rows("SELECT * FROM team"), "1|red");
}

TEST_P(SqliteScript, RowsInTheWayStopItAndNothingHasChanged) {
    lab.before("CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, name TEXT);"
               "INSERT INTO hero VALUES (1, 'Ann'), (2, NULL), (3, NULL)");
    lab.after(
        "CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL); CREATE TABLE added (a INTEGER)");
    expect_stopped("hero.name becomes NOT NULL, and rows hold NULL");
    EXPECT_EQ(lab.rows("SELECT * FROM hero"), "1|Ann;2|NULL;3|NULL");
}

TEST_P(SqliteScript, RowsInTheWayAreShown) {
    lab.before("CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, name TEXT); INSERT INTO hero VALUES (77, NULL)");
    lab.after("CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)");
    EXPECT_EQ(lab.feed(script()).output, "77|\n");
}

TEST_P(SqliteScript, TypesDefaultsAndDrops) {
    lab.before("CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, age TEXT, old TEXT, name TEXT DEFAULT 'x');"
               "CREATE TABLE dropped (a TEXT); INSERT INTO hero VALUES (1, '41', 'o', 'Ann'), (2, NULL, 'o', 'Bo''s')");
    lab.after("CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, name TEXT DEFAULT 'y''s;')");
    expect_fed();
    EXPECT_EQ(lab.rows("SELECT id, age, typeof(age), name FROM hero"), "1|41|integer|Ann;2|NULL|null|Bo's");
}

TEST_P(SqliteScript, TypesThatDoNotConvertStopIt) {
    lab.before("CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, age TEXT); INSERT INTO hero VALUES (1, 'old')");
    lab.after("CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, age INTEGER)");
    expect_stopped("hero.age");
    EXPECT_EQ(lab.rows("SELECT * FROM hero"), "1|old");
}

TEST_P(SqliteScript, NamesOfEveryKind) {
    lab.before("CREATE TABLE \"a \"\"b\" (\"select\" INTEGER NOT NULL PRIMARY KEY, \"é;'\" TEXT);"
               "INSERT INTO \"a \"\"b\" VALUES (5, 'x');");
    lab.after("CREATE TABLE \"a \"\"b\" (\"select\" INTEGER NOT NULL PRIMARY KEY, \"é;'\" TEXT NOT NULL, CONSTRAINT "
              "\"u'\" UNIQUE (\"é;'\"));");
    expect_fed();
    EXPECT_EQ(lab.rows("SELECT * FROM \"a \"\"b\""), "5|x");
}

TEST_P(SqliteScript, NewOrphansStopItAndOldOnesDoNot) {
    lab.before(std::string(teams) + heroes + "CREATE TABLE loose (team_id INTEGER);" + rows);
    lab.before("PRAGMA foreign_keys = OFF; INSERT INTO hero VALUES (9, 99); INSERT INTO loose VALUES (77)");
    lab.after(with_check(teams, "CONSTRAINT uq_team_name UNIQUE (name)") + heroes +
              "CREATE TABLE loose (team_id INTEGER);");
    expect_fed();
    EXPECT_EQ(lab.rows("SELECT count(*) FROM hero"), "4");
    lab.after(
        "DROP TABLE loose; CREATE TABLE loose (team_id INTEGER, CONSTRAINT fk_loose FOREIGN KEY (team_id) REFERENCES "
        "team (id));");
    expect_stopped("");
    EXPECT_EQ(lab.rows("SELECT * FROM loose"), "77");
}

TEST_P(SqliteScript, FromNothingAndBackToNothing) {
    lab.after(std::string(teams) + heroes);
    lab.expect_fed(lab.script("empty", lab.wanted().url()));
    const auto result = lab.feed(lab.script(lab.url(), "empty"));
    EXPECT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(lab.rows("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'"), "");
}

TEST_P(SqliteScript, NoDifferenceIsNoChange) {
    lab.before(teams);
    lab.after(teams);
    EXPECT_EQ(script(), "-- no changes\n");
    expect_fed();
}

TEST_P(SqliteScript, IsTakenByALibrary) {
    lab.before(std::string(teams) + heroes + rows);
    lab.after(with_check(teams, "CONSTRAINT uq_team_name UNIQUE (name)") + heroes);
    if (std::string(PYTHON).empty()) GTEST_SKIP() << "there is no python3";
    const auto python = run({PYTHON, "-c",
                             "import sqlite3, sys\n"
                             "c = sqlite3.connect(sys.argv[1])\n"
                             "c.execute('PRAGMA foreign_keys = ON')\n"
                             "c.executescript(sys.stdin.read())\n",
                             lab.database().name()},
                            {.input = script()});
    EXPECT_EQ(python.status, 0) << python.error;
    EXPECT_EQ(lab.schema(), lab.schema(lab.wanted()));
    EXPECT_EQ(lab.rows("SELECT * FROM hero"), "1|1;2|2;3|NULL");
}

INSTANTIATE_TEST_SUITE_P(From, SqliteScript, testing::Bool(),
                         [](const auto& from) { return std::string(from.param ? "Database" : "File"); });

// What aludel does not model stays where the database is at hand.
TEST(SqliteScriptFromDatabase, KeepsWhatIsNotModelled) {
    ScriptLab lab("sqlite");
    lab.before(
        "CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'x', "
        "age INTEGER); CREATE VIEW named (n) AS SELECT name FROM hero; INSERT INTO hero VALUES (1, 'Ann', 4)");
    lab.after("CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL DEFAULT 'x', age INTEGER, "
              "CONSTRAINT uq_hero_age UNIQUE (age))");
    const auto result = lab.feed(lab.script_from_database());
    EXPECT_EQ(result.status, 0) << result.error;
    lab.before("INSERT INTO hero VALUES (2, NULL, 5)");
    EXPECT_EQ(lab.rows("SELECT * FROM hero"), "1|Ann|4;2|x|5");
    EXPECT_EQ(lab.rows("SELECT n FROM named"), "Ann;x");
}

TEST(SqliteScriptFromDatabase, StopsBeforeAConflictClauseLeavesRowsOut) {
    ScriptLab lab("sqlite");
    lab.before(
        "CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, a TEXT, b TEXT, CONSTRAINT uq_a UNIQUE (a) ON CONFLICT "
        "IGNORE); INSERT INTO hero VALUES (1, '1', 'x'), (2, '01', 'x')");
    lab.after("CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, a INTEGER, b TEXT, CONSTRAINT uq_a UNIQUE (a))");
    const auto result = lab.feed(lab.script_from_database());
    EXPECT_NE(result.status, 0) << result.output;
    EXPECT_EQ(lab.rows("SELECT * FROM hero"), "1|1|x;2|01|x");
}

TEST(SqliteScriptFromFile, StopsWhereTheDatabaseHasMore) {
    const std::string hero = "CREATE TABLE hero (id INTEGER NOT NULL PRIMARY KEY, name TEXT";
    for (const std::string more : {", age INTEGER);", "); CREATE INDEX i ON hero (name);",
                                   "); CREATE TRIGGER t AFTER INSERT ON hero BEGIN SELECT 1; END;"}) {
        SCOPED_TRACE(more);
        ScriptLab lab("sqlite");
        lab.before(hero + ")");
        lab.after(hero + ", CONSTRAINT uq_name UNIQUE (name))");
        const auto script = lab.script_from_file();
        lab.before("DROP TABLE hero;" + hero + more + "INSERT INTO hero (name) VALUES ('Ann')");
        const auto result = lab.feed(script);
        EXPECT_NE(result.error.find("that this script does not know"), std::string::npos) << result.error;
        EXPECT_EQ(lab.rows("SELECT name FROM hero"), "Ann");
    }
}

TEST(SqliteScriptFromDatabase, KeepsStatistics) {
    ScriptLab lab("sqlite");
    lab.before(std::string(teams) + heroes + rows + "ANALYZE;");
    lab.after(with_check(teams, "CONSTRAINT uq_team_name UNIQUE (name)") + heroes);
    const auto statistics = "SELECT tbl, idx, stat FROM sqlite_stat1 WHERE idx = 'ix_team_name'";
    const auto before = lab.rows(statistics);
    EXPECT_NE(before, "");
    lab.feed(lab.script_from_database());
    EXPECT_EQ(lab.rows(statistics), before);
}

} // namespace
