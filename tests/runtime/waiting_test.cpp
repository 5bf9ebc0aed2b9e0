// What a launch says while another process has the database, and at the end of its patience.
#include "tests/runtime/launch_fixture.hpp"
#include "tests/support/child_process.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <thread>

namespace aludel::test {
namespace {

using namespace std::chrono_literals;

/// A process that is stopped in the middle of an upgrade.
class Waiters : public LaunchTest {
protected:
    void SetUp() override {
        make_heroes(3);
        connection = engine.connect(); // the child's must not be a copy of an open one
        holder = start_child([&] {
            UpgradeOptions options;
            options.on_progress = [](const Progress&) { raise(SIGSTOP); };
            upgrade(create_engine(database.url()), whole, options);
        });
        int status = 0;
        waitpid(holder, &status, WUNTRACED);
        ASSERT_TRUE(WIFSTOPPED(status));
    }
    void TearDown() override {
        kill(holder, SIGKILL);
        wait_for(holder);
    }
    void go_on() { kill(holder, SIGCONT); }

    std::string text = "UPDATE hero SET power = coalesce(power, 0) + 1";
    TestChain whole{{{"a", {}, {sql(text)}}}, GetParam()};
    pid_t holder = 0;
};
INSTANTIATE_TEST_SUITE_P(Databases, Waiters, testing::Values("sqlite", "postgresql"));

TEST_P(Waiters, are_told_who_has_it_and_end_in_time) {
    std::string holder_told, logged;
    UpgradeOptions options;
    options.log = [&](LogLevel, std::string_view line) { logged += line; };
    options.lock_timeout = 1500ms;
    options.on_wait = [&](const Waiting& waiting) {
        holder_told = waiting.holder;
        EXPECT_GE(waiting.waited, 1s);
    };
    const auto error = error_of([&] { upgrade(connection, whole, options); });
    const std::string message = error.what();
    EXPECT_EQ(error.code(), is_file() ? "SQLITE_BUSY" : "55P03");
    EXPECT_EQ(error.refusal(), Refusal::locked);
    const auto who = is_file() ? "process " + std::to_string(holder) + " of runtime_launch_" : "server process ";
    EXPECT_NE(message.find(who), std::string::npos) << message;
    EXPECT_NE(message.find("since 20"), std::string::npos) << message;
    EXPECT_NE(message.find("UTC, holds the lock"), std::string::npos) << message;
    EXPECT_EQ(holder_told.substr(0, who.size()), who);
    EXPECT_NE(logged.find("waits for " + holder_told + ", which holds a lock of the same database"), std::string::npos)
        << logged;
}

TEST_P(Waiters, go_on_when_it_is_done) {
    std::thread later([this] {
        std::this_thread::sleep_for(300ms);
        go_on();
    });
    const auto outcome = upgrade(connection, whole);
    later.join();
    EXPECT_EQ(outcome.status, Outcome::Status::up_to_date);
    EXPECT_EQ(count("hero WHERE power = 1"), 3);
}

TEST_P(Waiters, go_on_when_it_was_killed) {
    std::thread later([this] {
        std::this_thread::sleep_for(300ms);
        kill(holder, SIGKILL);
    });
    const auto outcome = upgrade(connection, whole);
    later.join();
    EXPECT_EQ(outcome.status, Outcome::Status::upgraded);
    EXPECT_EQ(count("hero WHERE power = 1"), 3);
}

TEST(SqliteReader, that_holds_up_a_commit_is_not_called_an_upgrade) {
    const TemporaryDatabase database("sqlite");
    const auto engine = create_engine(database.url());
    auto connection = engine.connect(), reader = engine.connect();
    connection.execute("CREATE TABLE hero (id integer PRIMARY KEY, power integer); INSERT INTO hero (id) VALUES (1)");
    std::optional<Transaction> reading;
    reading.emplace(reader.session());
    reader.query("SELECT * FROM hero");
    const TestChain whole({{"a", {}, {sql("UPDATE hero SET power = 1")}}});
    std::string logged;
    UpgradeOptions options;
    options.lock_timeout = 1500ms;
    options.log = [&](LogLevel, std::string_view line) { logged += line; };
    const auto refused = error_of([&] { upgrade(connection, whole, options); });
    EXPECT_EQ(refused.sql(), "COMMIT");
    EXPECT_EQ(refused.refusal(), Refusal::locked);
    EXPECT_NE(logged.find("which holds a lock of the same database"), std::string::npos) << logged;
    reading.reset();
    EXPECT_EQ(upgrade(connection, whole).status, Outcome::Status::upgraded);
}

TEST(StatementLocks, of_a_batch_are_waited_for_with_an_end) {
    const TemporaryDatabase database("postgresql");
    const auto engine = create_engine(database.url());
    auto connection = engine.connect(), application = engine.connect();
    connection.execute("CREATE TABLE hero (id integer PRIMARY KEY, power integer); "
                       "INSERT INTO hero SELECT i FROM generate_series(1, 30) AS i");
    static const std::vector<std::string_view> key{"id"};
    static const Batches batches{"hero", key, "UPDATE hero SET power = coalesce(power, 0) + 1", {}, 10, 0};
    const TestChain whole({{"a", {}, {batched("hero", batches)}}}, "postgresql");
    std::optional<Transaction> holding;
    holding.emplace(application.session());
    application.execute("UPDATE hero SET power = 0 WHERE id = 15");
    UpgradeOptions options;
    options.statement_lock_timeout = 20ms;
    options.lock_timeout = 400ms;
    try {
        upgrade(connection, whole, options);
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "55P03");
        EXPECT_EQ(error.refusal(), Refusal::locked);
        EXPECT_NE(error.hint().find("some batches of the next"), std::string::npos) << error.hint();
    }
    holding.reset();
    upgrade(connection, whole, options);
    EXPECT_EQ(connection.query("SELECT count(*) FROM hero WHERE power = 1").rows.at(0).at(0), Value(std::int64_t{30}));
}

TEST(StatementLocks, are_tried_again) {
    const TemporaryDatabase database("postgresql");
    const auto engine = create_engine(database.url());
    auto connection = engine.connect(), application = engine.connect();
    connection.execute("CREATE TABLE hero (id integer PRIMARY KEY); INSERT INTO hero VALUES (1)");
    const TestChain whole({{"a", {}, {sql("ALTER TABLE hero ADD COLUMN power integer DEFAULT 7")}}}, "postgresql");
    std::vector<std::string> logged;
    UpgradeOptions options;
    options.statement_lock_timeout = 50ms;
    std::optional<Transaction> reading;
    reading.emplace(application.session());
    application.query("SELECT * FROM hero");
    options.log = [&](LogLevel, std::string_view line) {
        logged.emplace_back(line);
        if (logged.size() == 3) reading.reset();
    };
    EXPECT_EQ(upgrade(connection, whole, options).status, Outcome::Status::upgraded);
    ASSERT_GE(logged.size(), 3U);
    EXPECT_NE(logged[0].find("lock timeout"), std::string::npos) << logged[0];
    EXPECT_EQ(connection.query("SELECT power FROM hero").rows.at(0).at(0), Value(std::int64_t{7}));

    const TestChain more({{"a", {}, {sql("ALTER TABLE hero ADD COLUMN power integer DEFAULT 7")}},
                          {"b", {"a"}, {sql("ALTER TABLE hero DROP COLUMN power")}}},
                         "postgresql");
    reading.emplace(application.session());
    application.query("SELECT * FROM hero");
    options.lock_timeout = 300ms;
    options.log = {};
    try {
        upgrade(connection, more, options);
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "55P03");
        EXPECT_EQ(error.revision(), "b");
    }
    EXPECT_EQ(connection.query("SELECT current_setting('lock_timeout')").rows.at(0).at(0), Value(std::string("0")));
}

