#include "rebuild_fixture.hpp"

namespace aludel {
namespace {

using namespace test;
using Edit = TableEdit::Kind;

const char* const everything = R"(
CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO team VALUES (1, 'x'), (2, 'y');
CREATE TABLE hero (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- numbers are never used again
    name TEXT COLLATE NOCASE UNIQUE ON CONFLICT FAIL,
    "odd ""name" TEXT DEFAULT 'it''s',
    [b r] ANY,
    age INTEGER CHECK (hero.age >= 0),
    team INTEGER REFERENCES team ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    boss INTEGER REFERENCES hero (id) ON DELETE CASCADE,
    twice INTEGER GENERATED ALWAYS AS (age * 2) STORED,
    CHECK (name <> ')')
) STRICT;
CREATE INDEX ix_age ON hero (age DESC) WHERE age > 3;
CREATE UNIQUE INDEX ix_lower ON hero (lower(name));
CREATE VIEW old AS SELECT name FROM hero WHERE age > 40;
CREATE TABLE log (what TEXT);
CREATE TRIGGER hero_added AFTER INSERT ON hero BEGIN INSERT INTO log VALUES (new.name); END;
CREATE TRIGGER team_added AFTER INSERT ON team BEGIN UPDATE hero SET age = age + 1; END;
CREATE TABLE power (id INTEGER PRIMARY KEY, hero INTEGER NOT NULL REFERENCES hero ON DELETE CASCADE);
INSERT INTO hero (id, name, age, team, boss, "b r") VALUES (3, 'Ada', 44, 1, NULL, x'00ff'), (7, 'Bob', 5, 2, 3, 1.5),
    (900, 'gone', 1, 1, 3, NULL);
DELETE FROM hero WHERE id = 900;
INSERT INTO power VALUES (1, 3), (2, 3), (3, 7);
)";

struct Rebuild : RebuildFixture {};

TEST_F(Rebuild, keeps_everything_but_what_is_edited) {
    connection.execute(everything);
    const auto rows = shown("SELECT * FROM hero");
    const auto others = shown("SELECT type, name, sql FROM sqlite_schema WHERE name NOT IN ('hero', 'aludel_revision') "
                              "AND name NOT LIKE 'sqlite%' ORDER BY 1, 2");
    const auto children = shown("SELECT * FROM power");

    const TableEdit edits[] = {{Edit::add_column, "power", "power INTEGER NOT NULL DEFAULT 9", {}},
                               {Edit::set_not_null, "name", {}, {}}};
    const ColumnSource sources[] = {{"power", "coalesce(age, 0) + 1"}};
    upgrade_by({rebuild("hero", edits, sources)});

    EXPECT_EQ(shown(R"(SELECT id, name, "odd ""name", "b r", age, team, boss, twice FROM hero)"), rows);
    EXPECT_EQ(shown("SELECT power FROM hero ORDER BY id"), "45|\n6|\n");
    EXPECT_EQ(shown("SELECT * FROM power"), children);
    EXPECT_EQ(shown("SELECT type, name, sql FROM sqlite_schema WHERE name NOT IN ('hero', 'aludel_revision') "
                    "AND name NOT LIKE 'sqlite%' ORDER BY 1, 2"),
              others);
    EXPECT_EQ(shown("SELECT seq FROM sqlite_sequence WHERE name = 'hero'"), "900|\n");
    EXPECT_EQ(shown("SELECT count(*) FROM sqlite_sequence"), "1|\n");
    EXPECT_EQ(shown("SELECT count(*) FROM log"), "3|\n") << "the copy must fire no trigger";
    EXPECT_EQ(shown("SELECT name FROM old"), "'Ada'|\n");

    // What the definition promised still holds.
    connection.execute("INSERT INTO hero (name, age) VALUES ('Cid', 1)");
    EXPECT_EQ(shown("SELECT id, power FROM hero WHERE name = 'cid'"), "901|9|\n");
    EXPECT_THROW(connection.execute("INSERT INTO hero (name) VALUES ('ADA')"), Error);
    EXPECT_THROW(connection.execute("INSERT INTO hero (name, age) VALUES ('d', -1)"), Error);
    EXPECT_THROW(connection.execute("INSERT INTO hero (name, age) VALUES ('d', 'old')"), Error) << "STRICT";
    EXPECT_THROW(connection.execute("INSERT INTO hero (name) VALUES (')')"), Error);
    EXPECT_THROW(connection.execute("INSERT INTO hero (name) VALUES (NULL)"), Error);
    connection.execute("DELETE FROM hero WHERE id = 3"); // its heroes and their powers go with it
    EXPECT_EQ(shown("SELECT count(*) FROM power"), "0|\n");
}

TEST_F(Rebuild, keeps_the_parent_of_rows_that_would_be_deleted_with_it) {
    connection.execute(everything);
    const TableEdit edits[] = {{Edit::set_type, "name", "BLOB", {}}};
    upgrade_by({rebuild("team", edits)});
    EXPECT_EQ(shown("SELECT id, team FROM hero ORDER BY id"), "3|1|\n7|2|\n");
    EXPECT_EQ(shown("PRAGMA foreign_keys"), "1|\n");
    EXPECT_EQ(shown("PRAGMA legacy_alter_table"), "0|\n");
    EXPECT_EQ(shown("PRAGMA integrity_check"), "'ok'|\n");
    EXPECT_THROW(connection.execute("INSERT INTO power VALUES (9, 999)"), Error);
}

TEST_F(Rebuild, keeps_rowids_that_no_column_names) {
    connection.execute(
        "CREATE TABLE t (rowid TEXT, v); INSERT INTO t (_rowid_, rowid, v) VALUES (5, 'a', 1), (9, 'b', 2);"
        "CREATE INDEX ix ON t (v, rowid)");
    const TableEdit edits[] = {{Edit::set_type, "v", "INTEGER", {}}};
    upgrade_by({rebuild("T", edits)});
    EXPECT_EQ(shown("SELECT oid, rowid, v FROM t"), "5|'a'|1|\n9|'b'|2|\n");
    EXPECT_EQ(shown("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 't'"), "'t'|\n");
}

TEST_F(Rebuild, takes_tables_without_rowid_and_names_that_need_quotes) {
    connection.execute(R"(CREATE TABLE "select ""it"" é" (k TEXT PRIMARY KEY, "order" INT) WITHOUT ROWID;
        INSERT INTO "select ""it"" é" VALUES ('b', 1), ('a', 2))");
    const TableEdit edits[] = {{Edit::set_type, "order", "REAL", {}},
                               {Edit::add_constraint, "c", "CONSTRAINT \"c\" CHECK (\"order\" > 0)", {}}};
    upgrade_by({rebuild(R"(select "it" é)", edits)});
    EXPECT_EQ(shown(R"(SELECT * FROM "select ""it"" é")"), "'a'|2.000000|\n'b'|1.000000|\n");
    EXPECT_THROW(connection.execute(R"(INSERT INTO "select ""it"" é" VALUES ('c', 0))"), Error);
}

TEST_F(Rebuild, gives_a_table_none_of_the_columns_that_it_had) {
    connection.execute("CREATE TABLE t (a, b, CHECK (1)); INSERT INTO t VALUES (1, 2), (3, 4)");
    const TableEdit edits[] = {{Edit::drop_column, "a", {}, {}},
                               {Edit::drop_column, "b", {}, {}},
                               {Edit::add_column, "c", "\"c\" INTEGER", {}}};
    upgrade_by({rebuild("t", edits)});
    EXPECT_EQ(shown("SELECT rowid, * FROM t"), "1|NULL|\n2|NULL|\n");
    EXPECT_EQ(shown("SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%CHECK (1)%'"), "1|\n");
}

TEST_F(Rebuild, keeps_the_high_water_mark_of_an_empty_table) {
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v); INSERT INTO t (v) VALUES (1), (2); "
                       "DELETE FROM t");
    const TableEdit edits[] = {{Edit::drop_column, "v", {}, {}}};
    upgrade_by({rebuild("t", edits)});
    connection.execute("INSERT INTO t DEFAULT VALUES");
    EXPECT_EQ(shown("SELECT id FROM t"), "3|\n");
}

