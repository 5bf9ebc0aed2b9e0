// A step of kind rebuild that needs no rebuild: the table stays where it is, page and all.
#include "rebuild_fixture.hpp"

#include <aludel/sqlite.hpp>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <random>

namespace aludel {
namespace {

using namespace test;
using Edit = TableEdit::Kind;

const char* const heroes = R"(
CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO team VALUES (1, 'x'), (2, 'y');
CREATE TABLE hero (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again
    name VARCHAR(10) NOT NULL COLLATE NOCASE UNIQUE CHECK (hero.name <> ''),
    age SMALLINT CONSTRAINT grown CHECK (age > 3), -- years
    nick TEXT,
    team INTEGER REFERENCES team ON DELETE CASCADE,
    leads INTEGER
);
CREATE INDEX ix_age ON hero (age DESC) WHERE age > 3;
CREATE VIEW old AS SELECT name FROM hero WHERE age > 40;
CREATE TABLE log (what TEXT);
CREATE TRIGGER hero_added AFTER INSERT ON hero BEGIN INSERT INTO log VALUES (new.name); END;
CREATE TABLE power (id INTEGER PRIMARY KEY, hero INTEGER NOT NULL REFERENCES hero ON DELETE CASCADE);
INSERT INTO hero VALUES (3, 'Ada', 44, 'a', 1, 1), (7, 'Bob', 5, 'b', 2, NULL);
INSERT INTO power VALUES (1, 3), (2, 3), (3, 7);
)";

struct DefinitionEdit : RebuildFixture {
    std::string root(const std::string& table) {
        return shown("SELECT rootpage FROM main.sqlite_schema WHERE type = 'table' AND name = '" + table +
                     "' COLLATE NOCASE");
    }
    /// Whether the table is where it was.
    bool in_place(const std::string& table, std::span<const TableEdit> edits) {
        const auto before = root(table);
        upgrade_by({rebuild(table, edits)});
        EXPECT_EQ(shown("PRAGMA integrity_check"), "'ok'|\n");
        return root(table) == before;
    }
    std::string others() {
        return shown("SELECT * FROM sqlite_schema WHERE name NOT IN ('hero') AND tbl_name <> 'aludel_revision'");
    }
};

TEST_F(DefinitionEdit, takes_away_and_widens_without_touching_a_row) {
    connection.execute(heroes);
    const auto rows = shown("SELECT * FROM hero"), children = shown("SELECT * FROM power"), rest = others();
    const TableEdit edits[] = {{Edit::drop_not_null, "name", {}, {}},
                               {Edit::drop_check, "", "hero.name <> ''", {}},
                               {Edit::drop_check, "grown", {}, {}},
                               {Edit::drop_foreign_key, "", {}, std::array<std::string_view, 1>{"team"}},
                               {Edit::set_type, "name", "VARCHAR(40)", {}},
                               {Edit::set_type, "age", "BIGINT", {}}};
    EXPECT_TRUE(in_place("HERO", edits));
    EXPECT_EQ(shown("SELECT * FROM hero"), rows);
    EXPECT_EQ(shown("SELECT * FROM power"), children);
    EXPECT_EQ(others(), rest);
    connection.execute("INSERT INTO hero (name, age, team) VALUES (NULL, 1, 99)");
    connection.execute("INSERT INTO hero (name) VALUES ('')");
    EXPECT_THROW(connection.execute("INSERT INTO hero (name) VALUES ('ADA')"), Error);
    EXPECT_EQ(shown("SELECT name, type FROM pragma_table_info('hero') WHERE name IN ('name', 'age')"),
              "'name'|'VARCHAR(40)'|\n'age'|'BIGINT'|\n");
    EXPECT_NE(shown("SELECT sql FROM sqlite_schema WHERE name = 'hero'").find("-- never used again"),
              std::string::npos);
    connection.execute("DELETE FROM hero WHERE id = 3");
    EXPECT_EQ(shown("SELECT id FROM power"), "3|\n");
}

TEST_F(DefinitionEdit, adds_what_the_rows_fit) {
    connection.execute(heroes);
    const auto rows = shown("SELECT * FROM hero");
    const TableEdit edits[] = {
        {Edit::set_not_null, "nick", {}, {}},
        {Edit::add_constraint, "c", "CONSTRAINT c CHECK (hero.age < 100 -- years\n)", {}},
        {Edit::add_constraint, "f", "CONSTRAINT f FOREIGN KEY (leads) REFERENCES team (id) ON DELETE SET NULL", {}}};
    EXPECT_TRUE(in_place("hero", edits));
    EXPECT_EQ(shown("SELECT * FROM hero"), rows);
    EXPECT_THROW(connection.execute("INSERT INTO hero (name) VALUES ('c')"), Error);
    EXPECT_THROW(connection.execute("INSERT INTO hero (name, nick, age) VALUES ('c', '', 100)"), Error);
    EXPECT_THROW(connection.execute("INSERT INTO hero (name, nick, leads) VALUES ('c', '', 9)"), Error);
    connection.execute("DELETE FROM power; UPDATE hero SET team = NULL; DELETE FROM team WHERE id = 1");
    EXPECT_EQ(shown("SELECT leads FROM hero WHERE id = 3"), "NULL|\n");
}

TEST_F(DefinitionEdit, adds_nothing_that_a_row_does_not_fit) {
    connection.execute(heroes);
    connection.execute("UPDATE hero SET nick = NULL WHERE id = 7; UPDATE hero SET leads = 9 WHERE id = 7");
    const TableEdit not_null[] = {{Edit::set_not_null, "nick", {}, {}}};
    const TableEdit check[] = {{Edit::add_constraint, "c", "CONSTRAINT c CHECK (age > 10)", {}}};
    const TableEdit key[] = {{Edit::add_constraint, "f", "CONSTRAINT f FOREIGN KEY (leads) REFERENCES team (id)", {}}};
    EXPECT_NE(failure_of({rebuild("hero", not_null)}).find("NOT NULL constraint failed"), std::string::npos);
    EXPECT_NE(failure_of({rebuild("hero", check)}).find("CHECK constraint failed"), std::string::npos);
    EXPECT_NE(failure_of({rebuild("hero", key)}).find("1 row would refer to nothing"), std::string::npos);
    const TableEdit nonsense[] = {{Edit::add_constraint, "c", "CONSTRAINT c CHECK (no_such_function(age))", {}}};
    EXPECT_NE(failure_of({rebuild("hero", nonsense)}).find("no such function"), std::string::npos);
    EXPECT_EQ(shown("PRAGMA writable_schema"), "0|\n");

    connection.execute("UPDATE hero SET nick = '', leads = 2 WHERE id = 7");
    EXPECT_TRUE(in_place("hero", not_null));
    EXPECT_TRUE(in_place("hero", key));
}

TEST_F(DefinitionEdit, rows_from_before_an_added_column_keep_their_value) {
    connection.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);"
                       "ALTER TABLE t ADD COLUMN five INTEGER NOT NULL DEFAULT 5;"
                       "ALTER TABLE t ADD COLUMN none; ALTER TABLE t ADD COLUMN txt VARCHAR(9) DEFAULT 5;"
                       "INSERT INTO t VALUES (3, 5, NULL, '5'); CREATE INDEX ix ON t (five, none)");
    const auto rows = shown("SELECT * FROM t");
    const TableEdit change[] = {{Edit::change_default, "five", "7", {}}};
    const TableEdit add[] = {{Edit::change_default, "none", "'now there'", {}}, {Edit::drop_default, "txt", {}, {}}};
    EXPECT_FALSE(in_place("t", change)) << "the rows' value would have been another";
    EXPECT_EQ(shown("SELECT * FROM t"), rows);
    // The rebuild has written every row in full.
    EXPECT_TRUE(in_place("t", add));
    EXPECT_EQ(shown("SELECT * FROM t"), rows);
    connection.execute("INSERT INTO t (a) VALUES (4)");
    EXPECT_EQ(shown("SELECT * FROM t WHERE a = 4"), "4|7|'now there'|NULL|\n");
}

