// Work that no one transaction can hold, VACUUM and steps that are each committed for itself, under every fault: what
// was committed stays, and the next launch goes on behind it.
#include "fault_run.hpp"
#include "tests/support/cases.hpp"

#include <gtest/gtest.h>

#include <set>

namespace aludel::test {
namespace {

using Effect = Fault::Effect;

/// What an application sees of it.
std::string without_history(std::string contents) {
    const std::string begin = "aludel_revision:\n", end = "hero:\n";
    const auto at = contents.find(begin);
    return contents.replace(at, contents.find(end, at) - at, "");
}

struct SqliteParted : testing::TestWithParam<Mode> {
    /// Before each step, as another process sees it.
    void SetUp() override {
        UpgradeOptions options;
        options.on_progress = [&](const Progress&) { between.insert(without_history(contents_left(scenario))); };
        scenario.fresh();
        launch(scenario, {}, options);
        between.insert(without_history(scenario.new_contents()));
        EXPECT_EQ(between.size(), 6u);
    }
    void expect_one_of_them(const std::string& contents) {
        const auto left = without_history(contents);
        EXPECT_TRUE(between.contains(left)) << "beside the old:\n"
                                            << difference(scenario.old_contents(), contents) << "\nbeside the new:\n"
                                            << difference(scenario.new_contents(), contents);
    }
    void kill_and_go_on(Effect effect, int wanted) {
        kill_wherever(scenario, effect, wanted, [&] {
            expect_one_of_them(contents_left(scenario));
            EXPECT_NO_THROW(launch(scenario));
            EXPECT_EQ(difference(scenario.new_contents(), contents(scenario.path())), "");
        });
    }
    /// As somebody may copy it who knows of no journal.
    std::string contents_of_the_file_alone() {
        const auto copy = scenario.path() + ".alone.db";
        write_file(copy, read_file(scenario.path()));
        return contents(copy);
    }

    Scenario scenario{GetParam(), parted_chain()};
    std::set<std::string> between;
};

TEST_P(SqliteParted, killed_or_without_power) {
    kill_and_go_on(Effect::kill, 6);
    kill_and_go_on(Effect::tear, 3);
    kill_and_go_on(Effect::lose_power, 6);
}

TEST_P(SqliteParted, where_the_disk_fails_or_is_full) {
    const bool has_wal = std::string_view(scenario.mode().journal) == "WAL";
    fail_in_every_way_wherever(scenario, cases(3), [&](Connection& connection, const Error& error, bool at_once) {
        if (!at_once) connection.query("SELECT count(*) FROM hero");
        if (!has_wal) expect_one_of_them(contents_of_the_file_alone());
        const auto left = contents_left(scenario);
        expect_one_of_them(left);
        if (error.hint().find("all of it is committed") != std::string::npos) return;
        EXPECT_EQ(error.hint().find("goes on from there") != std::string::npos, left != scenario.old_contents())
            << error.what();
    });
}

INSTANTIATE_TEST_SUITE_P(Modes, SqliteParted, testing::ValuesIn(modes()),
                         [](const auto& each) { return std::string(each.param.name); });

} // namespace
} // namespace aludel::test
