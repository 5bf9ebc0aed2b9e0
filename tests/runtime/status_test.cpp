// What a database that is newer, older, changed or damaged is called, and what an application may still do with it.
#include "tests/runtime/launch_fixture.hpp"

#include <aludel/status.hpp>

#include <future>
#include <thread>
#include <tuple>

namespace aludel::test {
namespace {

using State = Standing::State;
using Status = Outcome::Status;
using Ids = std::vector<std::string>;

const TestRevision first{"a", {}, {sql("CREATE TABLE villain (id integer PRIMARY KEY)")}, {sql("DROP TABLE villain")}};

/// Of what comes before the last step, all is committed.
TestRevision in_parts(const ChainStep& last) {
    const auto powers = sql("UPDATE hero SET power = coalesce(power, 0) + 1");
    return {"b", {"a"}, {powers, alone("VACUUM"), last}, {powers, alone("VACUUM"), last}};
}

TestRevision second(Compatibility compatibility) {
    TestRevision revision{"b", {"a"}, {sql("ALTER TABLE villain ADD COLUMN name text")}};
    revision.compatibility = compatibility;
    return revision;
}

class Launches : public LaunchTest {
protected:
    void SetUp() override {
        make_heroes(3);
        upgrade(connection, old_chain);
    }
    /// By version 2.0 of the application.
    void upgrade_with_newer(Compatibility compatibility) {
        upgrade(connection, TestChain({first, second(compatibility)}, GetParam(), "2.0"));
    }
    TestChain old_chain{{first}, GetParam(), "1.0"};
};
INSTANTIATE_TEST_SUITE_P(Databases, Launches, testing::Values("sqlite", "postgresql"));

TEST_P(Launches, of_an_older_application_go_on_where_it_can_write) {
    upgrade_with_newer(Compatibility::write);
    const auto outcome = upgrade(connection, old_chain);
    EXPECT_EQ(outcome.status, Status::newer_compatible);
    EXPECT_EQ(outcome.to, Ids{"a"});
    const auto standing = status(connection, old_chain);
    EXPECT_EQ(standing.state, State::newer_compatible);
    EXPECT_TRUE(standing.is_usable());
    EXPECT_EQ(standing.unknown.at(0).application, "test 2.0");
    connection.execute("INSERT INTO villain (id) VALUES (1)");
}

TEST_P(Launches, of_an_older_application_read_where_they_ask_to) {
    upgrade_with_newer(Compatibility::read);
    const auto refused = error_of([&] { upgrade(connection, old_chain); });
    EXPECT_NE(refused.message().find("b (by test 2.0)"), std::string::npos) << refused.message();
    EXPECT_NE(refused.hint().find("accept_read_only"), std::string::npos) << refused.hint();
    EXPECT_EQ(refused.refusal(), Refusal::newer);
    UpgradeOptions options;
    options.accept_read_only = true;
    EXPECT_EQ(upgrade(connection, old_chain, options).status, Status::newer_read_only);
    EXPECT_EQ(count("hero"), 3);
    EXPECT_FALSE(error_of([&] { connection.execute("DELETE FROM hero"); }).message().empty());
    EXPECT_EQ(status(connection, old_chain).state, State::newer_read_only);
}

TEST_P(Launches, of_an_older_application_are_refused_otherwise) {
    upgrade_with_newer(Compatibility::none);
    UpgradeOptions options;
    options.accept_read_only = true;
    const auto refused = error_of([&] { upgrade(connection, old_chain, options); });
    EXPECT_EQ(refused.revision(), "b");
    EXPECT_EQ(refused.refusal(), Refusal::newer);
    EXPECT_NE(refused.message().find("b (by test 2.0)"), std::string::npos) << refused.message();
    EXPECT_EQ(status(connection, old_chain).state, State::newer);
}

TEST_P(Launches, are_refused_where_each_side_has_what_the_other_has_not) {
    upgrade_with_newer(Compatibility::write);
    const TestChain branched({first, {"c", {"a"}, {sql("DELETE FROM hero")}}}, GetParam());
    const auto refused = error_of([&] { upgrade(connection, branched); }, {"b (by test 2.0)"});
    EXPECT_EQ(refused.refusal(), Refusal::newer);
    EXPECT_EQ(status(connection, branched).state, State::newer);
    EXPECT_EQ(count("hero"), 3);
}

TEST_P(Launches, with_a_changed_revision_say_what_was_changed) {
    auto before = first, after = first;
    before.operations = "11111111 create_table villain\n22222222 add_column villain.name";
    after.operations = "11111111 create_table villain\n33333333 add_column villain.title";
    after.checksum = "1:other";
    downgrade_to(connection, old_chain, "base");
    upgrade(connection, chain({before}));
    const auto changed = chain({after});
    const auto refused = error_of([&] { upgrade(connection, changed); });
    EXPECT_EQ(refused.message(), "revision a was changed after it was applied to this database: it had add_column "
                                 "villain.name, and has add_column villain.title");
    EXPECT_EQ(refused.refusal(), Refusal::changed);
    EXPECT_EQ(status(connection, changed).state, State::changed);
    EXPECT_EQ(status(connection, changed).message, refused.message());

    std::string logged;
    UpgradeOptions options;
    options.changed_revisions = ChangedRevisions::warn;
    options.log = [&](LogLevel level, std::string_view line) {
        if (level == LogLevel::warning) logged += line;
    };
    EXPECT_EQ(upgrade(connection, changed, options).status, Status::up_to_date);
    EXPECT_EQ(logged, refused.message());
    auto more = second(Compatibility::write);
    EXPECT_EQ(upgrade(connection, chain({after, more}), options).revisions, Ids{"b"});
}

TEST_P(Launches, on_a_history_of_the_first_format_go_on_and_bring_it_forward) {
    connection.execute("DROP TABLE aludel_revision");
    connection.execute(std::string("CREATE TABLE aludel_revision (position ") +
                       (is_file() ? "INTEGER" : "bigint GENERATED ALWAYS AS IDENTITY") +
                       " PRIMARY KEY, revision text NOT NULL UNIQUE, checksum text NOT NULL, message text NOT NULL, "
                       "applied_at text NOT NULL, duration_us bigint NOT NULL)");
    connection.execute("INSERT INTO aludel_revision (revision, checksum, message, applied_at, duration_us) VALUES "
                       "('a', '1:a', 'a', '2026-01-01T00:00:00Z', 7)");
    EXPECT_EQ(upgrade(connection, old_chain).status, Status::up_to_date);
    EXPECT_EQ(applied_revisions(connection).at(0).application, "");
    EXPECT_EQ(status(connection, old_chain).state, State::up_to_date);
    if (is_file()) stamp(connection, old_chain, "a");
    upgrade_with_newer(Compatibility::write);
    const auto rows = applied_revisions(connection);
    EXPECT_EQ(rows.at(0).duration_us, 7);
    EXPECT_EQ(rows.at(1).application, "test 2.0");
    EXPECT_EQ(upgrade(connection, old_chain).status, Status::newer_compatible);
}

TEST_P(Launches, on_a_history_of_a_newer_format_are_refused) {
    connection.execute("UPDATE aludel_revision SET format = 99, revision = 'z'");
    const auto refused = error_of([&] { upgrade(connection, old_chain); });
    EXPECT_NE(refused.message().find("has format 99"), std::string::npos) << refused.message();
    EXPECT_EQ(refused.refusal(), Refusal::newer_history);
    EXPECT_NE(error_of([&] { status(connection, old_chain); }).message().find("format 99"), std::string::npos);
}

TEST_P(Launches, on_a_table_of_that_name_that_is_not_aludels_are_refused) {
    connection.execute("DROP TABLE aludel_revision; CREATE TABLE aludel_revision (revision integer)");
    const auto refused = error_of([&] { upgrade(connection, old_chain); });
    EXPECT_NE(refused.message().find("is not aludel's: it has no column position"), std::string::npos)
        << refused.message();
    EXPECT_EQ(refused.refusal(), Refusal::not_aludels);
}

TEST_P(Launches, on_a_database_that_was_never_aludels_say_how_to_adopt_it) {
    connection.execute("DROP TABLE aludel_revision");
    const auto refused = error_of([&] { upgrade(connection, old_chain); });
    EXPECT_NE(refused.hint().find("no history of aludel's"), std::string::npos) << refused.hint();
    EXPECT_NE(refused.hint().find("aludel stamp"), std::string::npos) << refused.hint();
    EXPECT_EQ(refused.refusal(), Refusal::not_adopted);
}

TEST_P(Launches, on_a_backup_that_was_restored_in_part_say_so) {
    connection.execute("DROP TABLE villain");
    const auto refused = error_of([&] { upgrade_with_newer(Compatibility::write); });
    EXPECT_NE(refused.hint().find("restored in part"), std::string::npos) << refused.hint();
    EXPECT_EQ(refused.refusal(), Refusal::damaged);
    EXPECT_EQ(applied(), Ids{"a"});

    upgrade(connection, chain({first}));
    connection.execute("UPDATE aludel_revision SET revision = 'b', checksum = '1:b'");
    const auto gap = error_of([&] { upgrade_with_newer(Compatibility::write); });
    EXPECT_NE(gap.message().find("revision b is on record, and a, which it comes from, is not"), std::string::npos)
        << gap.message();
    EXPECT_EQ(gap.refusal(), Refusal::damaged);
    const auto standing = status(connection, TestChain({first, second(Compatibility::write)}, GetParam()));
    EXPECT_EQ(standing.state, State::damaged);
    EXPECT_EQ(standing.message, gap.message());
}

TEST_P(Launches, that_only_require_wait_for_somebody_elses_upgrade) {
    const TestChain whole({first, second(Compatibility::write)}, GetParam());
    const auto standing = require(engine, whole);
    EXPECT_EQ(standing.state, State::pending);
    EXPECT_EQ(standing.pending, Ids{"b"});
    EXPECT_EQ(standing.message, "the database is at a, and has not had b");
    std::thread job([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        upgrade(engine, whole);
    });
    const auto then = require(engine, whole, {.wait = std::chrono::seconds(30), .stop = {}});
    job.join();
    EXPECT_EQ(then.state, State::up_to_date);
    EXPECT_EQ(then.heads, Ids{"b"});
}

TEST_P(Launches, that_only_require_wait_for_an_upgrade_that_has_the_file_for_itself) {
    const TestChain whole({first, {"b", {"a"}, {more_than_a_cache(), sql("UPDATE hero SET power = 1")}}}, GetParam());
    auto other = engine.connect();
    if (is_file()) other.execute("PRAGMA busy_timeout = 20");
    std::future<Standing> required;
    UpgradeOptions job;
    job.on_progress = [&](const Progress& progress) {
        if (progress.step_index == 0) return;
        if (is_file()) {
            const RequireOptions short_wait{.wait = std::chrono::milliseconds(50), .stop = {}};
            EXPECT_EQ(error_of([&] { std::ignore = require(other, whole, short_wait); }).code(), "SQLITE_BUSY");
        }
        required = std::async(std::launch::async,
                              [&] { return require(other, whole, {.wait = std::chrono::seconds(30), .stop = {}}); });
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    };
    upgrade(connection, whole, job);
    const auto standing = required.get();
    EXPECT_EQ(standing.state, State::up_to_date);
    EXPECT_EQ(standing.heads, Ids{"b"});
    EXPECT_EQ(count("hero WHERE power = 1"), 3);
    if (is_file()) {
        EXPECT_EQ(other.query("PRAGMA busy_timeout").rows.at(0).at(0), Value(std::int64_t{20}));
    }
}

TEST_P(Launches, that_only_require_do_not_wait_for_what_no_upgrade_changes) {
    EXPECT_EQ(status(engine, old_chain).state, State::up_to_date);
    upgrade_with_newer(Compatibility::none);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(require(engine, old_chain, {.wait = std::chrono::seconds(60), .stop = {}}).state, State::newer);
    auto changed = first;
    changed.checksum = "1:other";
    EXPECT_EQ(require(engine, chain({changed}), {.wait = std::chrono::seconds(60), .stop = {}}).state, State::changed);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

TEST_P(Launches, on_a_database_that_is_half_upgraded_wait_for_the_rest) {
    const TestChain broken({first, in_parts(sql("SELECT * FROM no_such_table"))}, GetParam());
    const TestChain mended({first, in_parts(sql("SELECT 1"))}, GetParam());
    error_of([&] { upgrade(connection, broken); }, {"2 of the 3 steps of revision b"});
    EXPECT_EQ(error_of([&] { downgrade_to(connection, mended, "a"); }).refusal(), Refusal::half_done);
    const auto standing = status(engine, mended);
    EXPECT_EQ(standing.state, State::half_done);
    EXPECT_FALSE(standing.is_usable());
    EXPECT_EQ(standing.heads, Ids{"a"});
    EXPECT_EQ(standing.pending, Ids{"b"});
    EXPECT_EQ(standing.message, "revision b is half applied (2 of its 3 steps)");
    EXPECT_EQ(require(connection, mended).message, standing.message);
    std::thread job([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        upgrade(engine, mended);
    });
    const auto then = require(connection, mended, {.wait = std::chrono::seconds(30), .stop = {}});
    job.join();
    EXPECT_EQ(then.state, State::up_to_date);
    EXPECT_EQ(count("hero WHERE power = 1"), 3);
}

TEST_P(Launches, on_a_database_that_is_half_taken_back_are_told_so) {
    const TestChain broken({first, in_parts(sql("SELECT * FROM no_such_table"))}, GetParam());
    const TestChain whole({first, in_parts(sql("SELECT 1"))}, GetParam());
    upgrade(connection, whole);
    error_of([&] { downgrade_to(connection, broken, "a"); }, {"2 of the 3 steps of revision b"});
    for (const auto& standing : {status(connection, whole), require(connection, whole)}) {
        EXPECT_EQ(standing.state, State::half_done);
        EXPECT_EQ(standing.message, "revision b is half taken back (2 of its 3 steps)");
    }
    EXPECT_EQ(count("hero WHERE power = 2"), 3);
}

/// Of a database at the first revision, with a row in its table.
class Readers : public testing::Test {
protected:
    void SetUp() override {
        upgrade(owner, whole);
        owner.execute("INSERT INTO villain VALUES (1)");
        owner.execute("CREATE ROLE " + role + "; GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
        reader.execute("SET ROLE " + role);
    }
    void TearDown() override {
        reader.execute("RESET ROLE");
        owner.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }
    /// One message that says why, and all as it was.
    void expect_refused(const std::function<void()>& work, const std::string& why) {
        const auto refused = error_of(work);
        EXPECT_NE(refused.message().find(why), std::string::npos) << refused.message();
        EXPECT_EQ(status(owner, more).pending, Ids{"b"});
        EXPECT_EQ(owner.query("SELECT * FROM villain").rows.size(), 1U);
    }
    const TemporaryDatabase database{"postgresql"};
    const std::string role = "reader_" + database.name();
    Connection owner = create_engine(database.url()).connect();
    Connection reader = create_engine(database.url()).connect();
    const TestChain whole{{first}, "postgresql"};
    const TestChain more{{first, second(Compatibility::write)}, "postgresql"};
    const TestChain of_another_table{{first, {"b", {"a"}, {sql("CREATE TABLE town (id integer)")}}}, "postgresql"};
};

TEST_F(Readers, need_no_right_but_select) {
    EXPECT_EQ(require(reader, whole).state, State::up_to_date);
    EXPECT_EQ(upgrade(reader, whole).status, Status::up_to_date);
    EXPECT_EQ(require(reader, more).pending, Ids{"b"});
}

TEST_F(Readers, cannot_upgrade) {
    expect_refused([&] { upgrade(reader, more); }, "must be owner of table villain");
    owner.execute("GRANT CREATE ON SCHEMA public TO " + role);
    expect_refused([&] { upgrade(reader, of_another_table); }, "permission denied for table aludel_revision");
    expect_refused([&] { downgrade_to(reader, whole, "base"); }, "must be owner of table villain");
    expect_refused([&] { stamp(reader, more, "b"); }, "permission denied for table aludel_revision");
}

TEST_F(Readers, of_a_database_that_takes_no_writes_cannot_upgrade) {
    owner.execute("SET default_transaction_read_only = on");
    expect_refused([&] { upgrade(owner, more); }, "read-only transaction");
    EXPECT_EQ(upgrade(owner, whole).status, Status::up_to_date);
    owner.execute("SET default_transaction_read_only = off");
}

} // namespace
} // namespace aludel::test
