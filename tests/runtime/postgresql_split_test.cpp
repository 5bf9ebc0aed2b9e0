// Steps that cannot share a transaction with others: an enum's new value that is used before the commit, and an index
// that is made CONCURRENTLY.
#include "session.hpp"
#include "test_chain.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>
#include <aludel/error.hpp>
#include <aludel/postgresql.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <future>
#include <random>
#include <thread>

namespace aludel::test {
namespace {

using namespace std::chrono_literals;

ChainStep then_commit(std::string_view text) {
    return {ChainStep::Kind::sql_then_commit, text, {}, {}, {}, {}, nullptr};
}
ChainStep make_index() {
    return alone("CREATE UNIQUE INDEX CONCURRENTLY hero_name ON hero (name)",
                 "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('hero_name') AND indisvalid",
                 "DROP INDEX CONCURRENTLY IF EXISTS hero_name");
}

const TestRevision first{"r1",
                         {},
                         {sql("CREATE TYPE rank AS ENUM ('squire')"),
                          sql("CREATE TABLE hero (id serial PRIMARY KEY, name text, rank rank DEFAULT 'squire')"),
                          sql("INSERT INTO hero (name) VALUES ('Ada'), ('Bea'), ('Cleo')"),
                          sql("CREATE TABLE log (step text)")},
                         {sql("DROP TABLE log; DROP TABLE hero; DROP TYPE rank")}};
const ChainStep add_knight = then_commit("ALTER TYPE rank ADD VALUE 'knight'");
const ChainStep default_knight = sql("ALTER TABLE hero ALTER rank SET DEFAULT 'knight'");
const ChainStep all_knights = sql("UPDATE hero SET rank = 'knight'");
const ChainStep log_a = sql("INSERT INTO log VALUES ('a')"), log_b = sql("INSERT INTO log VALUES ('b')"),
                log_c = sql("INSERT INTO log VALUES ('c')"), log_d = sql("INSERT INTO log VALUES ('d')");
const ChainStep failing = sql("SELECT 1 / 0");

class PostgresqlSplit : public testing::Test {
protected:
    std::unique_ptr<TemporaryDatabase> database = std::make_unique<TemporaryDatabase>("postgresql");
    Connection connection = create_engine(database->url()).connect();

