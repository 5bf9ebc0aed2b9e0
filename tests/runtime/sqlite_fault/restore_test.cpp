// A safety copy that is put back, while whoever does so is killed, loses its power, or meets a disk that fails.
#include "fault_run.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/child_process.hpp"

#include <aludel/error.hpp>
#include <aludel/sqlite.hpp>

#include <gtest/gtest.h>

#include <functional>

namespace aludel::test {
namespace {

using Effect = Fault::Effect;

class SqliteRestored : public testing::TestWithParam<Mode> {
protected:
    /// The upgrade makes the copy. The application has written since.
    void SetUp() override {
        arm();
        UpgradeOptions options;
        options.safety_copy = SafetyCopy::always;
        {
            auto connection = connect(scenario.fresh(), scenario.mode());
            copy = upgrade(connection, scenario.chain(), options).safety_copy;
            connection.execute("INSERT INTO team (name) VALUES ('of now'); "
                               "INSERT INTO mission (team_id, what) VALUES (last_insert_rowid(), 'later')");
        }
        copy_database(scenario.path(), upgraded);
        now = contents(scenario.path());
        ASSERT_NE(now.find("of now"), now.npos);
        fresh();
        restore();
        operations = test::operations();
        ASSERT_EQ(difference(scenario.old_contents(), contents(scenario.path())), "");
        ASSERT_GT(operations.size(), 10u);
    }

    void fresh() const { copy_database(upgraded, scenario.path()); }
    void restore(const Fault& fault = {}) const {
        arm(fault);
        auto connection = connect(scenario.path(), scenario.mode());
        sqlite::restore(connection, copy);
    }

    void expect_all_or_nothing() const {
        const auto left = contents_left(scenario);
        EXPECT_TRUE(left == now || left == scenario.old_contents()) << "beside what was there:\n"
                                                                    << difference(now, left) << "\nbeside the copy:\n"
                                                                    << difference(scenario.old_contents(), left);
        EXPECT_NO_THROW(restore());
        EXPECT_EQ(difference(scenario.old_contents(), contents(scenario.path())), "");
    }
    void strike_wherever(Effect effect, int wanted, const std::function<void(const Fault&)>& strike) const {
        for (const auto point : points(operations, effect, cases(wanted))) {
            const Fault fault{effect, point, false, static_cast<unsigned>(chance()())};
            SCOPED_TRACE(test::shown(operations.at(static_cast<std::size_t>(point - 1))) + ", " +
                         std::to_string(point) + " of " + std::to_string(operations.size()) + ", seed " +
                         std::to_string(fault.seed));
            fresh();
            strike(fault);
            expect_all_or_nothing();
        }
    }
    void kill_wherever(Effect effect, int wanted) const {
        strike_wherever(effect, wanted,
                        [&](const Fault& fault) { EXPECT_TRUE(was_killed(start_child([&] { restore(fault); }))); });
    }

    Scenario scenario{GetParam()};
    std::string copy;
    std::string upgraded = scenario.path() + ".upgraded.db";
    std::string now; ///< what the database holds, of the upgrade and the application
    std::vector<Operation> operations;
};

TEST_P(SqliteRestored, killed_at_any_operation) { kill_wherever(Effect::kill, 12); }

TEST_P(SqliteRestored, killed_within_a_write) { kill_wherever(Effect::tear, 8); }

TEST_P(SqliteRestored, by_a_loss_of_power) { kill_wherever(Effect::lose_power, 16); }

TEST_P(SqliteRestored, where_the_disk_fails_or_is_full) {
    for (const auto effect : {Effect::fail, Effect::fill})
        strike_wherever(effect, 8, [&](const Fault& fault) {
            try {
                restore(fault);
            } catch (const Error&) {
                // Not every failure is one of the restoring: a checkpoint at the end can be done later.
            }
        });
}

INSTANTIATE_TEST_SUITE_P(Modes, SqliteRestored, testing::ValuesIn(modes()),
                         [](const auto& each) { return std::string(each.param.name); });

} // namespace
} // namespace aludel::test
