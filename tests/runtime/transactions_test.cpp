// One transaction for all, one for each revision, or none; how long a statement of one may take.
#include "tests/runtime/launch_fixture.hpp"

#include <signal.h>

#include <utility>

namespace aludel::test {
namespace {

using namespace std::chrono_literals;

const ChainStep powers = sql("UPDATE hero SET power = coalesce(power, 0) + 1");
const ChainStep failing = sql("SELECT * FROM no_such_table");

class TransactionModes : public LaunchTest {
protected:
    void SetUp() override { make_heroes(5); }
    UpgradeOptions each_revision{.transactions = Transactions::each_revision};
};
INSTANTIATE_TEST_SUITE_P(Databases, TransactionModes, testing::Values("sqlite", "postgresql"));

TEST_P(TransactionModes, one_for_all_undoes_all) {
    const auto whole = chain({{"a", {}, {powers}}, {"b", {"a"}, {failing}}});
    EXPECT_EQ(error_of([&] { upgrade(connection, whole); }).hint(), "Nothing was changed: the database is as it was.");
    EXPECT_EQ(count("hero WHERE power IS NULL"), 5);
}

TEST_P(TransactionModes, one_for_each_keeps_those_before) {
    const auto whole = chain({{"a", {}, {powers}}, {"b", {"a"}, {powers, failing}}});
    const auto error = error_of([&] { upgrade(connection, whole, each_revision); });
    EXPECT_NE(error.hint().find("Applied and committed: revision a."), std::string::npos) << error.hint();
    EXPECT_EQ(count("hero WHERE power = 1"), 5);
    EXPECT_EQ(applied(), std::vector<std::string>{"a"});
}

TEST_P(TransactionModes, none_keeps_the_steps_before) {
    TestRevision revision{"a", {}, {powers, sql("CREATE TABLE villain (id integer)"), failing}};
    revision.without_transaction = true;
    const auto error = error_of([&] { upgrade(connection, chain({revision})); });
    EXPECT_NE(error.hint().find("2 of the 3 steps of revision a"), std::string::npos) << error.hint();
    EXPECT_EQ(count("hero WHERE power = 1"), 5);
    EXPECT_EQ(applied(), std::vector<std::string>());

    revision.upgrade[2] = sql("INSERT INTO villain VALUES (1)");
    const auto outcome = upgrade(connection, chain({revision}));
    EXPECT_EQ(outcome.status, Outcome::Status::upgraded);
    EXPECT_EQ(count("hero WHERE power = 1"), 5); // and not 2: it was not run again
    EXPECT_EQ(count("villain"), 1);
}

TEST_P(TransactionModes, none_runs_each_step_once_though_killed_before_any) {
    TestRevision revision{"a", {}, {powers, powers, powers, powers}};
    revision.without_transaction = true;
    const auto whole = chain({revision});
    int kills = 0;
    for (;; ++kills) {
        UpgradeOptions options;
        options.on_progress = [first = true](const Progress&) mutable {
            if (!std::exchange(first, false)) raise(SIGKILL); // one step each time
        };
        if (in_a_process([&](Connection& mine) { upgrade(mine, whole, options); }) == 0) break;
        ASSERT_LT(kills, 10);
    }
    EXPECT_EQ(kills, 3);
    EXPECT_EQ(count("hero WHERE power = 4"), 5);
}

TEST_P(TransactionModes, vacuum_runs_alone) {
    const auto whole = chain({{"a", {}, {powers, alone("VACUUM"), powers}}});
    upgrade(connection, whole);
    EXPECT_EQ(count("hero WHERE power = 2"), 5);
    EXPECT_EQ(applied(), std::vector<std::string>{"a"});
}

class StatementTimeouts : public LaunchTest {
protected:
    void SetUp() override {
        make_heroes(5);
        connection.execute("SET statement_timeout = '40s'");
    }
    void expect_the_connections_own() {
        EXPECT_EQ(connection.query("SHOW statement_timeout").rows.at(0).at(0), Value(std::string("40s")));
    }
    /// Long before the step or the connection's own limit is at its end.
    Error error_in_time(const Chain& whole) {
        UpgradeOptions options;
        options.statement_timeout = 300ms;
        const auto begin = std::chrono::steady_clock::now();
        auto error = error_of([&] { upgrade(connection, whole, options); }, {"statement timeout", "pg_sleep"});
        EXPECT_LT(std::chrono::steady_clock::now() - begin, 20s);
        EXPECT_EQ(error.code(), "57014");
        return error;
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, StatementTimeouts, testing::Values("postgresql"));

TEST_P(StatementTimeouts, end_a_long_statement_and_change_nothing) {
    const auto error = error_in_time(chain({{"a", {}, {powers, sql("SELECT pg_sleep(60)")}}}));
    EXPECT_EQ(error.hint(), "Nothing was changed: the database is as it was.");
    EXPECT_EQ(count("hero WHERE power IS NULL"), 5);
    expect_the_connections_own();
}

TEST_P(StatementTimeouts, end_one_that_runs_alone) {
    const auto error = error_in_time(chain({{"a", {}, {powers, alone("SELECT pg_sleep(60)")}}}));
    EXPECT_NE(error.hint().find("1 of the 2 steps of revision a"), std::string::npos) << error.hint();
    expect_the_connections_own();
    upgrade(connection, chain({{"a", {}, {powers, alone("VACUUM hero")}}}));
    EXPECT_EQ(count("hero WHERE power = 1"), 5);
}

TEST_P(StatementTimeouts, hold_for_steps_of_every_kind) {
    connection.execute("CREATE TABLE seen (timeout text)");
    const auto* const see = "INSERT INTO seen SELECT current_setting('statement_timeout')";
    static const std::vector<std::string_view> key{"id"};
    static const Batches batches{"hero", key, "UPDATE hero SET name = current_setting('statement_timeout')", {}, 2, 0};
    UpgradeOptions options;
    options.statement_timeout = 30s;
    upgrade(connection, chain({{"a", {}, {sql(see), alone(see), batched("hero", batches), sql(see)}}}), options);
    EXPECT_EQ(count("seen WHERE timeout = '30s'"), 3);
    EXPECT_EQ(count("hero WHERE name = '30s'"), 5);
    expect_the_connections_own();
}

} // namespace
} // namespace aludel::test
