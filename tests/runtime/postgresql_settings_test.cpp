// What the server, the database, the role or the application has set changes no value and hides no row.
#include "tests/runtime/expected_error.hpp"
#include "tests/runtime/test_chain.hpp"
#include "tests/support/postgresql_server.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace aludel::test {
namespace {

using Key = std::vector<std::string_view>;

class PostgresqlSettings : public testing::Test {
protected:
    Connection connect(const std::string& options) { return create_engine(database.url() + options).connect(); }
    std::string text(const std::string& expression) {
        return std::get<std::string>(admin.query("SELECT (" + expression + ")::text").rows.at(0).at(0));
    }
    static std::string setting(Connection& connection, const std::string& name) {
        return std::get<std::string>(connection.query("SHOW " + name).rows.at(0).at(0));
    }
    /// Each row of the table `reading` once, in batches of ten.
    void expect_updated_once(Connection& connection) {
        const Key key{"\"at\""};
        const Batches batches{"reading", key, "UPDATE reading SET times = times + 1", {}, 10, 0};
        int told = 0;
        UpgradeOptions options;
        options.on_progress = [&](const Progress&) {
            if (++told > 100) throw std::runtime_error("it goes on for ever");
        };
        upgrade(connection, TestChain({{"a", {}, {batched("reading", batches)}}}, "postgresql"), options);
        EXPECT_EQ(text("SELECT count(*) FROM reading WHERE times = 1"), "340");
    }

    TemporaryDatabase database{"postgresql"};
    Connection admin = create_engine(database.url()).connect();
};

TEST_F(PostgresqlSettings, that_shorten_a_number_do_not_change_it) {
    admin.execute("CREATE TABLE reading (id bigint PRIMARY KEY, a float8, b float8, c bytea, d interval, e date);"
                  "INSERT INTO reading VALUES (1, 0.30000000000000004, 0.30000000000000004, '\\x00ff', '1 day 2:03', "
                  "'2026-11-23')");
    auto connection = connect("?options=-c%20extra_float_digits%3D0%20-c%20bytea_output%3Descape%20-c%20intervalstyle"
                              "%3Diso_8601%20-c%20datestyle%3DSQL,DMY");
    const TestChain chain({{"a",
                            {},
                            {sql("ALTER TABLE reading ALTER a TYPE text, ALTER c TYPE text USING c::text, ALTER d TYPE "
                                 "text, ALTER e TYPE text"),
                             alone("ALTER TABLE reading ALTER b TYPE text")}}},
                          "postgresql");
    upgrade(connection, chain);
    EXPECT_EQ(text("SELECT reading FROM reading"),
              "(1,0.30000000000000004,0.30000000000000004,\"\\\\x00ff\",\"1 day 02:03:00\",2026-11-23)");
    EXPECT_EQ(setting(connection, "extra_float_digits"), "0");
    EXPECT_EQ(setting(connection, "bytea_output"), "escape");
    EXPECT_EQ(setting(connection, "intervalstyle"), "iso_8601");
    EXPECT_EQ(setting(connection, "datestyle"), "SQL, DMY");
}

TEST_F(PostgresqlSettings, of_the_database_let_a_batched_update_end) {
    admin.execute("CREATE TABLE reading (at float8 PRIMARY KEY, times integer NOT NULL DEFAULT 0);"
                  "INSERT INTO reading SELECT 1 + i * 2.220446049250313e-16::float8 FROM generate_series(1, 340) i;"
                  "ALTER DATABASE " +
                  database.name() + " SET extra_float_digits = 0");
    auto connection = connect("");
    ASSERT_EQ(setting(connection, "extra_float_digits"), "0");
    expect_updated_once(connection);
}

TEST_F(PostgresqlSettings, of_dates_let_a_batched_update_end) {
    admin.execute("CREATE TABLE reading (at timestamptz PRIMARY KEY, times integer NOT NULL DEFAULT 0);"
                  "INSERT INTO reading SELECT timestamptz '2026-07-01 12:00:00Z' + i * interval '1 minute' FROM "
                  "generate_series(1, 340) i");
    auto connection = connect("?options=-c%20datestyle%3DSQL%20-c%20timezone%3DEurope/Dublin");
    expect_updated_once(connection);
}

TEST_F(PostgresqlSettings, that_a_condition_makes_stop_a_batched_update_that_would_not_end) {
    admin.execute("CREATE TABLE reading (at float8 PRIMARY KEY, times integer NOT NULL DEFAULT 0);"
                  "INSERT INTO reading VALUES (0.30000000000000004), (1), (2)");
    const Key key{"\"at\""};
    const Batches batches{
        "reading", key, "UPDATE reading SET times = times + 1", "set_config('extra_float_digits', '0', true) <> ''",
        1,         0};
    int told = 0;
    UpgradeOptions options;
    options.on_progress = [&](const Progress&) {
        if (++told > 100) throw std::runtime_error("it goes on for ever");
    };
    error_of(
        [&] {
            upgrade(admin, TestChain({{"a", {}, {batched("reading", batches)}}}, "postgresql"), options);
        },
        {"revision a, step 1", "does not get beyond the key r0.3", "Look for a setting"});
}

/// Its tables are those of an ordinary role, which a policy binds like any other.
class PostgresqlRowSecurity : public PostgresqlSettings {
protected:
    void SetUp() override {
        admin.execute("GRANT CREATE ON SCHEMA public TO guarded");
        owner.execute("CREATE TABLE team (id bigint PRIMARY KEY); INSERT INTO team VALUES (1);"
                      "CREATE TABLE hero (id bigint PRIMARY KEY, team_id bigint REFERENCES team, price "
                      "numeric(12,4));"
                      "INSERT INTO hero SELECT i, 1, 2.3456 FROM generate_series(1, 30) i;"
                      "ALTER TABLE hero ENABLE ROW LEVEL SECURITY; ALTER TABLE hero FORCE ROW LEVEL SECURITY;"
                      "CREATE POLICY of_a_tenant ON hero USING (current_setting('app.tenant', true) = 'other')");
        ASSERT_TRUE(owner.query("SELECT * FROM hero").rows.empty());
    }
    void expect_refused(const TestChain& chain) {
        const auto error = error_of([&] { upgrade(owner, chain); },
                                    {"revision a, step 1", "BYPASSRLS", "NO FORCE ROW LEVEL SECURITY meanwhile"});
        EXPECT_EQ(error.code(), "42501");
        EXPECT_EQ(text("SELECT count(*) FROM hero WHERE price = 2.3456 AND team_id = 1"), "30");
        EXPECT_TRUE(applied_revisions(owner).empty());
        EXPECT_EQ(setting(owner, "row_security"), "on");
    }
    void do_not_force() { owner.execute("ALTER TABLE hero NO FORCE ROW LEVEL SECURITY"); }

