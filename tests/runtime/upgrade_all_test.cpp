// Many databases at once: each for itself, whatever becomes of the others.
#include "tests/runtime/launch_fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <aludel/error.hpp>
#include <aludel/upgrade_all.hpp>

#include <atomic>
#include <set>
#include <thread>

namespace aludel::test {
namespace {

using Status = Outcome::Status;

const std::vector<TestRevision> revisions{
    {"a", {}, {sql("CREATE TABLE hero (id integer PRIMARY KEY)")}},
    {"b", {"a"}, {sql("INSERT INTO hero VALUES (1)"), sql("CREATE TABLE sidekick (hero integer REFERENCES hero)")}}};

std::vector<Engine> files_in(const TemporaryDirectory& directory, int count) {
    std::vector<Engine> engines;
    for (int i = 0; i < count; ++i)
        engines.push_back(create_engine("sqlite:///" + (directory / (std::to_string(i) + ".db")).string()));
    return engines;
}

std::atomic<int> at_work, most_at_work;
void take_a_while(Connection&) {
    const int now = ++at_work;
    for (int most = most_at_work; most < now && !most_at_work.compare_exchange_weak(most, now);) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    --at_work;
}

std::int64_t heroes_of(const Engine& engine) {
    return std::get<std::int64_t>(engine.connect().query("SELECT count(*) FROM hero").rows.at(0).at(0));
}

TEST(UpgradeAll, goes_on_after_a_failure) {
    const TemporaryDirectory directory;
    const auto engines = files_in(directory, 12);
    engines[5].connect().execute("CREATE TABLE sidekick (v)"); // in the way of b
    std::set<std::string> begun, told;
    UpgradeAllOptions options;
    options.on_begin = [&](std::string_view url) { EXPECT_TRUE(begun.emplace(url).second); };
    options.on_done = [&](const DatabaseOutcome& outcome) {
        EXPECT_TRUE(begun.contains(outcome.url));
        told.insert(outcome.url);
    };
    const auto outcomes = upgrade_all(engines, TestChain(revisions), options);
    ASSERT_EQ(outcomes.size(), engines.size());
    EXPECT_EQ(told.size(), engines.size());
    for (std::size_t i = 0; i < engines.size(); ++i) {
        EXPECT_EQ(outcomes[i].url, engines[i].url());
        if (i == 5) {
            EXPECT_FALSE(outcomes[i].outcome);
            EXPECT_NE(outcomes[i].error.find("already exists"), std::string::npos) << outcomes[i].error;
            continue;
        }
        ASSERT_TRUE(outcomes[i].outcome) << outcomes[i].error;
        EXPECT_EQ(outcomes[i].outcome->status, Status::created);
        EXPECT_EQ(heroes_of(engines[i]), 1);
    }
}

TEST(UpgradeAll, brings_databases_of_a_server_up_side_by_side) {
    const TemporaryDatabase ann("postgresql"), bea("postgresql"), cid("postgresql");
    std::vector<Engine> engines;
    for (const auto* database : {&ann, &bea, &cid}) engines.push_back(create_engine(database->url()));
    const TestChain first({revisions[0]}, "postgresql"), whole(revisions, "postgresql");
    upgrade(engines[0], first);
    engines[0].connect().execute("INSERT INTO hero VALUES (7)");
    engines[1].connect().execute("CREATE TABLE sidekick (v integer)"); // in the way of b
    const auto outcomes = upgrade_all(engines, whole);
    ASSERT_EQ(outcomes.size(), engines.size());
    for (std::size_t i = 0; i < engines.size(); ++i) EXPECT_EQ(outcomes[i].url, engines[i].url());
    ASSERT_TRUE(outcomes[0].outcome) << outcomes[0].error;
    EXPECT_EQ(outcomes[0].outcome->status, Status::upgraded);
    EXPECT_EQ(outcomes[0].outcome->from, std::vector<std::string>{"a"});
    EXPECT_EQ(heroes_of(engines[0]), 2);
    EXPECT_FALSE(outcomes[1].outcome);
    EXPECT_NE(outcomes[1].error.find("already exists"), std::string::npos) << outcomes[1].error;
    auto left = engines[1].connect();
    EXPECT_TRUE(left.query("SELECT 1 FROM pg_tables WHERE tablename = 'hero'").rows.empty());
    ASSERT_TRUE(outcomes[2].outcome) << outcomes[2].error;
    EXPECT_EQ(outcomes[2].outcome->status, Status::created);
    EXPECT_EQ(heroes_of(engines[2]), 1);
}

TEST(UpgradeAll, brings_the_schemas_of_tenants_up_side_by_side) {
    const TemporaryDatabase database("postgresql");
    auto connection = create_engine(database.url()).connect();
    std::vector<Engine> engines;
    for (int i = 0; i < 9; ++i) {
        const auto tenant = "tenant" + std::to_string(i);
        connection.execute("CREATE SCHEMA " + tenant);
        const auto separator = database.url().find('?') == std::string::npos ? "?" : "&";
        engines.push_back(create_engine(database.url() + separator + "options=-csearch_path%3D" + tenant));
    }
    const auto outcomes = upgrade_all(engines, TestChain(revisions, "postgresql"));
    for (std::size_t i = 0; i < engines.size(); ++i) {
        ASSERT_TRUE(outcomes[i].outcome) << outcomes[i].error;
        EXPECT_EQ(outcomes[i].outcome->to, std::vector<std::string>{"b"});
        EXPECT_EQ(heroes_of(engines[i]), 1);
    }
    EXPECT_EQ(connection.query("SELECT count(*) FROM pg_tables WHERE tablename = 'aludel_revision'").rows[0][0],
              Value(std::int64_t{9}));
}

TEST(UpgradeAll, of_schemas_does_not_wait_for_one_another) {
    const TemporaryDatabase database("postgresql");
    auto connection = create_engine(database.url()).connect();
    connection.execute("CREATE SCHEMA one; CREATE SCHEMA two");
    const auto separator = database.url().find('?') == std::string::npos ? "?" : "&";
    const auto engine_of = [&](const std::string& schema) {
        return create_engine(database.url() + separator + "options=-csearch_path%3D" + schema);
    };
    const TestChain chain(revisions, "postgresql");
    UpgradeOptions options;
    int upgraded = 0;
    options.on_progress = [&](const Progress& progress) { // while the one is locked, the other is upgraded whole
        if (progress.revision_index > 0 || progress.step_index > 0) return;
        UpgradeOptions soon;
        soon.lock_timeout = std::chrono::milliseconds(500);
        upgraded += upgrade(engine_of("two"), chain, soon).revisions.size() == 2;
    };
    upgrade(engine_of("one"), chain, options);
    EXPECT_EQ(upgraded, 1);
}

TEST(UpgradeAll, of_one_history_waits_whatever_the_search_path) {
    const TemporaryDatabase database("postgresql");
    const TestChain chain(revisions, "postgresql");
    upgrade_to(*std::make_unique<Connection>(create_engine(database.url()).connect()), chain, "a");
    create_engine(database.url()).connect().execute("CREATE SCHEMA one");
    const auto separator = database.url().find('?') == std::string::npos ? "?" : "&";
    const auto other = create_engine(database.url() + separator + "options=-csearch_path%3Done,public");
    UpgradeOptions options;
    std::string refused;
    options.on_progress = [&](const Progress&) {
        UpgradeOptions soon;
        soon.lock_timeout = std::chrono::milliseconds(200);
        try {
            upgrade(other, chain, soon);
        } catch (const Error& error) {
            refused = error.what();
        }
    };
    upgrade(create_engine(database.url()), chain, options);
    EXPECT_NE(refused.find("holds the lock"), std::string::npos) << refused;
}

TEST(UpgradeAll, has_so_many_at_a_time_and_no_more) {
    const TestChain chain({{"a", {}, {call("take_a_while", take_a_while)}}});
    for (const int at_once : {1, 3}) {
        const TemporaryDirectory directory;
        const auto engines = files_in(directory, 10);
        UpgradeAllOptions options;
        options.at_once = static_cast<std::size_t>(at_once);
        most_at_work = 0;
        for (const auto& each : upgrade_all(engines, chain, options)) EXPECT_TRUE(each.outcome) << each.error;
        EXPECT_LE(most_at_work, at_once);
        EXPECT_GE(most_at_work, std::min(at_once, 2));
    }
}

TEST(UpgradeAll, cancels_those_that_have_not_begun) {
    const TemporaryDirectory directory;
    const auto engines = files_in(directory, 6);
    std::stop_source stop;
    UpgradeAllOptions options;
    options.at_once = 1;
    options.each.stop = stop.get_token();
    int done = 0;
    options.on_done = [&](const DatabaseOutcome&) {
        if (++done == 2) stop.request_stop();
    };
    const auto outcomes = upgrade_all(engines, TestChain(revisions), options);
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        EXPECT_EQ(outcomes[i].outcome.value().status, i < 2 ? Status::created : Status::cancelled) << i;
}

} // namespace
} // namespace aludel::test