TEST_F(Rebuild, leaves_everything_as_it_was_where_an_edit_does_not_fit) {
    connection.execute(everything);
    const TableEdit no_column[] = {{Edit::drop_column, "nobody", {}, {}}};
    const auto what = failure_of({rebuild("hero", no_column)});
    EXPECT_NE(what.find("table hero has no column nobody"), std::string::npos) << what;
    EXPECT_NE(failure_of({rebuild("nowhere", no_column)}).find("no table nowhere"), std::string::npos);
    const TableEdit fails[] = {{Edit::add_constraint, "c", "CONSTRAINT c CHECK (age > 10)", {}}};
    EXPECT_NE(failure_of({rebuild("hero", fails)}).find("CHECK constraint failed"), std::string::npos);
}

TEST_F(Rebuild, never_loses_rows_to_a_conflict_clause) {
    connection.execute("CREATE TABLE t (v); INSERT INTO t VALUES (1), (1), (2)");
    for (const auto* clause :
         {"CONSTRAINT u UNIQUE (v) ON CONFLICT IGNORE", "CONSTRAINT u UNIQUE (v) ON CONFLICT REPLACE"}) {
        const TableEdit edits[] = {{Edit::add_constraint, "u", clause, {}}};
        EXPECT_NE(failure_of({rebuild("t", edits)}).find("of the 3 rows"), std::string::npos) << clause;
    }
}