    void start_anew() {
        database = std::make_unique<TemporaryDatabase>("postgresql");
        connection = create_engine(database->url()).connect();
    }
    Value select(const std::string& expression) { return connection.query("SELECT " + expression).rows.at(0).at(0); }
    std::int64_t count(const std::string& from) { return std::get<std::int64_t>(select("count(*) FROM " + from)); }
    std::string logged() {
        return std::get<std::string>(select("coalesce(string_agg(step, '' ORDER BY step), '') FROM log"));
    }
    /// Where nothing is left of a run but what it did.
    void expect_at(std::size_t revisions) {
        EXPECT_EQ(applied_revisions(connection).size(), revisions);
        EXPECT_EQ(count("aludel_revision"), static_cast<std::int64_t>(revisions));
        EXPECT_EQ(count("pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE "
                        "datname = current_database())"),
                  0);
        EXPECT_FALSE(connection.session().in_transaction());
    }
    void expect_index_is_valid() {
        EXPECT_EQ(count("pg_index WHERE indexrelid = to_regclass('hero_name') AND indisvalid"), 1);
    }
    Error error_of(const std::function<void()>& action, std::initializer_list<const char*> words) {
        try {
            action();
        } catch (const Error& error) {
            for (const char* word : words)
                EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << word << " is not in\n"
                                                                                   << error.what();
            return error;
        }
        ADD_FAILURE() << "nothing was thrown";
        return Error("");
    }
    Outcome upgrade(const Chain& chain) { return aludel::upgrade(connection, chain); }
    using Action = std::function<void(Connection&, const UpgradeOptions&)>;
    /// In a process of its own.
    pid_t launched(const Action& action, const UpgradeOptions& options = {}) {
        const auto child = fork();
        if (child != 0) return child;
        try {
            auto mine = create_engine(database->url()).connect();
            action(mine, options);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s\n", error.what());
            _exit(1);
        }
        _exit(0);
    }
    /// Whether it was killed; otherwise it must have ended well.
    bool was_killed(pid_t child) {
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
        return WIFSIGNALED(status);
    }
    /// The process that does it is killed before the step of that number. False: there are not as many steps.
    bool killed_before(int step, const Action& action) {
        UpgradeOptions options;
        options.on_progress = [step](const Progress&) mutable {
            if (step-- == 0) raise(SIGKILL);
        };
        return was_killed(launched(action, options));
    }
    void wait_until(const std::string& from) {
        for (int i = 0; i < 1000 && count(from) == 0; ++i) std::this_thread::sleep_for(10ms);
        ASSERT_GT(count(from), 0) << from;
    }
};

TEST_F(PostgresqlSplit, AnEnumValueIsUsedLaterInOneRun) {
    const TestChain chain({first,
                           {"r2", {"r1"}, {log_a, add_knight, log_b, default_knight}},
                           {"r3", {"r2"}, {all_knights, log_c, then_commit("ALTER TYPE rank ADD VALUE 'king'")}},
                           {"r4", {"r3"}, {sql("INSERT INTO hero (name, rank) VALUES ('Dan', 'king')")}}},
                          "postgresql");
    upgrade(TestChain({first}, "postgresql"));
    const auto outcome = upgrade(chain);
    EXPECT_EQ(outcome.status, Outcome::Status::upgraded);
    EXPECT_EQ(outcome.revisions, (std::vector<std::string>{"r2", "r3", "r4"}));
    EXPECT_EQ(count("hero WHERE rank = 'knight'"), 3);
    EXPECT_EQ(count("hero WHERE rank = 'king'"), 1);
    EXPECT_EQ(logged(), "abc");
    expect_at(4);
    EXPECT_EQ(upgrade(chain).status, Outcome::Status::up_to_date);
}

TEST_F(PostgresqlSplit, WithoutNeedThereIsOneTransaction) {
    const TestRevision ends_with_it{"r2", {"r1"}, {log_a, add_knight, log_b}};
    const TestRevision uses_another{"r3", {"r2"}, {sql("UPDATE hero SET rank = 'squire'"), log_c}};
    upgrade(TestChain({first}, "postgresql"));
    error_of(
        [&] {
            upgrade(TestChain({first, ends_with_it, {"r3", {"r2"}, {log_c, failing}}}, "postgresql"));
        },
        {"revision r3, step 2", "Nothing was changed: the database is as it was."});
    EXPECT_EQ(logged(), "");
    EXPECT_EQ(count("pg_enum WHERE enumlabel = 'knight'"), 0);
    expect_at(1);
    upgrade(TestChain({first, ends_with_it, uses_another}, "postgresql"));
    EXPECT_EQ(select("count(DISTINCT xmin::text) FROM aludel_revision WHERE revision <> 'r1'"), Value(std::int64_t{1}));
    EXPECT_EQ(logged(), "abc");
}

TEST_F(PostgresqlSplit, AnEmptyDatabaseStartsAgainWithItsHistory) {
    upgrade(TestChain({first, {"r2", {"r1"}, {then_commit("ALTER TYPE rank ADD VALUE 'knight'"), all_knights}}},
                      "postgresql"));
    EXPECT_EQ(count("hero WHERE rank = 'knight'"), 3);
    expect_at(2);
}

TEST_F(PostgresqlSplit, WhatIsCommittedIsSaidAndNextTimeGoesOnFromThere) {
    upgrade(TestChain({first}, "postgresql"));
    const auto chain = [](const ChainStep& last) {
        return std::vector<TestRevision>{
            first, {"r2", {"r1"}, {log_a}}, {"r3", {"r2"}, {log_b, add_knight, all_knights, log_c, last}, {log_d}}};
    };
    const TestChain broken(chain(failing), "postgresql"), whole(chain(log_d), "postgresql");
    for (int i = 0; i < 2; ++i) {
        error_of([&] { upgrade(broken); },
                 {"revision r3, step 5", "pplied and committed: ", "2 of the 5 steps of revision r3.",
                  "The next upgrade goes on from there."});
        EXPECT_EQ(logged(), "ab");
        EXPECT_EQ(count("hero WHERE rank = 'squire'"), 3);
        EXPECT_EQ(applied_revisions(connection).size(), 2U);
        EXPECT_FALSE(connection.session().in_transaction());
    }
    upgrade(whole);
    EXPECT_EQ(logged(), "abcd");
    expect_at(3);
}

TEST_F(PostgresqlSplit, AnIndexIsMadeConcurrentlyOnRowsEvenOnTheApplicationsHandle) {
    const TestChain chain({first, {"r2", {"r1"}, {log_a, make_index(), log_b}}}, "postgresql");
    const std::unique_ptr<PGconn, void (*)(PGconn*)> handle(PQconnectdb(database->url().c_str()), PQfinish);
    auto used = postgresql::use(handle.get());
    testing::internal::CaptureStderr();
    EXPECT_EQ(aludel::upgrade(used, chain).status, Outcome::Status::created);
    const auto notices = testing::internal::GetCapturedStderr();
    EXPECT_EQ(notices.find("aludel"), std::string::npos) << notices;
    EXPECT_EQ(PQtransactionStatus(handle.get()), PQTRANS_IDLE);
    expect_index_is_valid();
    EXPECT_EQ(logged(), "ab");
    expect_at(2);
}

TEST_F(PostgresqlSplit, AnInvalidIndexFromBeforeIsMadeAgain) {
    upgrade(TestChain({first}, "postgresql"));
    connection.execute("INSERT INTO hero (name) VALUES ('Ada')");
    const TestChain chain({first, {"r2", {"r1"}, {log_a, make_index(), log_b}}}, "postgresql");
    error_of([&] { upgrade(chain); },
             {"hero_name", "revision r2, step 2", "1 of the 3 steps of revision r2", "The next upgrade goes on"});
    EXPECT_EQ(count("pg_index WHERE indexrelid = 'hero_name'::regclass AND NOT indisvalid"), 1);
    connection.execute("DELETE FROM hero WHERE id = 4");
    EXPECT_EQ(upgrade(chain).revisions, std::vector<std::string>{"r2"});
    expect_index_is_valid();
    EXPECT_EQ(logged(), "ab");
    expect_at(2);
}

TEST_F(PostgresqlSplit, AValidIndexFromBeforeIsLeftAlone) {
    upgrade(TestChain({first}, "postgresql"));
    connection.execute("CREATE UNIQUE INDEX hero_name ON hero (name)");
    const auto before = select("'hero_name'::regclass::oid");
    upgrade(TestChain({first, {"r2", {"r1"}, {make_index(), log_a}}}, "postgresql"));
    EXPECT_EQ(select("'hero_name'::regclass::oid"), before);
    expect_at(2);
}

TEST_F(PostgresqlSplit, NobodyIsInATransactionWhileAStepRunsAlone) {
    const TestChain chain(
        {first,
         {"r2",
          {"r1"},
          {log_a, alone("INSERT INTO log SELECT state FROM pg_stat_activity WHERE datname = current_database() AND "
                        "pid <> pg_backend_pid()")}}},
        "postgresql");
    connection.execute("SELECT 1");
    aludel::upgrade(create_engine(database->url()), chain);
    EXPECT_EQ(count("log WHERE step = 'idle'"), 2) << "this connection and the lock's";
    EXPECT_EQ(count("log"), 3);
}

TEST_F(PostgresqlSplit, AStepAloneReadsLiteralsAsTheyAreRendered) {
    auto other = create_engine(database->url() + "?options=-c%20standard_conforming_strings%3Doff").connect();
    aludel::upgrade(other,
                    TestChain({first, {"r2", {"r1"}, {alone("INSERT INTO log VALUES ('a\\b')")}}}, "postgresql"));
    EXPECT_EQ(logged(), "a\\b");
    EXPECT_EQ(other.query("SHOW standard_conforming_strings").rows[0][0], Value(std::string("off")));
}

/// Every kind of step, several times. Each writes a letter when it happens.
std::vector<TestRevision> mixed() {
    return {first,
            {"r2", {"r1"}, {log_a, add_knight, log_b, all_knights}, {sql("INSERT INTO log VALUES ('k')")}},
            {"r3",
             {"r2"},
             {log_c, make_index(), log_d, then_commit("ALTER TYPE rank ADD VALUE 'king'"),
              sql("INSERT INTO hero (name, rank) VALUES ('Dan', 'king')"), sql("INSERT INTO log VALUES ('e')")},
             {sql("INSERT INTO log VALUES ('h')"),
              alone("DROP INDEX CONCURRENTLY hero_name", "SELECT 1 WHERE to_regclass('hero_name') IS NULL"),
              sql("INSERT INTO log VALUES ('i')"), alone("VACUUM hero"), sql("INSERT INTO log VALUES ('j')")}},
            {"r4", {"r3"}, {make_index(), sql("INSERT INTO log VALUES ('f')")}, {sql("INSERT INTO log VALUES ('g')")}}};
}

class PostgresqlSplitKilled : public PostgresqlSplit {
protected:
    void expect_everything_happened_once() {
        EXPECT_EQ(logged(), "abcdef");
        EXPECT_EQ(count("hero WHERE rank = 'knight'"), 3);
        EXPECT_EQ(count("hero"), 4);
        expect_index_is_valid();
        expect_at(4);
    }