TEST_F(DefinitionEdit, rows_from_before_several_added_columns_keep_their_values) {
    for (const auto* only : {"five", "none", "txt"}) {
        connection.execute("DROP TABLE IF EXISTS t; CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);"
                           "INSERT INTO t VALUES (1, 'x'), (2, 'y')");
        connection.execute("ALTER TABLE t ADD COLUMN five INTEGER DEFAULT 5; ALTER TABLE t ADD COLUMN none;"
                           "ALTER TABLE t ADD COLUMN txt TEXT DEFAULT 'abc'");
        const auto rows = shown("SELECT * FROM t");
        // The column that depends on the definition is the second of the step, or the first.
        const TableEdit edits[] = {{Edit::change_default, "b", "'z'", {}}, {Edit::change_default, only, "7", {}}};
        const TableEdit turned[] = {edits[1], {Edit::set_not_null, "b", {}, {}}, {Edit::drop_default, "b", {}, {}}};
        EXPECT_FALSE(in_place("t", edits)) << only;
        EXPECT_EQ(shown("SELECT * FROM t"), rows) << only;
        EXPECT_TRUE(in_place("t", turned)) << only;
        EXPECT_EQ(shown("SELECT * FROM t"), rows) << only;
    }
}

TEST_F(DefinitionEdit, a_default_that_no_row_is_read_from_is_edited) {
    connection.execute("CREATE TABLE t (a INTEGER DEFAULT 5, b TEXT DEFAULT 'x'); INSERT INTO t DEFAULT VALUES;"
                       "CREATE TABLE empty (a); ALTER TABLE empty ADD COLUMN b DEFAULT 5");
    const TableEdit edits[] = {{Edit::change_default, "a", "(1 + 2)", {}}, {Edit::drop_default, "b", {}, {}}};
    EXPECT_TRUE(in_place("t", edits));
    connection.execute("INSERT INTO t DEFAULT VALUES");
    EXPECT_EQ(shown("SELECT * FROM t"), "5|'x'|\n3|NULL|\n");
    const TableEdit of_empty[] = {{Edit::change_default, "b", "CURRENT_DATE", {}}};
    EXPECT_TRUE(in_place("empty", of_empty));
}

