// The server's processes that are ended, and the launch itself that is killed, before any step of an upgrade.
#include "fault_database.hpp"
#include "postgresql/lock_keys.hpp"
#include "tests/support/child_process.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <csignal>

namespace aludel::test {
namespace {

class PostgresqlKilled : public testing::Test {
protected:
    std::string mine() const { return database.url() + "?application_name=mine"; }

    /// Ends the sessions of the upgrade that this is true of, in turn before each of its steps.
    void end_sessions(const std::string& which) {
        const auto end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = "
                         "current_database() AND application_name = 'mine' "
                         "AND pid <> pg_backend_pid() AND " +
                         which;
        int step = 0;
        for (bool reached = true; reached; ++step) {
            SCOPED_TRACE("before step " + std::to_string(step));
            bool failed = false;
            reached = database.reaches(
                step, [&] { EXPECT_GT(database.number(end), 0); },
                [&](const UpgradeOptions& options) {
                    try {
                        upgrade(create_engine(mine()), database.chain(), options);
                    } catch (const Error& error) {
                        failed = true;
                        EXPECT_FALSE(error.hint().empty()) << error.what();
                    }
                });
            EXPECT_EQ(failed, reached);
            database.launch_again();
        }
        EXPECT_GT(step, 15);
    }

    FaultDatabase database;
};

/// Of the sessions, by the lock that they hold.
std::string holder_of(std::int64_t key) {
    return "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = " +
           std::to_string(key & 0xffffffff) + ")";
}

TEST_F(PostgresqlKilled, the_session_at_work_before_any_step) { end_sessions(holder_of(postgresql::work_key)); }

TEST_F(PostgresqlKilled, the_session_of_the_lock_before_any_step) { end_sessions(holder_of(postgresql::upgrade_key)); }

TEST_F(PostgresqlKilled, both_sessions_before_any_step) { end_sessions("true"); }

TEST_F(PostgresqlKilled, the_process_before_any_step) {
    int step = 0;
    for (bool killed = true; killed; ++step) {
        SCOPED_TRACE("before step " + std::to_string(step));
        database.reaches(
            step, [] { raise(SIGKILL); },
            [&](const UpgradeOptions& options) {
                killed = was_killed(start_child([&] { upgrade(create_engine(mine()), database.chain(), options); }));
            });
        database.launch_again();
    }
    EXPECT_GT(step, 15);
}

} // namespace
} // namespace aludel::test
