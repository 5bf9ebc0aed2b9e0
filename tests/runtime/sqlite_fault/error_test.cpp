// An upgrade under which a disk fails or is full: it says so, leaves everything as it was, and can be tried again.
#include "fault_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace aludel::test {
namespace {

using Effect = Fault::Effect;

struct SqliteFailed : testing::TestWithParam<Mode> {
    Scenario scenario{GetParam()};

    /// In TRUNCATE and PERSIST, where the journal's end is the last that is written and synced.
    bool is_committed_and_says_so(const Error& error) {
        const std::string_view journal = scenario.mode().journal;
        return (journal == "TRUNCATE" || journal == "PERSIST") && error.sql() == "COMMIT" &&
               error.hint().find("all of it is committed") != std::string::npos &&
               contents(scenario.path()) == scenario.new_contents();
    }

    /// `at_once`: the disk was good again in time to take back what had been written.
    void expect_as_it_was(Connection& connection, bool at_once) {
        if (!at_once) connection.query("SELECT count(*) FROM hero");
        if (!scenario.mode().wal_left) {
            EXPECT_EQ(different_page(scenario.bytes(), read_file(scenario.path())), 0);
        }
        EXPECT_EQ(difference(scenario.old_contents(), contents(scenario.path())), "");
    }

    void expect_nothing_changed_wherever(Effect effect, bool lasting, int wanted) {
        const auto expect = [&](Connection& connection, const Error& error, bool at_once) {
            if (!is_committed_and_says_so(error)) expect_as_it_was(connection, at_once);
        };
        EXPECT_GT(fail_wherever(scenario, effect, lasting, wanted, expect), 0);
    }
};

/// Whatever the commit has said: where the new may be in the file, there is a copy of the old.
TEST_P(SqliteFailed, with_a_safety_copy_that_is_kept_in_doubt) {
    UpgradeOptions options;
    options.safety_copy = SafetyCopy::always;
    const auto copy = scenario.fresh() + ".before-b2";
    arm();
    launch(scenario, {}, options);
    const auto count = static_cast<int>(operations().size());
    for (int at = std::max(1, count - 12); at <= count; ++at) {
        SCOPED_TRACE(std::to_string(at) + " of " + std::to_string(count));
        scenario.fresh();
        std::filesystem::remove(copy);
        try {
            launch(scenario, {Effect::fail, at, false}, options);
        } catch (const Error& error) {
            arm();
            const bool is_new = contents(scenario.path()) == scenario.new_contents();
            EXPECT_TRUE(!is_new || std::filesystem::exists(copy)) << error.what();
            if (!is_new && error.hint().find("all of it is committed") == std::string::npos) {
                EXPECT_FALSE(std::filesystem::exists(copy)) << error.what();
            }
        }
        arm();
    }
}

TEST_P(SqliteFailed, once_at_any_operation) { expect_nothing_changed_wherever(Effect::fail, false, 12); }

TEST_P(SqliteFailed, from_any_operation_on) { expect_nothing_changed_wherever(Effect::fail, true, 12); }

TEST_P(SqliteFailed, to_be_read_once) { expect_nothing_changed_wherever(Effect::fail_read, false, 6); }

TEST_P(SqliteFailed, to_be_read_from_then_on) { expect_nothing_changed_wherever(Effect::fail_read, true, 6); }

TEST_P(SqliteFailed, for_want_of_room_once) { expect_nothing_changed_wherever(Effect::fill, false, 10); }

TEST_P(SqliteFailed, for_want_of_room_from_then_on) { expect_nothing_changed_wherever(Effect::fill, true, 10); }

INSTANTIATE_TEST_SUITE_P(Modes, SqliteFailed, testing::ValuesIn(modes()),
                         [](const auto& each) { return std::string(each.param.name); });

} // namespace
} // namespace aludel::test
