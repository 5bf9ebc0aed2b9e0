// A run in parts that is killed: each step happens once.
#include "postgresql_split.hpp"

#include <future>
#include <random>

namespace aludel::test {
namespace {

using namespace std::chrono_literals;

/// Every kind of step, several times. Each writes a letter when it happens.
std::vector<TestRevision> mixed() {
    return {first,
            {"r2", {"r1"}, {log_a, add_knight, log_b, all_knights}, {sql("INSERT INTO log VALUES ('k')")}},
            {"r3",
             {"r2"},
             {log_c, make_index(), log_d, then_commit("ALTER TYPE rank ADD VALUE 'king'"),
              sql("INSERT INTO hero (name, rank) VALUES ('Dan', 'king')"), sql("INSERT INTO log VALUES ('e')")},
             {sql("INSERT INTO log VALUES ('h')"),
              alone("DROP INDEX CONCURRENTLY hero_name", "SELECT 1 WHERE to_regclass('hero_name') IS NULL"),
              sql("INSERT INTO log VALUES ('i')"), alone("VACUUM hero"), sql("INSERT INTO log VALUES ('j')")}},
            {"r4", {"r3"}, {make_index(), sql("INSERT INTO log VALUES ('f')")}, {sql("INSERT INTO log VALUES ('g')")}}};
}

class PostgresqlSplitKilled : public PostgresqlSplit {
protected:
    void expect_everything_happened_once() {
        EXPECT_EQ(logged(), "abcdef");
        EXPECT_EQ(count("hero WHERE rank = 'knight'"), 3);
        EXPECT_EQ(count("hero"), 4);
        expect_index_is_valid();
        expect_at(4);
    }

    const TestChain before{{first}, "postgresql"};
    const TestChain chain{mixed(), "postgresql"};
    const Action upgrade_all = [this](Connection& mine, const UpgradeOptions& options) {
        aludel::upgrade(mine, chain, options);
    };
};

TEST_F(PostgresqlSplitKilled, BeforeAnyStepEachHappensOnce) {
    int step = 0;
    for (bool killed = true; killed; ++step) {
        SCOPED_TRACE("killed before step " + std::to_string(step));
        start_anew();
        upgrade(before);
        killed = killed_before(step, upgrade_all);
        upgrade(chain);
        expect_everything_happened_once();
    }
    EXPECT_GT(step, 12);
}

TEST_F(PostgresqlSplitKilled, AgainAndAgainEachStepHappensOnce) {
    upgrade(before);
    for (int step = 0; killed_before(step % 11, upgrade_all); ++step) ASSERT_LT(step, 100);
    expect_everything_happened_once();
}

TEST_F(PostgresqlSplitKilled, AtAnyTimeEachStepHappensOnce) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::minstd_rand random(seed);
    for (int round = 0; round < 8; ++round) {
        start_anew();
        upgrade(before);
        std::vector<pid_t> children;
        for (int i = 0; i < 6; ++i) {
            children.push_back(launched(upgrade_all));
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
            kill(children.back(), SIGKILL);
        }
        for (const auto child : children) was_killed(child);
        upgrade(chain);
        expect_everything_happened_once();
    }
}

TEST_F(PostgresqlSplitKilled, LaunchesAtOnceApplyOnce) {
    upgrade(before);
    std::vector<pid_t> children;
    for (int i = 0; i < 8; ++i) children.push_back(launched(upgrade_all));
    for (const auto child : children) EXPECT_FALSE(was_killed(child));
    expect_everything_happened_once();
}

// The server's process goes on with the index when the client is gone, and nobody may begin the same beside it.
TEST_F(PostgresqlSplitKilled, WhileAnIndexIsMadeTheNextWaitsForIt) {
    const TestChain with_index({first, {"r2", {"r1"}, {log_a, make_index(), log_b}}}, "postgresql");
    upgrade(before);
    auto reader = create_engine(database->url()).connect();
    auto reading = reader.begin();
    reader.execute("LOCK TABLE hero IN ROW EXCLUSIVE MODE"); // what CREATE INDEX CONCURRENTLY waits for
    const auto child =
        launched([&](Connection& mine, const UpgradeOptions& options) { aludel::upgrade(mine, with_index, options); });
    wait_until("pg_stat_activity WHERE query LIKE 'CREATE UNIQUE INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'");
    const auto index = select("'hero_name'::regclass::oid");
    kill(child, SIGKILL);
    EXPECT_TRUE(was_killed(child));
    auto next = std::async(std::launch::async, [&] { aludel::upgrade(create_engine(database->url()), with_index); });
    EXPECT_EQ(next.wait_for(500ms), std::future_status::timeout);
    reading.rollback();
    next.get();
    EXPECT_EQ(select("'hero_name'::regclass::oid"), index) << "it was made twice";
    expect_index_is_valid();
    EXPECT_EQ(logged(), "ab");
    expect_at(2);
}

TEST_F(PostgresqlSplitKilled, TheServersProcessEndsAndTheNextGoesOn) {
    const TestChain chain_of_one({first,
                                  {"r2",
                                   {"r1"},
                                   {log_a,
                                    alone("SELECT pg_sleep(60)", "SELECT 1 FROM log WHERE "
                                                                 "step = 'c'"),
                                    log_b}}},
                                 "postgresql");
    upgrade(before);
    auto running =
        std::async(std::launch::async, [&] { aludel::upgrade(create_engine(database->url()), chain_of_one); });
    wait_until("pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'");
    connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'");
    error_of([&] { running.get(); }, {"connect again", "1 of the 3 steps of revision r2"});
    connection.execute("INSERT INTO log VALUES ('c')");
    upgrade(chain_of_one);
    EXPECT_EQ(logged(), "abc");
    expect_at(2);
}

TEST_F(PostgresqlSplitKilled, ADowngradeGoesOnToo) {
    const auto down = [&](Connection& mine, const UpgradeOptions& options) {
        downgrade_to(mine, chain, "-3", options);
    };
    int step = 0;
    for (bool killed = true; killed; ++step) {
        SCOPED_TRACE("killed before step " + std::to_string(step));
        start_anew();
        upgrade(chain);
        connection.execute("DELETE FROM log");
        killed = killed_before(step, down);
        // Where the whole of a revision is gone "-3" means another place by now.
        downgrade_to(connection, chain, count("aludel_revision") == 4 ? "-3" : "r1");
        EXPECT_EQ(logged(), "ghijk");
        EXPECT_EQ(select("to_regclass('hero_name')"), Value());
        expect_at(1);
    }
    EXPECT_GT(step, 7);
}

} // namespace
} // namespace aludel::test
