// A server whose disk becomes full before any step of an upgrade.
#include "fault_database.hpp"
#include "tests/support/full_disk_server.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace aludel::test {
namespace {

class PostgresqlFullDisk : public testing::Test {
protected:
    /// Whether as many steps there were as to reach this one.
    bool fill_before(int step) {
        bool failed_once = false;
        const bool reached = database.reaches(
            step, [&] { server.fill(); }, [&](const UpgradeOptions& options) { failed_once = fails(options); });
        EXPECT_EQ(fails({}), failed_once) << "the disk is as it was";
        server.make_room();
        return reached;
    }
    bool fails(const UpgradeOptions& options) {
        try {
            upgrade(create_engine(database.url()), database.chain(), options);
            return false;
        } catch (const Error& error) {
            expect_said(error);
            return true;
        }
    }
    void expect_said(const Error& error) {
        EXPECT_EQ(error.code(), "53100") << error.what(); // disk_full
        EXPECT_NE(error.message().find("No space left on device"), std::string::npos) << error.what();
        EXPECT_NE(error.hint().find("Check free disk space"), std::string::npos) << error.what();
        EXPECT_FALSE(error.sql().empty()) << error.what();
        EXPECT_TRUE(error.details().step > 0 && !error.revision().empty()) << error.what();
        failed.push_back(error.sql());
    }
    bool has_failed_at(std::string_view sql) const {
        return std::ranges::any_of(failed, [&](const auto& each) { return each.find(sql) != each.npos; });
    }

    FullDiskServer server;
    FaultDatabase database{2000, 500};
    std::vector<std::string> failed; ///< the SQL
};

TEST_F(PostgresqlFullDisk, before_any_step_leaves_what_the_next_launch_ends) {
    const int spread = std::getenv("ALUDEL_ALL_FAULTS") ? 1 : 4;
    int step = 0;
    for (bool reached = true; reached && !HasFailure(); step += spread) {
        SCOPED_TRACE("before step " + std::to_string(step));
        reached = fill_before(step);
        database.launch_again();
    }
    EXPECT_GT(step, 15);
    for (const char* sql : {"UPDATE hero SET power = power + 1", "CREATE UNIQUE INDEX CONCURRENTLY", "TYPE bigint"})
        EXPECT_TRUE(has_failed_at(sql)) << sql;
}

} // namespace
} // namespace aludel::test