    const TestChain before{{first}, "postgresql"};
    const TestChain chain{mixed(), "postgresql"};
    const Action upgrade_all = [this](Connection& mine, const UpgradeOptions& options) {
        aludel::upgrade(mine, chain, options);
    };
};

TEST_F(PostgresqlSplitKilled, BeforeAnyStepEachHappensOnce) {
    int step = 0;
    for (bool killed = true; killed; ++step) {
        SCOPED_TRACE("killed before step " + std::to_string(step));
        start_anew();
        upgrade(before);
        killed = killed_before(step, upgrade_all);
        upgrade(chain);
        expect_everything_happened_once();
    }
    EXPECT_GT(step, 12);
}

TEST_F(PostgresqlSplitKilled, AgainAndAgainEachStepHappensOnce) {
    upgrade(before);
    for (int step = 0; killed_before(step % 11, upgrade_all); ++step) ASSERT_LT(step, 100);
    expect_everything_happened_once();
}

TEST_F(PostgresqlSplitKilled, AtAnyTimeEachStepHappensOnce) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::minstd_rand random(seed);
    for (int round = 0; round < 8; ++round) {
        start_anew();
        upgrade(before);
        std::vector<pid_t> children;
        for (int i = 0; i < 6; ++i) {
            children.push_back(launched(upgrade_all));
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
            kill(children.back(), SIGKILL);
        }
        for (const auto child : children) was_killed(child);
        upgrade(chain);
        expect_everything_happened_once();
    }
}

TEST_F(PostgresqlSplitKilled, LaunchesAtOnceApplyOnce) {
    upgrade(before);
    std::vector<pid_t> children;
    for (int i = 0; i < 8; ++i) children.push_back(launched(upgrade_all));
    for (const auto child : children) EXPECT_FALSE(was_killed(child));
    expect_everything_happened_once();
}

// The server's process goes on with the index when the client is gone, and nobody may begin the same beside it.
TEST_F(PostgresqlSplitKilled, WhileAnIndexIsMadeTheNextWaitsForIt) {
    const TestChain with_index({first, {"r2", {"r1"}, {log_a, make_index(), log_b}}}, "postgresql");
    upgrade(before);
    auto reader = create_engine(database->url()).connect();
    auto reading = reader.begin();
    reader.execute("LOCK TABLE hero IN ROW EXCLUSIVE MODE"); // what CREATE INDEX CONCURRENTLY waits for
    const auto child =
        launched([&](Connection& mine, const UpgradeOptions& options) { aludel::upgrade(mine, with_index, options); });
    wait_until("pg_stat_activity WHERE query LIKE 'CREATE UNIQUE INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'");
    const auto index = select("'hero_name'::regclass::oid");
    kill(child, SIGKILL);
    EXPECT_TRUE(was_killed(child));
    auto next = std::async(std::launch::async, [&] { aludel::upgrade(create_engine(database->url()), with_index); });
    EXPECT_EQ(next.wait_for(500ms), std::future_status::timeout);
    reading.rollback();
    next.get();
    EXPECT_EQ(select("'hero_name'::regclass::oid"), index) << "it was made twice";
    expect_index_is_valid();
    EXPECT_EQ(logged(), "ab");
    expect_at(2);
}

TEST_F(PostgresqlSplitKilled, TheServersProcessEndsAndTheNextGoesOn) {
    const TestChain chain_of_one({first,
                                  {"r2",
                                   {"r1"},
                                   {log_a,
                                    alone("SELECT pg_sleep(60)", "SELECT 1 FROM log WHERE "
                                                                 "step = 'c'"),
                                    log_b}}},
                                 "postgresql");
    upgrade(before);
    auto running =
        std::async(std::launch::async, [&] { aludel::upgrade(create_engine(database->url()), chain_of_one); });
    wait_until("pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'");
    connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'");
    error_of([&] { running.get(); }, {"connect again", "1 of the 3 steps of revision r2"});
    connection.execute("INSERT INTO log VALUES ('c')");
    upgrade(chain_of_one);
    EXPECT_EQ(logged(), "abc");
    expect_at(2);
}

TEST_F(PostgresqlSplitKilled, ADowngradeGoesOnToo) {
    const auto down = [&](Connection& mine, const UpgradeOptions& options) {
        downgrade_to(mine, chain, "-3", options);
    };
    int step = 0;
    for (bool killed = true; killed; ++step) {
        SCOPED_TRACE("killed before step " + std::to_string(step));
        start_anew();
        upgrade(chain);
        connection.execute("DELETE FROM log");
        killed = killed_before(step, down);
        // Where the whole of a revision is gone "-3" means another place by now.
        downgrade_to(connection, chain, count("aludel_revision") == 4 ? "-3" : "r1");
        EXPECT_EQ(logged(), "ghijk");
        EXPECT_EQ(select("to_regclass('hero_name')"), Value());
        expect_at(1);
    }
    EXPECT_GT(step, 7);
}

class PostgresqlHalfDone : public PostgresqlSplit {
protected:
    /// r2 has a step that stands alone amid others; `last` is its last.
    static std::vector<TestRevision> revisions(const ChainStep& last) {
        return {first, {"r2", {"r1"}, {log_a, alone("VACUUM hero"), last}, {log_b, alone("VACUUM hero"), last}}};
    }
    void leave_half_applied() {
        EXPECT_THROW(upgrade(broken), Error);
        EXPECT_EQ(applied_revisions(connection).size(), 1U);
        ASSERT_EQ(count("aludel_revision"), 2) << "a launch would see nothing of it";
    }
    void leave_half_taken_back() {
        upgrade(whole);
        EXPECT_THROW(downgrade_to(connection, broken, "r1"), Error);
        EXPECT_EQ(applied_revisions(connection).size(), 1U);
        ASSERT_EQ(count("aludel_revision"), 2) << "a launch would see nothing of it";
    }

