// SQLite databases that somebody made or changed by hand, as the command takes them over.
#include "tests/support/temporary_database.hpp"
#include "tests/tool/revision_directory.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

class HandMadeSqlite : public testing::Test {
protected:
    static void execute(const TemporaryDatabase& each, const std::string& sql) {
        aludel::create_engine(each.url()).connect().execute("PRAGMA foreign_keys = ON; " + sql);
    }
    static std::int64_t number(const TemporaryDatabase& each, const std::string& query) {
        auto connection = aludel::create_engine(each.url()).connect();
        return std::get<std::int64_t>(connection.query(query).rows.at(0).at(0));
    }
    std::string at(const TemporaryDatabase& each, std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--url", each.url()});
        return revisions.succeed(arguments);
    }
    /// Into a first revision, which makes the same again.
    void adopt() const {
        revisions.succeed({"revision", "-m", "as it is", "--rev-id", "a1", "--from", "empty", "--to", database.url()});
        at(database, {"stamp", "heads"});
        at(database, {"check"});
        const TemporaryDatabase fresh{"sqlite"};
        at(fresh, {"upgrade"});
        expect_alike(database, fresh);
    }
    void expect_alike(const TemporaryDatabase& one, const TemporaryDatabase& other) const {
        EXPECT_EQ(revisions.succeed({"diff", "--from", one.url(), "--to", other.url()}), "no changes\n");
        EXPECT_EQ(revisions.succeed({"inspect", "--url", one.url()}),
                  revisions.succeed({"inspect", "--url", other.url()}));
    }

    const RevisionDirectory revisions{};
    const TemporaryDatabase database{"sqlite"};
};

constexpr auto teams = R"([
  create_table: {table: team, columns: [{name: id, type: bigint, nullable: false, identity: true}, {name: name, type: text}],
    primary_key: {name: pk_team, columns: [id]}},
  create_table: {table: hero, columns: [{name: id, type: bigint, nullable: false, identity: true}, {name: team_id, type: bigint}],
    primary_key: {name: pk_hero, columns: [id]},
    foreign_keys: [{name: fk_hero_team, columns: [team_id], references: {table: team, columns: [id]}, on_delete: cascade}]}])";

/// Every column is INT or TEXT in what CREATE TABLE AS makes.
constexpr auto made_from_a_query =
    "PRAGMA foreign_keys = OFF; CREATE TABLE other AS SELECT * FROM team; DROP TABLE team; "
    "ALTER TABLE other RENAME TO team";

TEST_F(HandMadeSqlite, AColumnSpeltIntIsRepairedToNumberItself) {
    const TemporaryDatabase by_script{"sqlite"};
    revisions.revision("a1", "first", {}, teams);
    for (const auto* each : {&database, &by_script}) {
        at(*each, {"upgrade"});
        execute(*each, "INSERT INTO team VALUES (7, 'red'); INSERT INTO hero (team_id) VALUES (7)");
        execute(*each, made_from_a_query);
    }
    execute(by_script, revisions.succeed({"diff", "--from", by_script.url(), "--to", "heads", "--format", "sql"}));
    at(by_script, {"check"});
    revisions.succeed({"revision", "-m", "repair", "--from", database.url(), "--to", "heads"});
    at(database, {"upgrade"});
    at(database, {"check"});
    for (const auto* each : {&database, &by_script}) {
        execute(*each, "INSERT INTO team (name) VALUES ('blue'); INSERT INTO hero (team_id) VALUES (8)");
        EXPECT_EQ(number(*each, "SELECT count(*) FROM hero JOIN team ON team.id = team_id"), 2);
    }
}

TEST_F(HandMadeSqlite, EverySpellingOfAKeyIsMadeToNumberItself) {
    execute(database, "CREATE TABLE a (id INT PRIMARY KEY, n TEXT); CREATE TABLE b (id BIGINT PRIMARY KEY, n TEXT);"
                      "CREATE TABLE c (id INTEGER CONSTRAINT desc PRIMARY KEY DESC ON CONFLICT FAIL, n TEXT);"
                      "CREATE TABLE d (id INT PRIMARY KEY, n TEXT) WITHOUT ROWID;"
                      "CREATE TABLE e (id INTEGER, n TEXT, PRIMARY KEY (id DESC));"
                      "CREATE TABLE child (a INT REFERENCES a, c INT REFERENCES c ON DELETE CASCADE);");
    for (const std::string table : {"a", "b", "c", "d", "e"})
        execute(database, "INSERT INTO " + table + " VALUES (3, 'three')");
    execute(database, "INSERT INTO child VALUES (3, 3)");
    adopt();
    std::string operations = "[alter_table: {table: d, without_rowid: false}";
    for (const std::string table : {"a", "b", "c", "d"}) // e does already
        operations += ", alter_column: {table: " + table + ", column: id, type: bigint, identity: true}";
    revisions.revision("b2", "numbered", {}, operations + "]");
    const TemporaryDatabase fresh{"sqlite"};
    at(fresh, {"upgrade"});
    at(database, {"upgrade"});
    at(database, {"check"});
    expect_alike(database, fresh);
    for (const std::string table : {"a", "b", "c", "d", "e"}) {
        execute(database, "INSERT INTO " + table + " (n) VALUES ('four')");
        EXPECT_EQ(number(database, "SELECT id FROM " + table + " WHERE n = 'four'"), 4) << table;
    }
    EXPECT_EQ(number(database, "SELECT count(*) FROM child JOIN a ON a.id = a JOIN c ON c.id = c"), 1);
}

constexpr auto parent = "CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE); INSERT INTO p VALUES (1, 'x');";

TEST_F(HandMadeSqlite, ConstraintsThatComeToOneNameAreToldApart) {
    const std::string columns = "a INT UNIQUE, b INT, a_b INT, p INT REFERENCES p ON DELETE CASCADE, ";
    execute(database, parent + ("CREATE TABLE t (" + columns) +
                          "UNIQUE (a, b), UNIQUE (b, a), UNIQUE (a_b), UNIQUE (a), CHECK (a > b), CHECK ((a)>b), "
                          "FOREIGN KEY (p) REFERENCES p(id));"
                          "CREATE INDEX uq_t_a ON t (a); INSERT INTO t VALUES (2, 1, 1, 1)");
    adopt();
    const TemporaryDatabase in_another_order{"sqlite"};
    execute(in_another_order, parent + std::string("CREATE TABLE t (a INT, b INT, a_b INT, p INT, UNIQUE (a), UNIQUE "
                                                   "(b, a), UNIQUE (a_b), UNIQUE (a, b), CHECK ((a)>b), "
                                                   "FOREIGN KEY (p) REFERENCES p(id) ON DELETE CASCADE, "
                                                   "FOREIGN KEY (p) REFERENCES p(id), CHECK (a > b), UNIQUE (a));"
                                                   "CREATE INDEX uq_t_a ON t (a)"));
    expect_alike(database, in_another_order);

    // One of them can go, and the rows stay.
    revisions.revision("b2", "once", {}, "[drop_constraint: {table: t, name: fk_t_p_p}]");
    at(database, {"upgrade"});
    at(database, {"check"});
    execute(database, "DELETE FROM p");
    EXPECT_EQ(number(database, "SELECT count(*) FROM t"), 0) << "the key with CASCADE is left";
}

} // namespace
