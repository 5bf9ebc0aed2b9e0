// A batched update that is killed, loses its power, or meets a disk that fails or is full, anywhere: what was committed
// stays, and no row is met twice.
#include "fault_run.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/child_process.hpp"

#include <aludel/engine.hpp>

#include <gtest/gtest.h>

namespace aludel::test {
namespace {

using Effect = Fault::Effect;

struct SqliteBatches : testing::TestWithParam<Mode> {
    Scenario scenario{GetParam(), batched_chain()};

    /// Old, new, or so many whole batches.
    void expect_whole_batches() {
        const auto left = contents_left(scenario);
        ASSERT_TRUE(left.starts_with("ok|\n")) << left.substr(0, 200);
        const auto path = scenario.path() + ".look.db";
        auto connection = create_engine("sqlite:///" + path).connect();
        const auto number = [&](const std::string& sql) {
            return std::get<std::int64_t>(connection.query("SELECT " + sql).rows.at(0).at(0));
        };
        EXPECT_EQ(number("count(*) FROM hero"), 300);
        EXPECT_EQ(number("count(*) FROM power"), 600);
        if (number("count(*) FROM pragma_table_info('hero') WHERE name = 'score'") == 0) return;
        const auto done = number("count(*) FROM hero WHERE score = id");
        EXPECT_EQ(number("count(*) FROM hero WHERE score = 0"), 300 - done) << "no row twice";
        EXPECT_TRUE(done == 300 || done % 40 == 0) << done;
        EXPECT_EQ(number("count(*) FROM hero WHERE score = id AND id <= " + std::to_string(done)), done);
    }
    void expect_whole_batches_wherever(Effect effect, int wanted) {
        kill_wherever(scenario, effect, wanted, [&] {
            expect_whole_batches();
            EXPECT_NO_THROW(launch(scenario));
            EXPECT_EQ(difference(scenario.new_contents(), contents(scenario.path())), "");
        });
    }
};

TEST_P(SqliteBatches, killed_at_any_operation) { expect_whole_batches_wherever(Effect::kill, 16); }

TEST_P(SqliteBatches, killed_within_a_write) { expect_whole_batches_wherever(Effect::tear, 10); }

TEST_P(SqliteBatches, by_a_loss_of_power) { expect_whole_batches_wherever(Effect::lose_power, 16); }

TEST_P(SqliteBatches, where_the_disk_fails_or_is_full) {
    fail_in_every_way_wherever(scenario, cases(3), [&](Connection& connection, const Error& error, bool) {
        expect_whole_batches();
        if (error.hint().find("all of it is committed") != std::string::npos) return;
        const bool has_begun = !connection.query("SELECT 1 FROM aludel_revision WHERE revision = 'b2'").rows.empty();
        EXPECT_EQ(error.hint().find("goes on from there") != std::string::npos, has_begun) << error.what();
    });
}

TEST_P(SqliteBatches, killed_again_and_again_come_to_their_end) {
    scenario.fresh();
    const auto third = static_cast<unsigned>(scenario.operations().size()) / 3;
    int kills = 0;
    for (bool killed = true; killed; ++kills) {
        ASSERT_LT(kills, 300);
        // The rebuild is one transaction, and has to come to its end between two of them.
        const Fault fault{Effect::kill, 1 + static_cast<int>(chance()() % (third + 3 * static_cast<unsigned>(kills)))};
        SCOPED_TRACE("kill " + std::to_string(kills) + " at " + std::to_string(fault.at));
        killed = is_killed_by(scenario, fault);
        expect_whole_batches();
    }
    EXPECT_GT(kills, 1);
    EXPECT_EQ(difference(scenario.new_contents(), contents(scenario.path())), "");
}

INSTANTIATE_TEST_SUITE_P(Modes, SqliteBatches, testing::ValuesIn(modes()),
                         [](const auto& each) { return std::string(each.param.name); });

} // namespace
} // namespace aludel::test