TEST_F(DefinitionEdit, what_would_change_what_is_stored_is_a_rebuild) {
    connection.execute("CREATE TABLE t (a INT PRIMARY KEY, b TEXT, c SMALLINT); INSERT INTO t VALUES (1, '2', 3);"
                       "CREATE TABLE s (a INT, b TEXT) STRICT; INSERT INTO s VALUES (1, 'x')");
    const TableEdit key[] = {{Edit::set_type, "a", "INTEGER", {}}};
    const TableEdit affinity[] = {{Edit::set_type, "c", "SMALLINTEGER", {}}, {Edit::set_type, "b", "NUMERIC", {}}};
    const TableEdit unique[] = {{Edit::add_constraint, "u", "CONSTRAINT u UNIQUE (b)", {}}};
    const TableEdit collation[] = {{Edit::set_collation, "b", "NOCASE", {}}};
    const TableEdit strict[] = {{Edit::set_type, "a", "INTEGER", {}}};
    EXPECT_FALSE(in_place("t", key));
    EXPECT_FALSE(in_place("t", affinity));
    EXPECT_FALSE(in_place("t", unique));
    EXPECT_FALSE(in_place("t", collation));
    EXPECT_FALSE(in_place("s", strict));
    EXPECT_EQ(shown("SELECT rowid, a, b, c FROM t"), "1|1|2|3|\n");
}

TEST_F(DefinitionEdit, a_later_failure_takes_it_back) {
    connection.execute(heroes);
    const TableEdit edits[] = {{Edit::drop_not_null, "name", {}, {}}, {Edit::set_type, "age", "BIGINT", {}}};
    failure_of({rebuild("hero", edits), sql("SELECT * FROM nowhere")});
    EXPECT_THROW(connection.execute("INSERT INTO hero (name) VALUES (NULL)"), Error);
    EXPECT_EQ(shown("SELECT type FROM pragma_table_info('hero') WHERE name = 'age'"), "'SMALLINT'|\n");
    EXPECT_TRUE(in_place("hero", edits));
}

