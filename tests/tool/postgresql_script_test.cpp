// `aludel diff --format sql` for PostgreSQL, fed to psql.
#include "tests/tool/script_lab.hpp"

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

class PostgresqlScript : public testing::TestWithParam<bool> {
protected:
    std::string script() const { return GetParam() ? lab.script_from_database() : lab.script_from_file(); }
    void expect_fed() const { lab.expect_fed(script()); }
    ScriptLab lab{"postgresql"};
};

TEST_P(PostgresqlScript, TypesConstraintsAndChildren) {
    lab.before(
        "CREATE TABLE team (id bigint PRIMARY KEY, size text NOT NULL);"
        "CREATE TABLE hero (id bigint PRIMARY KEY, team_id bigint CONSTRAINT fk REFERENCES team ON DELETE CASCADE);"
        "INSERT INTO team VALUES (1, '10'), (2, '20'); INSERT INTO hero VALUES (1, 1), (2, NULL)");
    lab.after(
        "CREATE TABLE team (id bigint PRIMARY KEY, size integer NOT NULL, CONSTRAINT positive CHECK (size > 0));"
        "CREATE TABLE hero (id bigint PRIMARY KEY, team_id bigint CONSTRAINT fk REFERENCES team ON DELETE CASCADE, "
        "\"a \"\"b;\" text DEFAULT 'it''s \\;')");
    expect_fed();
    EXPECT_EQ(lab.rows("SELECT * FROM team ORDER BY id"), "1|10;2|20");
    EXPECT_EQ(lab.rows("SELECT * FROM hero ORDER BY id"), "1|1|it's \\;;2|NULL|it's \\;");
}

TEST_P(PostgresqlScript, RowsInTheWayStopItAndNothingHasChanged) {
    lab.before("CREATE TABLE hero (id bigint PRIMARY KEY, name text); INSERT INTO hero VALUES (1, 'Ann'), (77, NULL)");
    lab.after("CREATE TABLE hero (id bigint PRIMARY KEY, name text NOT NULL); CREATE TABLE added (a text)");
    const auto schema = lab.schema();
    const auto result = lab.feed(script());
    EXPECT_NE(result.status, 0);
    EXPECT_NE(result.error.find("hero.name"), std::string::npos) << result.error;
    EXPECT_NE(result.error.find("(1 row: (77"), std::string::npos) << result.error;
    EXPECT_EQ(lab.schema(), schema);
    EXPECT_EQ(lab.rows("SELECT * FROM hero ORDER BY id"), "1|Ann;77|NULL");
}

TEST_P(PostgresqlScript, ValuesBecomeTheTextThatTheyAreWhateverTheDatabaseHasSet) {
    lab.before("CREATE TABLE reading (id bigint PRIMARY KEY, value double precision NOT NULL);"
               "INSERT INTO reading VALUES (1, 0.30000000000000004);"
               "ALTER DATABASE " +
               lab.database().name() + " SET extra_float_digits = 0");
    lab.after("CREATE TABLE reading (id bigint PRIMARY KEY, value text NOT NULL)");
    expect_fed();
    EXPECT_EQ(lab.rows("SELECT * FROM reading"), "1|0.30000000000000004");
}

TEST_P(PostgresqlScript, RowsThatAPolicyHidesStopItAndNothingHasChanged) {
    const auto alter = "ALTER DATABASE " + lab.database().name();
    lab.before("CREATE TABLE hero (id bigint PRIMARY KEY, price numeric(12, 4)); INSERT INTO hero VALUES (1, 2.3456);"
               "ALTER TABLE hero ENABLE ROW LEVEL SECURITY; ALTER TABLE hero FORCE ROW LEVEL SECURITY;"
               "CREATE POLICY of_a_tenant ON hero USING (false); ALTER TABLE hero OWNER TO guarded;" +
               alter + " SET role = guarded");
    lab.after("CREATE TABLE hero (id bigint PRIMARY KEY, price numeric(12, 2))");
    const auto result = lab.feed(script());
    EXPECT_NE(result.status, 0);
    EXPECT_NE(result.error.find("row-level security"), std::string::npos) << result.error;
    lab.before("SET ROLE NONE; " + alter + " RESET role");
    EXPECT_EQ(lab.rows("SELECT * FROM hero"), "1|2.3456");
}

TEST_P(PostgresqlScript, NewEnumValuesAreUsedAfterACommit) {
    lab.before("CREATE TYPE mood AS ENUM ('glad', 'sad'); CREATE TABLE hero (id bigint PRIMARY KEY, mood mood);"
               "INSERT INTO hero VALUES (1, 'sad')");
    lab.after("CREATE TYPE mood AS ENUM ('glad', 'calm', 'sad'); CREATE TABLE hero (id bigint PRIMARY KEY, mood mood "
              "DEFAULT 'calm')");
    expect_fed();
    lab.before("INSERT INTO hero (id) VALUES (2)");
    EXPECT_EQ(lab.rows("SELECT * FROM hero ORDER BY id"), "1|sad;2|calm");
}

TEST_P(PostgresqlScript, FunctionsTriggersAndViews) {
    const std::string note = "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $aludel$ BEGIN new.name := "
                             "new.name || ';'; RETURN new; END $aludel$;";
    lab.before("CREATE TABLE hero (id bigint PRIMARY KEY, name text); INSERT INTO hero VALUES (1, 'Ann')");
    lab.after("CREATE TABLE hero (id bigint PRIMARY KEY, name text);" + note +
              "CREATE TRIGGER noted BEFORE INSERT ON hero FOR EACH ROW EXECUTE FUNCTION note();"
              "CREATE VIEW names AS SELECT name FROM hero;");
    expect_fed();
    lab.before("INSERT INTO hero VALUES (2, 'Bo')");
    EXPECT_EQ(lab.rows("SELECT name FROM names ORDER BY 1"), "Ann;Bo;");
}

TEST_P(PostgresqlScript, FunctionsUseWhateverComesWithThem) {
    lab.before("CREATE TABLE hero (id bigint PRIMARY KEY); INSERT INTO hero VALUES (1), (2)");
    lab.after("CREATE TABLE hero (id bigint PRIMARY KEY); CREATE VIEW heroes AS SELECT id FROM hero;"
              "CREATE FUNCTION b() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM heroes';"
              "CREATE FUNCTION a() RETURNS bigint LANGUAGE sql AS 'SELECT b() -- ; comment';"
              "CREATE FUNCTION each_hero() RETURNS SETOF heroes LANGUAGE sql AS 'SELECT * FROM heroes';"
              "CREATE TABLE setting (level integer);"
              "CREATE FUNCTION first_level() RETURNS integer LANGUAGE sql AS 'SELECT coalesce(max(level), 7) FROM "
              "setting'; ALTER TABLE hero ADD COLUMN level integer DEFAULT first_level()");
    expect_fed();
    EXPECT_EQ(lab.rows("SELECT a(), count(*), sum(level) FROM each_hero() NATURAL JOIN hero"), "2|2|14");
}

TEST_P(PostgresqlScript, FromNothingAndBackToNothing) {
    lab.after("CREATE TABLE a (id bigint PRIMARY KEY, b_id bigint); CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint "
              "REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b");
    lab.expect_fed(lab.script("empty", lab.wanted().url()));
    const auto result = lab.feed(lab.script(lab.url(), "empty"));
    EXPECT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(lab.rows("SELECT relname FROM pg_class WHERE relname IN ('a', 'b')"), "");
}

INSTANTIATE_TEST_SUITE_P(From, PostgresqlScript, testing::Bool(),
                         [](const auto& from) { return std::string(from.param ? "Database" : "File"); });

} // namespace
