// A step runs in the upgrade's transaction, and can neither end it nor begin another.
#include "tests/runtime/launch_fixture.hpp"

#include <chrono>
#include <thread>

namespace aludel::test {
namespace {

using namespace std::chrono_literals;

bool is_sqlite(const char* database) { return std::string_view(database) == "sqlite"; }

class Steps : public LaunchTest {
protected:
    void SetUp() override { make_heroes(3); }
    /// After a step that changes rows.
    void expect_refused(const ChainStep& step) {
        const auto error = error_of(
            [&] {
                upgrade(connection, chain({{"a", {}, {sql(add), step}}}));
            },
            {"must not begin or end a transaction", "SAVEPOINT", "revision a, step 2"});
        EXPECT_EQ(count("hero WHERE power IS NULL"), 3) << error.what();
        EXPECT_EQ(applied(), std::vector<std::string>());
    }
    static constexpr std::string_view add = "UPDATE hero SET power = coalesce(power, 0) + 1";
};
INSTANTIATE_TEST_SUITE_P(Databases, Steps, testing::Values("sqlite", "postgresql"));

TEST_P(Steps, cannot_end_the_transaction) {
    for (const char* text : {"COMMIT", "-- all of it\n commit;", "SELECT 1; END", "ROLLBACK", "BEGIN"})
        expect_refused(sql(text));
    if (is_sqlite(GetParam())) return;
    for (const char* text : {"/* so */ COMMIT; BEGIN", "ABORT", "START TRANSACTION", "PREPARE TRANSACTION 'x'",
                             "SELECT ';'; rollback work"})
        expect_refused(sql(text));
}

TEST_P(Steps, that_are_functions_cannot_end_the_transaction) {
    expect_refused(call("f", [](Connection& mine) { mine.execute("COMMIT"); }));
    expect_refused(call("f", [](Connection& mine) { mine.query("COMMIT"); }));
    expect_refused(call("f", [](Connection& mine) {
        auto transaction = mine.begin();
        transaction.commit();
    }));
}

TEST_P(Steps, may_use_savepoints_and_words_that_look_so) {
    std::vector<ChainStep> steps{
        sql("SAVEPOINT s"),
        sql(add),
        sql("ROLLBACK TO SAVEPOINT s"),
        sql("RELEASE s"),
        sql(add),
        sql("INSERT INTO sidekick SELECT id FROM hero WHERE name <> 'COMMIT; END' /* ; COMMIT */")};
    if (!is_sqlite(GetParam())) {
        steps.push_back(sql("DO $$ BEGIN UPDATE hero SET name = 'commit; end'; END $$"));
        steps.push_back(sql("CREATE FUNCTION heroes() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM hero; END"));
        steps.push_back(sql("SELECT heroes() AS \"end\""));
    }
    upgrade(connection, chain({{"a", {}, steps}}));
    EXPECT_EQ(count("hero WHERE power = 1"), 3);
}

TEST_P(Steps, are_the_application_s_own_transactions_again_afterwards) {
    upgrade(connection, chain({{"a", {}, {sql(std::string_view(add))}}}));
    auto transaction = connection.begin();
    connection.execute("DELETE FROM sidekick");
    transaction.commit();
    EXPECT_EQ(count("sidekick"), 0);
    error_of([&] {
        upgrade(connection, chain({{"a", {}, {sql(add)}}, {"b", {"a"}, {sql("SELECT * FROM nowhere")}}}));
    });
    connection.execute("BEGIN");
    connection.execute("COMMIT");
}

/// Another connection has the upgrade's lock.
TEST_P(Steps, are_waited_for_by_ensure_version_until_it_is_cancelled) {
    std::stop_source source;
    std::thread holder([&, url = database.url()] {
        UpgradeOptions options;
        options.on_progress = [&](const Progress&) {
            std::thread asker(
                [&] { EXPECT_FALSE(ensure_version(connection, chain({}), {.stop = source.get_token()})); });
            std::this_thread::sleep_for(200ms);
            source.request_stop();
            asker.join();
        };
        upgrade(create_engine(url), chain({{"a", {}, {sql("SELECT 1")}}}), options);
    });
    holder.join();
    EXPECT_EQ(applied(), std::vector<std::string>{"a"});
}

TEST(LostConnection, is_an_error_at_a_commit) {
    const TemporaryDatabase database("postgresql");
    auto connection = create_engine(database.url()).connect(), other = create_engine(database.url()).connect();
    auto transaction = connection.begin();
    const auto pid = connection.query("SELECT pg_backend_pid()").rows[0][0];
    other.query("SELECT pg_terminate_backend($1::integer)", pid);
    EXPECT_THROW(connection.query("SELECT 1"), Error);
    EXPECT_THROW(transaction.commit(), Error);
}

/// What runs outside of transactions waits, too.
TEST(Vacuum, waits_for_a_reader) {
    const TemporaryDatabase database("sqlite");
    const auto engine = create_engine(database.url());
    auto reader = engine.connect();
    reader.execute("CREATE TABLE hero (id integer PRIMARY KEY); INSERT INTO hero VALUES (1), (2)");
    const TestChain vacuum({{"a", {}, {sql("SELECT 1")}}, {"b", {"a"}, {alone("VACUUM")}}}, "sqlite");
    upgrade(engine, TestChain({{"a", {}, {sql("SELECT 1")}}}, "sqlite"));
    std::optional<Transaction> reading;
    reading.emplace(reader.session());
    reader.query("SELECT count(*) FROM hero");
    std::thread upgrading([&] { EXPECT_EQ(upgrade(engine, vacuum).status, Outcome::Status::upgraded); });
    std::this_thread::sleep_for(400ms);
    reading.reset();
    upgrading.join();

    reading.emplace(reader.session());
    reader.query("SELECT count(*) FROM hero");
    const TestChain more(
        {{"a", {}, {sql("SELECT 1")}}, {"b", {"a"}, {alone("VACUUM")}}, {"c", {"b"}, {alone("VACUUM")}}}, "sqlite");
    UpgradeOptions options;
    options.lock_timeout = 300ms;
    const auto begin = std::chrono::steady_clock::now();
    error_of([&] { upgrade(engine, more, options); }, {"holds the lock of this database", "revision c"});
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 300ms);
}

} // namespace
} // namespace aludel::test