TEST_F(DefinitionEdit, what_was_taken_back_is_not_mistaken_for_what_another_process_writes_next) {
    connection.execute(heroes);
    upgrade_by({}); // the history table is there
    auto other = engine.connect();
    const TableEdit edits[] = {{Edit::drop_not_null, "name", {}, {}}};
    EXPECT_THROW(upgrade_by({rebuild("hero", edits), sql("SELECT * FROM nowhere")}), Error);
    other.execute("CREATE TABLE next (v)"); // its version of the schema is the one that was taken back
    EXPECT_EQ(shown("SELECT count(*) FROM next"), "0|\n");
    EXPECT_THROW(connection.execute("INSERT INTO hero (name) VALUES (NULL)"), Error);
}

TEST_F(DefinitionEdit, other_connections_see_it_and_other_tables_of_that_name_do_not_matter) {
    connection.execute("CREATE TABLE t (a INTEGER NOT NULL, b DEFAULT 5); INSERT INTO t VALUES (1, NULL)");
    auto other = engine.connect();
    other.execute("INSERT INTO t VALUES (2, 1)");
    connection.execute("ATTACH ':memory:' AS x; CREATE TABLE x.t (a NOT NULL, b); CREATE TEMP TABLE aludel_new_t (a)");
    const TableEdit edits[] = {{Edit::drop_not_null, "a", {}, {}},
                               {Edit::drop_default, "b", {}, {}},
                               {Edit::add_constraint, "c", "CONSTRAINT c CHECK (t.a > 0)", {}}};
    EXPECT_TRUE(in_place("t", edits));
    other.execute("INSERT INTO t (a) VALUES (NULL)");
    EXPECT_EQ(test::shown(other.query("SELECT * FROM t")), "1|NULL|\n2|1|\nNULL|NULL|\n");
    EXPECT_THROW(other.execute("INSERT INTO t VALUES (0, 0)"), Error);
    EXPECT_THROW(connection.execute("INSERT INTO x.t VALUES (NULL, 1)"), Error);
}

/// The application's own handle, in memory.
struct Own {
    Own() { sqlite3_open(":memory:", &handle); }
    Own(const Own&) = delete;
    Own& operator=(const Own&) = delete;
    ~Own() { sqlite3_close_v2(handle); }
    void be_defensive() { sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr); }
    Connection connection() { return sqlite::use(handle); }

    ::sqlite3* handle = nullptr;
};

std::string root_of_t(Connection& connection) {
    return shown(connection.query("SELECT rootpage FROM sqlite_schema WHERE name = 't'"));
}

TEST(DefinitionEditRefused, is_a_rebuild) {
    const auto forbid = [](void*, int action, const char* what, const char* value, const char*, const char*) {
        return action == SQLITE_PRAGMA && value && what == std::string_view("writable_schema") ? SQLITE_DENY
                                                                                               : SQLITE_OK;
    };
    for (const bool defensive : {true, false}) {
        Own own;
        auto connection = own.connection();
        connection.execute("CREATE TABLE t (a NOT NULL); INSERT INTO t VALUES (1)");
        if (defensive)
            own.be_defensive();
        else
            sqlite3_set_authorizer(own.handle, forbid, nullptr);
        const TableEdit edits[] = {{Edit::drop_not_null, "a", {}, {}}};
        const auto before = root_of_t(connection);
        const TestChain chain({{"a", {}, {rebuild("t", edits)}}});
        upgrade(connection, chain);
        EXPECT_NE(root_of_t(connection), before);
        connection.execute("INSERT INTO t VALUES (NULL)");
        EXPECT_EQ(shown(connection.query("SELECT * FROM t")), "1|\nNULL|\n");
    }
}