    const TestChain broken{revisions(failing), "postgresql"};
    const TestChain whole{revisions(log_c), "postgresql"};
};

TEST_F(PostgresqlHalfDone, OfAnUnknownOrChangedRevisionIsRefused) {
    leave_half_applied();
    error_of([&] { upgrade(TestChain({first}, "postgresql")); },
             {"revision r2 is half applied (2 of its 3 steps)", "does not know", "the program that began it"});
    auto changed = revisions(log_c);
    changed[1].checksum = "1:other";
    error_of([&] { upgrade(TestChain(changed, "postgresql")); }, {"half applied", "changed since", "as it was"});
    auto longer = revisions(log_c);
    longer[1].upgrade.push_back(log_d);
    error_of([&] { upgrade(TestChain(longer, "postgresql")); }, {"has 4 steps now"});
    EXPECT_EQ(logged(), "a");
    upgrade(whole);
    EXPECT_EQ(logged(), "ac");
    expect_at(2);
}

TEST_F(PostgresqlHalfDone, HalfAppliedIsFinishedBeforeAnythingElse) {
    leave_half_applied();
    error_of([&] { downgrade_to(connection, whole, "base"); }, {"half applied", "upgrade to it or beyond", "stamp"});
    error_of([&] { upgrade_to(connection, whole, "r1"); }, {"half applied", "upgrade to it or beyond"});
    // A branch that comes before it in the chain came in the meantime.
    auto wider = revisions(log_c);
    wider.insert(wider.begin() + 1, {"r15", {"r1"}, {log_d}});
    EXPECT_EQ(upgrade(TestChain(wider, "postgresql")).revisions, (std::vector<std::string>{"r2", "r15"}));
    EXPECT_EQ(logged(), "acd");
    expect_at(3);
}

TEST_F(PostgresqlHalfDone, HalfTakenBackIsNotWhole) {
    leave_half_taken_back();
    error_of([&] { upgrade(whole); }, {"half taken back (2 of its 3 steps)", "downgrade to what it comes from"});
    error_of([&] { downgrade_to(connection, whole, "r2"); }, {"half taken back"});
    const auto outcome = downgrade_to(connection, whole, "-1");
    EXPECT_EQ(outcome.revisions, std::vector<std::string>{"r2"});
    EXPECT_EQ(outcome.to, std::vector<std::string>{"r1"});
    EXPECT_EQ(logged(), "abcc");
    expect_at(1);
}

TEST_F(PostgresqlHalfDone, AStampEndsIt) {
    leave_half_applied();
    stamp(connection, whole, "r2");
    EXPECT_EQ(upgrade(whole).status, Outcome::Status::up_to_date);
    EXPECT_EQ(logged(), "a");
    expect_at(2);
}

} // namespace
} // namespace aludel::test
