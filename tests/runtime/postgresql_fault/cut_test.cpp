// A connection that is cut after any message of an upgrade, in either direction.
#include "fault_database.hpp"
#include "tests/support/postgresql_proxy.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace aludel::test {
namespace {

using Clock = std::chrono::steady_clock;

/// The words that an error may have when the way to the server is gone.
bool tells_of_the_connection(const std::string& message) {
    constexpr std::array words{"connect", "server", "lock was lost"};
    return std::ranges::any_of(words, [&](const char* word) { return message.find(word) != message.npos; });
}

class PostgresqlCut : public testing::Test {
protected:
    /// One point. Whether the upgrade ended well nevertheless.
    bool run(const Cut& cut) {
        database.start_anew();
        const PostgresqlProxy proxy({.cut = cut});
        const auto begin = Clock::now();
        bool ended_well = false;
        try {
            upgrade(create_engine(proxy.url(database.name())), database.chain());
            ended_well = true;
        } catch (const Error& error) {
            expect_told(error, cut, proxy.unanswered_at_cut());
        }
        EXPECT_LT(Clock::now() - begin, std::chrono::seconds(20));
        // The last one says goodbye, and nobody waits for it.
        EXPECT_TRUE(ended_well || proxy.unanswered_at_cut().has_value()) << "no such message";
        look_and_launch_again(cut, ended_well);
        return ended_well;
    }

    void expect_told(const Error& error, const Cut& cut, const std::optional<std::string>& unanswered) {
        const std::string what = error.what();
        EXPECT_TRUE(tells_of_the_connection(error.message())) << what;
        EXPECT_FALSE(error.hint().empty()) << what;
        if (!unanswered) return;
        const bool in_doubt =
            unanswered->find("COMMIT") != unanswered->npos && unanswered->find("READ COMMITTED") == unanswered->npos;
        const bool is_told = what.find("not known whether the last transaction was committed") != what.npos;
        // What was forwarded right before the cut the client may have read or not.
        const bool may_be_told = in_doubt || (error.sql() == "COMMIT" && cut.side == Side::backend && cut.is_forwarded);
        EXPECT_TRUE(is_told ? may_be_told : !in_doubt) << what << "\nwhile the server was at: " << *unanswered;
        commits_in_doubt += in_doubt;
    }

    /// Every other time at once: what the server still does for the lost client is in the way then.
    void look_and_launch_again(const Cut& cut, bool ended_well) {
        if (cut.message % 2 == 0) {
            database.wait_until_alone();
            database.expect_whole();
        }
        const auto outcome = upgrade(database.connection(), database.chain());
        EXPECT_TRUE(!ended_well || outcome.status == Outcome::Status::up_to_date);
        database.expect_done();
    }

    FaultDatabase database;
    int commits_in_doubt = 0;
};

TEST_F(PostgresqlCut, after_any_message_leaves_what_the_next_launch_ends) {
    database.start_anew();
    Traffic whole;
    {
        const PostgresqlProxy proxy;
        upgrade(create_engine(proxy.url(database.name())), database.chain());
        whole = proxy.traffic();
    }
    database.expect_done();
    const bool all = std::getenv("ALUDEL_ALL_FAULTS") != nullptr;
    int points = 0, ended_well = 0;
    for (const auto side : {Side::frontend, Side::backend}) {
        const auto messages = side == Side::frontend ? whole.frontend : whole.backend;
        for (std::uint64_t message = 1; message <= messages; ++message)
            for (const bool is_forwarded : {false, true}) {
                // A spread: of each side's, forwarded and not; no two neighbours are always left out together.
                if (!all && (message * 2 + is_forwarded) % 5 != 0) continue;
                SCOPED_TRACE(std::string(side == Side::frontend ? "frontend" : "backend") + " message " +
                             std::to_string(message) + (is_forwarded ? ", forwarded" : ", lost"));
                ++points;
                ended_well += run({side, message, is_forwarded});
                if (HasFailure()) return;
            }
    }
    std::printf("%d points of %llu messages, %d commits in doubt, %d ended well\n", points,
                static_cast<unsigned long long>(whole.frontend + whole.backend), commits_in_doubt, ended_well);
    EXPECT_GT(points, 100);
    EXPECT_GT(commits_in_doubt, 5);
    EXPECT_LT(ended_well, points / 5);
}

} // namespace
} // namespace aludel::test