/// A table with rows from before and after columns were added, and a step of edits.
class RandomStep {
public:
    explicit RandomStep(unsigned seed) : random_(seed) {
        sql_ = "CREATE TABLE t (k INTEGER PRIMARY KEY";
        for (columns_ = 0; columns_ < 2; ++columns_) sql_ += ", " + column();
        sql_ += ");";
        insert();
        while (columns_ < 4) {
            sql_ += "ALTER TABLE t ADD COLUMN " + column() + ";";
            ++columns_;
            if (chance(2)) insert();
        }
        for (int i = 0; i < 1 + one_of(3); ++i) edit();
    }
    const std::string& sql() const { return sql_; }
    std::vector<TableEdit> edits() const {
        std::vector<TableEdit> edits;
        for (const auto& [kind, subject, text] : edits_) edits.push_back({kind, subject, text, {}});
        return edits;
    }
    std::string told() const {
        auto text = sql_;
        for (const auto& [kind, subject, what] : edits_)
            text += "\n" + std::to_string(static_cast<int>(kind)) + " " + subject + " " + what;
        return text;
    }

private:
    int one_of(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
    bool chance(int in) { return one_of(in) == 0; }
    template <std::size_t N> std::string pick(const char* const (&from)[N]) { return from[one_of(int{N})]; }
    std::string name(int column) { return std::string(1, static_cast<char>('a' + column)); }
    std::string type() { return pick({"INTEGER", "SMALLINT", "VARCHAR(9)", "TEXT", "REAL", "BLOB", "NUMERIC", ""}); }
    std::string constant() { return pick({"5", "'5'", "'x'", "1.5", "5.0", "x'35'", "-7"}); }
    std::string column() {
        auto text = name(columns_) + " " + type();
        if (!chance(3)) text += " DEFAULT " + constant() + (chance(3) ? " NOT NULL" : "");
        return text;
    }
    void insert() {
        for (int row = 0; row < 1 + one_of(2); ++row) {
            sql_ += "INSERT OR IGNORE INTO t VALUES (NULL";
            for (int i = 0; i < columns_; ++i) sql_ += ", " + (chance(5) ? "NULL" : constant());
            sql_ += ");";
        }
    }
    void edit() {
        const auto subject = name(one_of(4));
        switch (one_of(6)) {
        case 0: edits_.push_back({Edit::set_type, subject, type()}); break;
        case 1: edits_.push_back({Edit::set_not_null, subject, ""}); break;
        case 2: edits_.push_back({Edit::drop_not_null, subject, ""}); break;
        case 3: edits_.push_back({Edit::change_default, subject, chance(4) ? "(1 + 2)" : constant()}); break;
        case 4: edits_.push_back({Edit::drop_default, subject, ""}); break;
        default: edits_.push_back({Edit::add_constraint, "c", "CHECK (" + subject + " > " + constant() + ")"});
        }
    }

    struct OwnedEdit {
        Edit kind;
        std::string subject;
        std::string text;
    };
    std::mt19937 random_;
    int columns_ = 0;
    std::string sql_;
    std::vector<OwnedEdit> edits_;
};

struct Outcome {
    std::string told; ///< the table, or the error
    bool in_place = false;
};

Outcome outcome_of(const RandomStep& step, bool defensive) {
    Own own;
    auto connection = own.connection();
    connection.execute(step.sql());
    if (defensive) own.be_defensive();
    Outcome outcome;
    const auto before = root_of_t(connection);
    const auto edits = step.edits();
    const TestChain chain({{"a", {}, {rebuild("t", edits)}}});
    try {
        upgrade(connection, chain);
    } catch (const Error& error) {
        outcome.told = error.message() + "\n";
    }
    outcome.in_place = root_of_t(connection) == before;
    for (const auto* query :
         {"SELECT *, typeof(a), typeof(b), typeof(c), typeof(d) FROM t", "SELECT * FROM pragma_table_xinfo('t')",
          "SELECT substr(sql, instr(sql, '(')) FROM sqlite_schema WHERE name = 't'", "PRAGMA integrity_check"}) {
        connection.execute("INSERT OR IGNORE INTO t (a) VALUES (9)"); // with every default
        outcome.told += shown(connection.query(query));
    }
    return outcome;
}

TEST(DefinitionEditByChance, gives_what_a_rebuild_gives) {
    const unsigned seed = std::random_device()();
    int edited = 0, rebuilt = 0;
    for (unsigned i = 0; i < 400; ++i) {
        const RandomStep step(seed + i);
        const auto ours = outcome_of(step, false), rebuild = outcome_of(step, true);
        ASSERT_EQ(ours.told, rebuild.told) << "seed " << seed + i << "\n" << step.told();
        edited += ours.in_place != rebuild.in_place;
        rebuilt += !ours.in_place;
    }
    EXPECT_GT(edited, 20) << "seed " << seed;
    EXPECT_GT(rebuilt, 20) << "seed " << seed;
}

} // namespace
} // namespace aludel