    Connection owner = create_engine(postgresql_url("guarded:open%20sesame", database.name())).connect();
};

TEST_F(PostgresqlRowSecurity, hides_no_row_from_a_check) {
    const TestChain chain({{"a",
                            {},
                            {check("SELECT id, price FROM hero WHERE price <> round(price, 2)", "hero.price is cut"),
                             sql("ALTER TABLE hero ALTER price TYPE numeric(12,2)")}}},
                          "postgresql");
    expect_refused(chain);
    do_not_force();
    error_of([&] { upgrade(owner, chain); }, {"hero.price is cut (30 rows: "});
    owner.execute("UPDATE hero SET price = 2.3");
    upgrade(owner, chain);
    EXPECT_EQ(text("SELECT count(*) FROM hero WHERE price::text = '2.30'"), "30");
}

TEST_F(PostgresqlRowSecurity, hides_no_row_from_a_batched_update) {
    const Key key{"\"id\""};
    const Batches batches{"hero", key, "UPDATE hero SET price = price + 1", {}, 7, 0};
    const TestChain chain({{"a", {}, {batched("hero", batches)}}}, "postgresql");
    expect_refused(chain);
    do_not_force();
    upgrade(owner, chain);
    EXPECT_EQ(text("SELECT count(*) FROM hero WHERE price = 3.3456"), "30");
}

TEST_F(PostgresqlRowSecurity, hides_no_row_from_a_statement_outside_of_transactions) {
    const TestChain chain({{"a", {}, {alone("UPDATE hero SET price = price + 1")}}}, "postgresql");
    expect_refused(chain);
    do_not_force();
    upgrade(owner, chain);
    EXPECT_EQ(text("SELECT count(*) FROM hero WHERE price = 3.3456"), "30");
    EXPECT_EQ(setting(owner, "row_security"), "on");
}

} // namespace
} // namespace aludel::test
