// An upgrade under which a disk fails or is full: it says so, leaves everything as it was, and can be tried again.
#include "fault_run.hpp"
#include "session.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace aludel::test {
namespace {

using Effect = Fault::Effect;

struct SqliteFailed : testing::TestWithParam<Mode> {
    Scenario scenario{GetParam()};

    std::optional<Error> error_of(Connection& connection, const Fault& fault) {
        arm(fault);
        try {
            upgrade(connection, new_chain());
        } catch (const Error& error) {
            arm();
            return error;
        }
        arm();
        return std::nullopt;
    }

    void expect_said(const Error& error, Effect effect) {
        EXPECT_TRUE(error.code().starts_with(effect == Effect::fill ? "SQLITE_FULL" : "SQLITE_IOERR")) << error.what();
        EXPECT_NE(error.hint().find(effect == Effect::fill ? "make room" : "look at the disk"), std::string::npos)
            << error.what();
        EXPECT_EQ(error.details().step > 0, !error.revision().empty());
        EXPECT_TRUE(!error.revision().empty() || is_outside_of_the_steps(error)) << error.what();
    }

    static bool is_outside_of_the_steps(const Error& error) {
        const auto& sql = error.sql();
        return sql == "BEGIN IMMEDIATE" || sql == "COMMIT" || sql == "PRAGMA main.foreign_key_check" ||
               sql.find("aludel_revision") != std::string::npos;
    }

    /// In TRUNCATE and PERSIST, where the journal's end is the last that is written and synced.
    bool is_committed_and_says_so(const Error& error) {
        const std::string_view journal = scenario.mode().journal;
        return (journal == "TRUNCATE" || journal == "PERSIST") && error.sql() == "COMMIT" &&
               error.hint().find("all of it is committed") != std::string::npos &&
               contents(scenario.path()) == scenario.new_contents();
    }

    /// `at_once`: the disk was good again in time to take back what had been written.
    void expect_as_it_was(Connection& connection, bool at_once) {
        EXPECT_FALSE(connection.session().in_transaction());
        EXPECT_EQ(connection.query("PRAGMA foreign_keys").rows.at(0).at(0), Value(std::int64_t{1}));
        if (!at_once) connection.query("SELECT count(*) FROM hero");
        if (!scenario.mode().wal_left) {
            EXPECT_EQ(different_page(scenario.bytes(), read_file(scenario.path())), 0);
        }
        EXPECT_EQ(difference(scenario.old_contents(), contents(scenario.path())), "");
    }

    void expect_nothing_changed_wherever(Effect effect, bool lasting, int wanted) {
        int failed = 0;
        for (const auto point : points(scenario, effect, wanted)) {
            const Fault fault{effect, point, lasting};
            SCOPED_TRACE(shown(scenario, fault));
            auto connection = connect(scenario.fresh(), scenario.mode());
            if (const auto error = error_of(connection, fault)) {
                ++failed;
                expect_said(*error, effect);
                if (!is_committed_and_says_so(*error)) expect_as_it_was(connection, !lasting);
                EXPECT_NO_THROW(upgrade(connection, new_chain()));
            }
            EXPECT_EQ(difference(scenario.new_contents(), contents(scenario.path())), "");
        }
        EXPECT_GT(failed, 0);
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
