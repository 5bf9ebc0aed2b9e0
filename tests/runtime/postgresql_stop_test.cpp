// Statements that were sent together, when the upgrade is to stop at one of the first.
#include "tests/runtime/test_chain.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>

namespace aludel::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class PostgresqlStop : public testing::Test {
protected:
    void SetUp() override {
        connection.execute("CREATE TABLE hero (id bigint PRIMARY KEY, power integer);"
                           "CREATE TABLE sidekick (hero bigint REFERENCES hero);"
                           "INSERT INTO hero VALUES (1, 0), (2, 0); INSERT INTO sidekick VALUES (1)");
    }
    /// Ten seconds' work.
    TestChain chain() {
        const auto slow = sql("UPDATE hero SET power = power + (SELECT 1 FROM pg_sleep(1))");
        return TestChain({{"a", {}, std::vector<ChainStep>(10, slow)}}, "postgresql");
    }
    void expect_nothing_done_since(Clock::time_point begin) {
        EXPECT_LT(Clock::now() - begin, 5s);
        EXPECT_EQ(connection.query("SELECT * FROM hero WHERE power = 0").rows.size(), 2U);
        EXPECT_TRUE(applied_revisions(connection).empty());
    }

    TemporaryDatabase database{"postgresql"};
    Connection connection = create_engine(database.url()).connect();
    UpgradeOptions options;
};

TEST_F(PostgresqlStop, does_not_wait_for_the_statements_after_it) {
    std::stop_source stop;
    options.stop = stop.get_token();
    options.on_progress = [&](const Progress&) { stop.request_stop(); };
    const auto begin = Clock::now();
    EXPECT_EQ(upgrade(connection, chain(), options).status, Outcome::Status::cancelled);
    expect_nothing_done_since(begin);
}

TEST_F(PostgresqlStop, by_an_exception_does_not_either) {
    options.on_progress = [](const Progress& progress) {
        if (progress.step_index == 1) throw std::runtime_error("the window was closed");
    };
    const auto begin = Clock::now();
    EXPECT_THROW(upgrade(connection, chain(), options), std::runtime_error);
    expect_nothing_done_since(begin);
}

TEST_F(PostgresqlStop, is_possible_because_each_answer_comes_when_it_is_there) {
    std::vector<Clock::time_point> told;
    options.on_progress = [&](const Progress&) { told.push_back(Clock::now()); };
    const auto slow = sql("UPDATE hero SET power = power + (SELECT 1 FROM pg_sleep(0.2))");
    upgrade(connection, TestChain({{"a", {}, {slow, slow, slow}}}, "postgresql"), options);
    ASSERT_EQ(told.size(), 3U);
    EXPECT_GE(told[2] - told[1], 100ms);
    EXPECT_EQ(connection.query("SELECT * FROM hero WHERE power = 3").rows.size(), 2U);
}

} // namespace
} // namespace aludel::test
