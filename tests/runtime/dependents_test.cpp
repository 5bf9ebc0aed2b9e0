// Views and triggers that somebody made by hand, and that name a table which is made again.
#include "rebuild_fixture.hpp"

#include <algorithm>

namespace aludel {
namespace {

using namespace test;
using Edit = TableEdit::Kind;

const char* const items = R"(
CREATE TABLE shop (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE item (id INTEGER PRIMARY KEY, a TEXT, b INTEGER, shop INTEGER REFERENCES shop ON DELETE CASCADE);
CREATE TABLE part (item INTEGER NOT NULL REFERENCES item ON DELETE CASCADE);
CREATE TABLE log (what TEXT);
INSERT INTO shop VALUES (1, 'x');
INSERT INTO item VALUES (1, 'one', 10, 1), (2, 'two', 20, 1);
INSERT INTO part VALUES (1), (2), (2);
CREATE TRIGGER stays AFTER INSERT ON item BEGIN INSERT INTO log VALUES (new.b); END;
CREATE VIEW b_only AS SELECT b FROM item;
)";

const TableEdit without_a[] = {{Edit::set_type, "b", "TEXT", {}}, {Edit::drop_column, "a", {}, {}}};
const TableEdit with_a[] = {{Edit::add_column, "a", "a TEXT DEFAULT 'back'", {}}};

struct Dependents : RebuildFixture {
    Dependents() { connection.execute(items); }

