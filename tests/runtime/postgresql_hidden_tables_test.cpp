// The application's own connection, on which temporary tables bear the names of the database's.
#include "tests/runtime/expected_error.hpp"
#include "tests/runtime/test_chain.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>
#include <aludel/postgresql.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <memory>

namespace aludel::test {
namespace {

class PostgresqlNames : public testing::Test {
protected:
    void SetUp() override {
        other.execute("CREATE TABLE team (id bigint PRIMARY KEY, name text); INSERT INTO team VALUES (1, 'red');"
                      "CREATE TABLE hero (id bigint PRIMARY KEY, team_id bigint REFERENCES team);"
                      "INSERT INTO hero VALUES (1, 1)");
    }
    /// Of what all connections see.
    std::string teams() {
        return std::get<std::string>(other.query("SELECT string_agg(team::text, ';') FROM team").rows.at(0).at(0));
    }
    void expect_refused(const TestChain& refused, const char* more = "Drop it") {
        error_of([&] { upgrade(connection, refused); },
                 {"temporary table \"team\"", "hides the database's table", "Drop it", more});
        EXPECT_EQ(teams(), "(1,red)");
        EXPECT_TRUE(applied_revisions(other).empty());
        EXPECT_EQ(PQtransactionStatus(handle.get()), PQTRANS_IDLE);
    }
    void expect_upgraded() {
        EXPECT_EQ(upgrade(connection, chain).status, Outcome::Status::upgraded);
        EXPECT_EQ(teams(), "(1,red,7)");
    }

    TemporaryDatabase database{"postgresql"};
    Connection other = create_engine(database.url()).connect();
    std::unique_ptr<PGconn, void (*)(PGconn*)> handle{PQconnectdb(database.url().c_str()), PQfinish};
    Connection connection = postgresql::use(handle.get());
    const TestChain chain{{{"a", {}, {sql("ALTER TABLE team ADD COLUMN size integer DEFAULT 7")}}}, "postgresql"};
};

TEST_F(PostgresqlNames, of_temporary_tables_and_views_stop_an_upgrade_that_would_alter_those) {
    connection.execute("CREATE TEMP TABLE team (id bigint)");
    expect_refused(chain);
    EXPECT_EQ(connection.query("SELECT * FROM pg_temp.team").columns, std::vector<std::string>{"id"});
    connection.execute("DROP TABLE pg_temp.team; CREATE TEMP VIEW team AS SELECT 1 AS id");
    expect_refused(chain);
    connection.execute("DROP VIEW pg_temp.team");
    expect_upgraded();
}

TEST_F(PostgresqlNames, of_temporary_tables_that_a_step_makes_stop_it_too) {
    const TestChain makes_one(
        {{"a",
          {},
          {call("make_one", [](Connection& its) { its.execute("CREATE TEMP TABLE team AS SELECT * FROM team"); })}},
         {"b", {"a"}, {sql("ALTER TABLE team ADD COLUMN size integer DEFAULT 7")}}},
        "postgresql");
    expect_refused(makes_one, "Nothing was changed");
    expect_upgraded();
}

TEST_F(PostgresqlNames, of_temporary_tables_that_hide_nothing_do_not_matter) {
    connection.execute("CREATE TEMP TABLE scratch (id bigint CONSTRAINT team_pkey PRIMARY KEY);"
                       "INSERT INTO scratch VALUES (1);"
                       "CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.scratch (id bigint)");
    expect_upgraded();
    EXPECT_EQ(connection.query("SELECT * FROM scratch").rows.size(), 1U);
}

TEST_F(PostgresqlNames, of_temporary_tables_that_come_last_in_the_search_path_do_not_matter) {
    connection.execute("SET search_path = public, pg_temp; CREATE TEMP TABLE team (id bigint)");
    expect_upgraded();
    EXPECT_EQ(connection.query("SELECT * FROM pg_temp.team").columns, std::vector<std::string>{"id"});
}

} // namespace
} // namespace aludel::test
