// UpgradeOptions::stop, as a window's Cancel button would ask for it.
#include "tests/runtime/launch_fixture.hpp"

#include <future>
#include <thread>

namespace aludel::test {
namespace {

using Status = Outcome::Status;

class Cancelling : public LaunchTest {
protected:
    void SetUp() override { make_heroes(30); }
    UpgradeOptions stopped_at(int step) {
        UpgradeOptions options;
        options.stop = stop.get_token();
        options.on_progress = [this, step](const Progress&) mutable {
            if (--step == 0) stop.request_stop();
        };
        return options;
    }
    /// One that waits while the chain's last step is about to run elsewhere.
    void expect_cancelled_beside_another(const TestChain& whole) {
        auto other = engine.connect();
        UpgradeOptions waiting;
        waiting.stop = stop.get_token();
        UpgradeOptions first;
        first.on_progress = [&](const Progress& progress) { // the lock is held now
            if (progress.step_index + 1 < progress.step_count) return;
            auto second = std::async(std::launch::async, [&] { return upgrade(other, whole, waiting); });
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            const auto begin = std::chrono::steady_clock::now();
            stop.request_stop();
            const auto outcome = second.get();
            EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(3));
            EXPECT_EQ(outcome.status, Status::cancelled);
            EXPECT_EQ(outcome.to, std::vector<std::string>());
        };
        EXPECT_EQ(upgrade(connection, whole, first).status, Status::upgraded);
        EXPECT_EQ(count("hero WHERE power = 1"), 30);
    }
    std::stop_source stop;
};
INSTANTIATE_TEST_SUITE_P(Databases, Cancelling, testing::Values("sqlite", "postgresql"));

TEST_P(Cancelling, rolls_back_between_two_steps) {
    const auto whole = chain({{"a", {}, {sql("UPDATE hero SET power = 1"), sql("DELETE FROM sidekick")}},
                              {"b", {"a"}, {sql("DROP TABLE sidekick")}}});
    const auto outcome = upgrade(connection, whole, stopped_at(2));
    EXPECT_EQ(outcome.status, Status::cancelled);
    EXPECT_EQ(outcome.to, std::vector<std::string>());
    EXPECT_EQ(outcome.revisions, std::vector<std::string>());
    EXPECT_EQ(count("hero WHERE power IS NULL"), 30);
    EXPECT_EQ(count("sidekick"), 30);
    EXPECT_EQ(upgrade(connection, whole).status, Status::upgraded);
}

TEST_P(Cancelling, keeps_what_is_committed) {
    const auto whole = chain({{"a", {}, {sql("UPDATE hero SET power = 1")}, {sql("UPDATE hero SET power = NULL")}},
                              {"b", {"a"}, {sql("UPDATE hero SET power = 2"), sql("DROP TABLE sidekick")}}});
    auto options = stopped_at(2);
    options.transactions = Transactions::each_revision;
    const auto outcome = upgrade(connection, whole, options);
    EXPECT_EQ(outcome.status, Status::cancelled);
    EXPECT_EQ(outcome.to, std::vector<std::string>{"a"});
    EXPECT_EQ(outcome.revisions, std::vector<std::string>{"a"});
    EXPECT_EQ(count("hero WHERE power = 1"), 30);
    EXPECT_EQ(applied(), std::vector<std::string>{"a"});
}

TEST_P(Cancelling, stops_between_batches) {
    static const std::vector<std::string_view> key{"id"};
    static const Batches batches{"hero", key, "UPDATE hero SET power = coalesce(power, 0) + 1", {}, 7, 0};
    const auto whole = chain({{"a", {}, {batched("hero", batches)}}});
    EXPECT_EQ(upgrade(connection, whole, stopped_at(3)).status, Status::cancelled);
    EXPECT_EQ(count("hero WHERE power = 1"), 21); // the one that was begun when it was asked for is the last
    EXPECT_EQ(upgrade(connection, whole).status, Status::upgraded);
    EXPECT_EQ(count("hero WHERE power = 1"), 30);
}

TEST_P(Cancelling, a_downgrade_rolls_back) {
    const auto whole =
        chain({{"a", {}, {sql("UPDATE hero SET power = 1")}, {sql("UPDATE hero SET power = 3"), sql("SELECT 1")}}});
    upgrade(connection, whole);
    const auto outcome = downgrade_to(connection, whole, "base", stopped_at(1));
    EXPECT_EQ(outcome.status, Status::cancelled);
    EXPECT_EQ(outcome.to, std::vector<std::string>{"a"});
    EXPECT_EQ(count("hero WHERE power = 1"), 30);
}

TEST_P(Cancelling, ends_the_wait_for_another_upgrade) {
    expect_cancelled_beside_another(chain({{"a", {}, {sql("UPDATE hero SET power = 1")}}}));
}

TEST_P(Cancelling, ends_the_wait_for_another_upgrade_that_has_the_file_for_itself) {
    expect_cancelled_beside_another(chain({{"a", {}, {more_than_a_cache(), sql("UPDATE hero SET power = 1")}}}));
}

} // namespace
} // namespace aludel::test