TEST(StatementLocks, outside_of_steps_are_told_without_a_place) {
    const TemporaryDatabase database("postgresql");
    const auto engine = create_engine(database.url());
    auto connection = engine.connect(), application = engine.connect();
    const TestChain whole({{"a", {}, {sql("CREATE TABLE hero (id integer PRIMARY KEY)")}}}, "postgresql");
    ensure_version(connection, whole);
    std::optional<Transaction> holding;
    holding.emplace(application.session());
    application.execute("LOCK TABLE aludel_revision IN SHARE MODE"); // it can be read, and not be written
    UpgradeOptions options;
    options.statement_lock_timeout = 20ms;
    std::vector<std::string> logged;
    options.log = [&](LogLevel level, std::string_view line) {
        if (level == LogLevel::warning) logged.emplace_back(line);
        if (logged.size() == 2) holding.reset();
    };
    EXPECT_EQ(upgrade(connection, whole, options).revisions, std::vector<std::string>{"a"});
    ASSERT_GE(logged.size(), 2U);
    EXPECT_NE(logged[0].find("lock timeout"), std::string::npos) << logged[0];
    EXPECT_NE(logged[0].find("; tried again"), std::string::npos) << logged[0];
    EXPECT_EQ(logged[0].find("revision "), std::string::npos) << logged[0];
}

} // namespace
} // namespace aludel::test