TEST_F(Rebuild, keeps_what_analyze_found_of_indexes_that_stay) {
    connection.execute("CREATE TABLE t (a UNIQUE, b CONSTRAINT u UNIQUE, c); CREATE INDEX ix ON t (c);"
                       "CREATE TABLE other (a); CREATE INDEX ix_other ON other (a); INSERT INTO other VALUES (1);"
                       "INSERT INTO t VALUES (1, 2, 3), (2, 3, 3); ANALYZE");
    const auto all = shown("SELECT * FROM sqlite_stat1 ORDER BY 1, 2");
    const TableEdit add[] = {{Edit::add_column, "d", "d DEFAULT 1", {}}};
    const TableEdit drop[] = {{Edit::drop_unique, "u", {}, {}}};
    upgrade_by({rebuild("t", add)});
    EXPECT_EQ(shown("SELECT * FROM sqlite_stat1 ORDER BY 1, 2"), all);
    upgrade_by({rebuild("t", drop)});
    EXPECT_EQ(shown("SELECT * FROM sqlite_stat1 ORDER BY 1, 2"), "'other'|'ix_other'|'1 1'|\n't'|'ix'|'2 2'|\n");
    EXPECT_EQ(shown("PRAGMA integrity_check"), "'ok'|\n");
}

TEST_F(Rebuild, keeps_temporary_triggers) {
    connection.execute("CREATE TABLE t (v); CREATE TABLE u (v); CREATE TEMP TABLE log (v); ATTACH ':memory:' AS other;"
                       "CREATE TABLE other.t (v);"
                       "CREATE TEMP TRIGGER first AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.v); END;"
                       "CREATE TRIGGER temp.\"second one\" AFTER INSERT ON main.t WHEN new.v > 5 BEGIN "
                       "INSERT INTO log VALUES (-new.v); END;"
                       "CREATE TEMP TRIGGER third AFTER INSERT ON other.t BEGIN INSERT INTO log VALUES (0); END");
    const auto triggers = shown("SELECT name, tbl_name, sql FROM temp.sqlite_schema WHERE type = 'trigger' ORDER BY 1");
    const TableEdit edits[] = {{Edit::add_column, "w", "w DEFAULT 1", {}}};
    upgrade_by({rebuild("t", edits)});
    EXPECT_EQ(shown("SELECT name, tbl_name, sql FROM temp.sqlite_schema WHERE type = 'trigger' ORDER BY 1"), triggers);
    connection.execute("INSERT INTO main.t (v) VALUES (7); INSERT INTO other.t (v) VALUES (1)");
    EXPECT_EQ(shown("SELECT v FROM log ORDER BY v"), "-7|\n0|\n7|\n");
}

} // namespace
} // namespace aludel
