// An upgrade that is killed, or loses its power, anywhere.
#include "fault_run.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/child_process.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace aludel::test {
namespace {

using Effect = Fault::Effect;

struct SqliteKilled : testing::TestWithParam<Mode> {
    Scenario scenario{GetParam()};

    void expect_old_or_new_wherever(Effect effect, int wanted) {
        kill_wherever(scenario, effect, wanted, [&] { expect_old_or_new_and_then_new(scenario); });
    }
};

TEST_P(SqliteKilled, not_at_all_everything_is_there) {
    const auto& now = scenario.new_contents();
    EXPECT_TRUE(now.starts_with("ok|\n")) << now.substr(0, 200);
    scenario.fresh();
    launch(scenario);
    auto connection = connect(scenario.path(), scenario.mode());
    const auto number = [&](const std::string& sql) { return connection.query(sql).rows.at(0).at(0); };
    const auto expect = [&](const std::string& sql, std::int64_t value) {
        EXPECT_EQ(number(sql), Value(value)) << sql;
    };
    expect("SELECT count(*) FROM hero WHERE name = 'the hero ' || id AND score = id * 7 AND motto = 'I am ' || name",
           300);
    expect("SELECT count(*) FROM hero WHERE age LIKE '% years' AND note = ''", 300);
    expect("SELECT count(*) FROM note WHERE text LIKE '%' || hero_id AND hero_id % 3 = 0", 100);
    expect("SELECT count(*) FROM power WHERE name = 'great power ' || id AND hero_id <= 250", 500);
    expect("SELECT count(*) FROM mission WHERE what = 'save team ' || team_id", 20);
    expect("SELECT count(*) FROM team WHERE name = 'team ' || id AND town IS NULL", 20);
    expect("SELECT count(*) FROM log WHERE what LIKE 'hero %'", 300);
    expect("SELECT seq FROM sqlite_sequence WHERE name = 'hero'", 900);
    EXPECT_GT(scenario.operations().size(), 30u);
}

TEST_P(SqliteKilled, before_every_step_leaves_the_old) {
    int steps = 0;
    UpgradeOptions options;
    options.on_progress = [&](const Progress&) { ++steps; };
    scenario.fresh();
    launch(scenario, {}, options);
    ASSERT_GT(steps, 12);
    for (int step = 1; step <= steps; ++step) {
        SCOPED_TRACE("step " + std::to_string(step));
        scenario.fresh();
        options.on_progress = [left = step](const Progress&) mutable {
            if (--left == 0) std::raise(SIGKILL);
        };
        EXPECT_TRUE(was_killed(start_child([&] { launch(scenario, {}, options); })));
        expect_old_or_new_and_then_new(scenario);
    }
}

TEST_P(SqliteKilled, at_any_operation) { expect_old_or_new_wherever(Effect::kill, 16); }

TEST_P(SqliteKilled, within_a_write) { expect_old_or_new_wherever(Effect::tear, 12); }

TEST_P(SqliteKilled, by_a_loss_of_power) { expect_old_or_new_wherever(Effect::lose_power, 24); }

TEST_P(SqliteKilled, again_while_the_next_launch_mends_it) {
    for (const auto point : points(scenario, Effect::kill, cases(12))) {
        const Fault first{Effect::kill, point};
        SCOPED_TRACE(shown(scenario, first));
        scenario.fresh();
        EXPECT_TRUE(is_killed_by(scenario, first));
        for (int times = 0; times < 3; ++times) {
            const Fault next{times == 1 ? Effect::lose_power : Effect::kill, 1 + static_cast<int>(chance()() % 120),
                             false, static_cast<unsigned>(chance()())};
            SCOPED_TRACE("then at " + std::to_string(next.at) + ", seed " + std::to_string(next.seed));
            is_killed_by(scenario, next);
        }
        expect_old_or_new_and_then_new(scenario);
    }
}

/// Places where neither the old nor the new is left.
int losses(const Mode& mode, Effect effect) {
    const Scenario scenario(mode);
    int losses = 0;
    for (const auto point : points(scenario, effect, 40)) {
        const Fault fault{effect, point, false, static_cast<unsigned>(chance()())};
        scenario.fresh();
        is_killed_by(scenario, fault);
        arm();
        const auto left = contents(scenario.path());
        losses += left != scenario.old_contents() && left != scenario.new_contents();
    }
    return losses;
}

TEST(SqliteFaults, are_found_where_nothing_protects_from_them) {
    EXPECT_GT(losses({.name = "no_sync", .journal = "DELETE", .cache_pages = 8, .synced = false}, Effect::lose_power),
              0);
    EXPECT_GT(losses({.name = "no_sync_wal", .journal = "WAL", .synced = false}, Effect::lose_power), 0);
}

INSTANTIATE_TEST_SUITE_P(Modes, SqliteKilled, testing::ValuesIn(modes()),
                         [](const auto& each) { return std::string(each.param.name); });

} // namespace
} // namespace aludel::test