    /// The upgrade that takes item.a stops, and its message names these, and none of the others.
    void expect_named(const std::vector<std::string>& wanted, std::span<const TableEdit> edits = without_a) {
        const auto what = failure_of({rebuild("ITEM", edits)});
        for (const auto& row : connection
                                   .query("SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('view', "
                                          "'trigger') UNION ALL SELECT type || ' ' || name FROM "
                                          "temp.sqlite_schema WHERE type IN ('view', 'trigger')")
                                   .rows) {
            const auto& name = std::get<std::string>(row[0]);
            const bool is_wanted = std::ranges::find(wanted, name) != wanted.end();
            EXPECT_EQ(what.find(name + " (") != what.npos, is_wanted) << name << "\n" << what;
        }
        EXPECT_NE(what.find("Nothing was changed"), what.npos) << what;
    }
    void expect_upgraded(std::vector<ChainStep> steps = {rebuild("item", without_a)}) {
        upgrade_by(std::move(steps));
        EXPECT_EQ(shown("SELECT id, b, shop FROM item"), "1|'10'|1|\n2|'20'|1|\n");
        EXPECT_EQ(shown("SELECT item FROM part"), "1|\n2|\n2|\n");
        EXPECT_EQ(shown("PRAGMA integrity_check"), "'ok'|\n");
        connection.execute("INSERT INTO item (b) VALUES ('30')");
        EXPECT_EQ(shown("SELECT what FROM log WHERE what = '30'"), "'30'|\n");
    }
};

TEST_F(Dependents, that_need_a_column_which_goes_stop_it) {
    connection.execute(
        "CREATE TRIGGER t AFTER INSERT ON item BEGIN INSERT INTO log VALUES (new.a); END;"
        "CREATE TRIGGER \"of b\" AFTER UPDATE OF b ON item WHEN old.a <> '' BEGIN INSERT INTO log VALUES (1); END;"
        "CREATE TRIGGER gone BEFORE DELETE ON \"item\" BEGIN INSERT INTO log SELECT a FROM item; END;"
        "CREATE VIEW v AS SELECT a FROM item; CREATE VIEW w AS SELECT count(*) FROM v");
    expect_named({"trigger t", "trigger of b", "trigger gone", "view v", "view w"});
    connection.execute("INSERT INTO item (a) VALUES ('three')");
    EXPECT_EQ(shown("SELECT what FROM log ORDER BY what"), "NULL|\n'three'|\n");

    connection.execute("DROP TRIGGER t; DROP TRIGGER \"of b\"; DROP TRIGGER gone; DROP VIEW v; DROP VIEW w;"
                       "DELETE FROM item WHERE id = 3");
    expect_upgraded();
}

TEST_F(Dependents, of_other_tables_and_through_views_stop_it_too) {
    connection.execute("CREATE VIEW v AS SELECT i.* FROM item AS i;"
                       "CREATE TRIGGER opened AFTER UPDATE ON shop BEGIN UPDATE item SET a = new.name; END;"
                       "CREATE TRIGGER closed AFTER DELETE ON shop BEGIN INSERT INTO log SELECT a FROM v; END;"
                       "CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN INSERT INTO item (a) VALUES (new.b); END;"
                       "CREATE TRIGGER logged AFTER INSERT ON log BEGIN UPDATE shop SET name = 'z'; END;"
                       "CREATE TRIGGER other AFTER INSERT ON shop BEGIN INSERT INTO part VALUES (1); END");
    expect_named({"trigger opened", "trigger closed", "trigger i"});
}

TEST_F(Dependents, that_write_the_column_in_double_quotes_stop_it) {
    connection.execute(R"(CREATE VIEW v AS SELECT "a" FROM "item"; CREATE VIEW s AS SELECT b = "a string" FROM item)");
    expect_named({"view v"}); // it would be the string 'a'
    EXPECT_EQ(shown("SELECT * FROM v"), "'one'|\n'two'|\n");
    connection.execute("DROP VIEW v");
    expect_upgraded();
    EXPECT_EQ(shown("SELECT \"no such name\", count(*) FROM s"), "'no such name'|3|\n") << "as the connection had it";
}

TEST_F(Dependents, that_need_a_key_or_as_many_columns_stop_it) {
    connection.execute("CREATE TABLE k (a, b, CONSTRAINT u UNIQUE (a)); INSERT INTO k VALUES (1, 2);"
                       "CREATE TRIGGER t AFTER INSERT ON item BEGIN INSERT INTO k VALUES (new.a, 1) ON CONFLICT (a) DO "
                       "NOTHING; END");
    const TableEdit no_key[] = {{Edit::drop_unique, "u", {}, {}}};
    const TableEdit more[] = {{Edit::add_column, "c", "c DEFAULT (1 + 1)", {}}};
    for (const auto& edits : {std::span<const TableEdit>(no_key), std::span<const TableEdit>(more)})
        EXPECT_NE(failure_of({rebuild("k", edits)}).find("trigger t ("), std::string::npos);
}

TEST_F(Dependents, of_the_connection_alone_stop_it_too) {
    connection.execute("CREATE TEMP TABLE mine (v); CREATE TEMP VIEW tv AS SELECT a FROM main.item;"
                       "CREATE TEMP TRIGGER tt AFTER INSERT ON item BEGIN INSERT INTO mine VALUES (new.a); END;"
                       "CREATE TEMP TRIGGER fine AFTER INSERT ON item BEGIN INSERT INTO mine VALUES (new.b); END");
    expect_named({"trigger tt", "view tv"});
    connection.execute("INSERT INTO item (a, b) VALUES ('three', 3)");
    EXPECT_EQ(shown("SELECT v FROM mine ORDER BY v"), "3|\n'three'|\n");
}

TEST_F(Dependents, that_were_broken_before_do_not_stop_it) {
    connection.execute("CREATE VIEW v AS SELECT no_such FROM item; CREATE VIEW w AS SELECT * FROM nowhere, item;"
                       "CREATE VIEW f AS SELECT no_such_function(a) FROM item;"
                       "CREATE TRIGGER t AFTER UPDATE ON item BEGIN INSERT INTO nowhere VALUES (new.a); END;"
                       "CREATE TRIGGER d AFTER DELETE ON item BEGIN INSERT INTO log VALUES (old.no_such); END");
    expect_upgraded();
    EXPECT_EQ(shown("SELECT count(*) FROM sqlite_schema WHERE type IN ('view', 'trigger')"), "7|\n");
}

TEST_F(Dependents, that_a_later_step_takes_away_or_mends_do_not_stop_it) {
    connection.execute("CREATE VIEW v AS SELECT a FROM item; CREATE VIEW w AS SELECT a FROM item;"
                       "CREATE TRIGGER t AFTER INSERT ON item BEGIN INSERT INTO log VALUES (new.a); END");
    expect_upgraded({rebuild("item", without_a), sql("DROP VIEW v; DROP TRIGGER t; DROP VIEW w"),
                     sql("CREATE VIEW v AS SELECT b AS a FROM item")});
    EXPECT_EQ(shown("SELECT a FROM v"), "'10'|\n'20'|\n'30'|\n");
}

TEST_F(Dependents, of_a_column_that_comes_back_or_a_table_that_goes_do_not_stop_it) {
    connection.execute("CREATE VIEW v AS SELECT a FROM item; CREATE TABLE old (a, b); CREATE VIEW o AS SELECT a FROM "
                       "old; CREATE TRIGGER t AFTER INSERT ON old BEGIN INSERT INTO log VALUES (new.a); END");
    const TableEdit edits[] = {{Edit::drop_column, "a", {}, {}}};
    expect_upgraded({rebuild("item", without_a), rebuild("item", with_a), rebuild("old", edits), sql("DROP VIEW o"),
                     sql("DROP TABLE old")});
    EXPECT_EQ(shown("SELECT DISTINCT a FROM v"), "'back'|\n");
}

TEST_F(Dependents, are_looked_at_when_each_revision_is_committed) {
    connection.execute("CREATE VIEW v AS SELECT a FROM item");
    const TestChain chain({{"x", {}, {sql("INSERT INTO log VALUES ('x')")}},
                           {"y", {"x"}, {rebuild("item", without_a)}},
                           {"z", {"y"}, {sql("DROP VIEW v")}}});
    try {
        upgrade(connection, chain, {.transactions = Transactions::each_revision});
        ADD_FAILURE() << "no error";
    } catch (const Error& error) {
        const std::string what = error.what();
        EXPECT_NE(what.find("view v (no such column: a)"), what.npos) << what;
        EXPECT_NE(what.find("Applied and committed: revision x."), what.npos) << what;
        EXPECT_EQ(what.find("Nothing was changed"), what.npos) << what;
    }
    EXPECT_EQ(shown("SELECT * FROM v"), "'one'|\n'two'|\n");
    upgrade(connection, chain); // all in one: the view goes with it
    EXPECT_EQ(shown("SELECT count(*) FROM pragma_table_info('item')"), "3|\n");
}

} // namespace
} // namespace aludel
