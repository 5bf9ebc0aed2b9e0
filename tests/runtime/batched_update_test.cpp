// A long UPDATE in batches: each is committed with how far it went, so that a killed one is gone on with.
#include "tests/runtime/launch_fixture.hpp"
#include "tests/support/child_process.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <vector>

namespace aludel::test {
namespace {

using Key = std::vector<std::string_view>;

const Key id{"\"id\""};
/// Adds, so that a row that is met twice tells.
constexpr std::string_view add_one = "UPDATE hero SET power = coalesce(power, 0) + 1";

void add_one_each(Connection& connection) {
    for (std::int64_t hero = 1; hero <= 95; ++hero) {
        connection.execute("UPDATE hero SET power = 1 WHERE id = $1", hero);
        if (hero % 40 == 0) connection.report_rows(hero, 95);
    }
}

class BatchedUpdate : public LaunchTest {
protected:
    static constexpr int heroes = 95;
    void SetUp() override { make_heroes(heroes); }

    Batches batches{"hero", id, add_one, {}, 10, 0};
    ChainStep step = batched("hero", batches);
};
INSTANTIATE_TEST_SUITE_P(Databases, BatchedUpdate, testing::Values("sqlite", "postgresql"));

TEST_P(BatchedUpdate, meets_each_row_once) {
    const auto outcome = upgrade(connection, chain({{"a", {}, {step}}}));
    EXPECT_EQ(outcome.status, Outcome::Status::upgraded);
    EXPECT_EQ(count("hero WHERE power = 1"), heroes);
    EXPECT_EQ(count("sidekick"), heroes);
    EXPECT_EQ(applied(), (std::vector<std::string>{"a"}));
}

TEST_P(BatchedUpdate, meets_only_rows_of_its_condition) {
    batches.where = "id > 40 OR name = 'hero 7' -- and no others";
    upgrade(connection, chain({{"a", {}, {step}}}));
    EXPECT_EQ(count("hero WHERE power = 1"), 56);
    EXPECT_EQ(count("hero WHERE power IS NULL"), 39);
}

TEST_P(BatchedUpdate, goes_through_a_key_of_several_columns_of_text) {
    connection.execute("CREATE TABLE seat (line text, number integer, taken integer, PRIMARY KEY (line, number))");
    connection.execute("INSERT INTO seat SELECT 'l' || (id % 7), id, 0 FROM hero");
    const Key key{"\"line\"", "\"number\""};
    const Batches seats{"seat", key, "UPDATE seat SET taken = taken + 1", {}, 9, 0};
    upgrade(connection, chain({{"a", {}, {batched("seat", seats)}}}));
    EXPECT_EQ(count("seat WHERE taken = 1"), heroes);
}

TEST_P(BatchedUpdate, of_few_rows_shares_the_transaction) {
    batches.size = heroes;
    const auto failed = chain({{"a", {}, {step, sql("SELECT * FROM no_such_table")}}});
    EXPECT_NE(error_of([&] { upgrade(connection, failed); }).hint().find("Nothing was changed"), std::string::npos);
    EXPECT_EQ(count("hero WHERE power IS NOT NULL"), 0);
}

TEST_P(BatchedUpdate, tells_how_many_rows_are_done) {
    batches.size = 40;
    std::string told;
    UpgradeOptions options;
    options.on_progress = [&](const Progress& p) {
        told += std::string(p.table) + " " + std::to_string(p.rows_done) + "/" + std::to_string(p.rows) + " " +
                std::to_string(static_cast<int>(p.fraction * 100)) + "%; ";
    };
    upgrade(connection, chain({{"a", {}, {step, sql("SELECT 1")}}}), options);
    EXPECT_EQ(told, " 0/0 0%; hero 40/95 21%; hero 80/95 42%;  0/0 50%; ");
}

TEST_P(BatchedUpdate, pauses_between_batches) {
    batches.size = 20;
    batches.pause_ms = 50;
    const auto begin = std::chrono::steady_clock::now();
    upgrade(connection, chain({{"a", {}, {step}}}));
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(4 * 50)); // between five
    EXPECT_EQ(count("hero WHERE power = 1"), heroes);
}

TEST_P(BatchedUpdate, by_a_function_tells_how_many_rows_are_done) {
    std::string told;
    UpgradeOptions options;
    options.on_progress = [&](const Progress& p) {
        told += std::to_string(p.step_index) + " " + std::to_string(p.rows_done) + "/" + std::to_string(p.rows) + " " +
                std::to_string(static_cast<int>(p.fraction * 100)) + "%; ";
    };
    upgrade(connection, chain({{"a", {}, {call("add_one_each", add_one_each), sql("SELECT 1")}}}), options);
    EXPECT_EQ(told, "0 0/0 0%; 0 40/95 21%; 0 80/95 42%; 1 0/0 50%; ");
    EXPECT_EQ(count("hero WHERE power = 1"), heroes);
    connection.report_rows(1, 2); // to nobody
}

TEST_P(BatchedUpdate, is_gone_on_with_after_a_kill_at_any_batch) {
    const auto whole =
        chain({{"a", {}, {sql("CREATE TABLE before_it (v integer)"), step, sql("DROP TABLE before_it")}}});
    UpgradeOptions kill;
    int kills = 0;
    for (;; ++kills) {
        kill.on_progress = [](const Progress& p) {
            if (p.rows_done > 0) raise(SIGKILL);
        };
        if (!WIFSIGNALED(in_a_process([&](Connection& mine) { upgrade(mine, whole, kill); }))) break;
        EXPECT_EQ(count("hero WHERE power = 1"), (kills + 1) * 10);
        EXPECT_EQ(applied(), std::vector<std::string>());
        ASSERT_LT(kills, 100);
    }
    EXPECT_EQ(kills, 9);
    EXPECT_EQ(count("hero WHERE power = 1"), heroes);
    EXPECT_EQ(count("sidekick"), heroes);
    EXPECT_EQ(upgrade(connection, whole).status, Outcome::Status::up_to_date);
}

TEST_P(BatchedUpdate, is_refused_where_its_cursor_is_not_to_be_read) {
    const auto whole = chain({{"a", {}, {step}}});
    ensure_version(connection, whole);
    connection.execute("INSERT INTO aludel_revision (revision, checksum, message, applied_at, duration_us) VALUES "
                       "('a', '1:a up 0/1 i1,i2', '', '', 0)");
    const auto error = error_of([&] { upgrade(connection, whole); });
    EXPECT_NE(std::string(error.what()).find("is not to be read: \"i1,i2\""), std::string::npos) << error.what();
    EXPECT_EQ(count("hero WHERE power IS NOT NULL"), 0);
}

TEST_P(BatchedUpdate, breaks_no_foreign_key) {
    const Key line{"\"line\""};
    const Batches wrong{"sidekick_of", line, "UPDATE sidekick_of SET hero = hero + 1000", {}, 10, 0};
    connection.execute("CREATE TABLE sidekick_of (line integer PRIMARY KEY, hero integer REFERENCES hero)");
    connection.execute("INSERT INTO sidekick_of SELECT id, id FROM hero");
    const auto error = error_of([&] { upgrade(connection, chain({{"a", {}, {batched("sidekick_of", wrong)}}})); });
    EXPECT_EQ(error.revision(), "a");
    EXPECT_EQ(count("sidekick_of WHERE hero > 1000"), 0);
}

TEST_P(BatchedUpdate, is_shared_by_several_processes) {
    batches.size = 2;
    batches.pause_ms = 2;
    const auto whole = chain({{"a", {}, {step}}, {"b", {"a"}, {sql("UPDATE hero SET name = name || '!'")}}});
    std::vector<pid_t> launches; // of this thread: what is forked beside another may wait for that one's locks
    for (int i = 0; i < 4; ++i)
        launches.push_back(start_child([&] {
            auto mine = create_engine(database.url()).connect();
            upgrade(mine, whole);
        }));
    for (const auto each : launches) EXPECT_EQ(wait_for(each), 0);
    EXPECT_EQ(count("hero WHERE power = 1 AND name LIKE '%!' AND name NOT LIKE '%!!'"), heroes);
    EXPECT_EQ(applied(), (std::vector<std::string>{"a", "b"}));
}

} // namespace
} // namespace aludel::test
