// Through a real PgBouncer, which gives out server connections by the transaction or by the session.
#include "concurrency.hpp"
#include "expected_error.hpp"
#include "session.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/pgbouncer.hpp"
#include "tests/support/postgresql_server.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <csignal>
#include <functional>
#include <memory>

namespace aludel::test {
namespace {

using namespace std::chrono_literals;
using Key = std::vector<std::string_view>;

const Key id{"\"id\""};
const Batches powers{"hero", id, "UPDATE hero SET power = power + 1", {}, 4, 1};

/// Several transactions, each of which needs the lock.
std::vector<TestRevision> in_parts() {
    return {{"a",
             {},
             {sql("CREATE TYPE rank AS ENUM ('squire')"),
              sql("CREATE TABLE hero (id integer PRIMARY KEY, power integer, rank rank)"),
              sql("INSERT INTO hero SELECT i, 0, 'squire' FROM generate_series(1, 30) i")}},
            {"b", {"a"}, {batched("hero", powers)}},
            {"c", {"b"}, {then_commit("ALTER TYPE rank ADD VALUE 'knight'"), sql("UPDATE hero SET rank = 'knight'")}}};
}

std::vector<TestRevision> with_index() {
    auto revisions = in_parts();
    revisions.push_back({"d",
                         {"c"},
                         {sql("UPDATE hero SET power = 7"),
                          alone("CREATE INDEX CONCURRENTLY hero_power ON hero (power)",
                                "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('hero_power') AND indisvalid",
                                "DROP INDEX CONCURRENTLY IF EXISTS hero_power")}});
    return revisions;
}

class PoolerTest : public testing::Test {
protected:
    std::int64_t number(const std::string& select) {
        return std::get<std::int64_t>(direct.query(select).rows.at(0).at(0));
    }
    void expect_in_parts_done() {
        EXPECT_EQ(number("SELECT count(*) FROM hero WHERE power = 1 AND rank = 'knight'"), 30);
        EXPECT_EQ(number("SELECT count(*) FROM aludel_revision WHERE checksum = '1:' || revision"), 3);
    }
    void expect_no_lock_is_left() {
        EXPECT_EQ(number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM "
                         "pg_database WHERE datname = current_database())"),
                  0);
    }
    TemporaryDatabase database{"postgresql"};
    Connection direct = create_engine(database.url()).connect();
};

class AnyPooler : public PoolerTest, public testing::WithParamInterface<const char*> {
protected:
    Pgbouncer pooler{GetParam()};
    std::string url = pooler.url(database.name());
};
INSTANTIATE_TEST_SUITE_P(Modes, AnyPooler, testing::Values("transaction", "session"));

TEST_P(AnyPooler, an_empty_and_an_old_database_are_upgraded) {
    auto revisions = in_parts();
    revisions.resize(1);
    EXPECT_EQ(upgrade(create_engine(url), TestChain(revisions, "postgresql")).status, Outcome::Status::created);
    const TestChain whole(in_parts(), "postgresql");
    EXPECT_EQ(upgrade(create_engine(url), whole).revisions, (std::vector<std::string>{"b", "c"}));
    expect_in_parts_done();
    EXPECT_EQ(upgrade(create_engine(url), whole).status, Outcome::Status::up_to_date);
    expect_no_lock_is_left();
}

TEST_P(AnyPooler, launches_at_once_all_end_well) {
    expect_all_launches_end_well(url, counting_chain("postgresql"), 8);
    expect_no_lock_is_left();
}

TEST_P(AnyPooler, launches_killed_leave_the_old_or_the_new) {
    expect_killed_launches_leave_old_or_new(url, counting_chain("postgresql"));
    expect_no_lock_is_left();
}

TEST_P(AnyPooler, launches_at_once_share_the_parts) {
    const TestChain whole(in_parts(), "postgresql");
    std::vector<pid_t> children;
    for (int i = 0; i < 8; ++i) {
        const auto& door = i % 4 == 3 ? database.url() : url;
        children.push_back(start_child([&] { upgrade(create_engine(door), whole); }));
    }
    for (const auto child : children) EXPECT_EQ(wait_for(child), 0);
    expect_in_parts_done();
    expect_no_lock_is_left();
}

TEST_P(AnyPooler, a_launch_killed_before_any_step_is_gone_on_with) {
    const TestChain whole(in_parts(), "postgresql");
    int step = 0;
    for (bool killed = true; killed; ++step) {
        direct.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        killed = was_killed(start_child([&] {
            UpgradeOptions options;
            options.on_progress = [step](const Progress&) mutable {
                if (step-- == 0) raise(SIGKILL);
            };
            upgrade(create_engine(url), whole, options);
        }));
        upgrade(create_engine(url), whole);
        expect_in_parts_done();
        expect_no_lock_is_left();
    }
    EXPECT_GT(step, 10);
}

TEST_P(AnyPooler, a_launch_past_it_is_kept_out_and_keeps_out) {
    const TestChain whole(in_parts(), "postgresql");
    for (const bool is_pooled_first : {true, false}) {
        bool tried = false;
        UpgradeOptions first, second;
        second.lock_timeout = 100ms;
        first.on_progress = [&](const Progress& progress) {
            if (progress.revision != "a" || std::exchange(tried, true)) return;
            error_of([&] { upgrade(create_engine(is_pooled_first ? database.url() : url), whole, second); },
                     {"is being upgraded: server process ", "holds the lock"});
        };
        upgrade(create_engine(is_pooled_first ? url : database.url()), whole, first);
        EXPECT_TRUE(tried);
        expect_in_parts_done();
        direct.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }
}

/// With settings other than aludel's own: what it changes must be its alone.
TEST_P(AnyPooler, other_clients_find_their_settings) {
    direct.execute("ALTER DATABASE " + database.name() + " SET standard_conforming_strings = off");
    const auto settings =
        "SELECT name, setting FROM pg_settings WHERE name IN ('standard_conforming_strings', "
        "'idle_session_timeout', 'lock_timeout', 'statement_timeout', 'default_transaction_isolation') "
        "ORDER BY name";
    const auto expected = create_engine(database.url()).connect().query(settings).rows;
    auto revisions = in_parts();
    revisions.push_back({"d", {"c"}, {sql("CREATE TABLE path (path text DEFAULT 'a\\b')")}});
    UpgradeOptions options;
    options.statement_timeout = 10s;
    upgrade(create_engine(url), TestChain(revisions, "postgresql"), options);
    EXPECT_EQ(direct.query("INSERT INTO path VALUES (DEFAULT) RETURNING path").rows.at(0).at(0),
              Value(std::string("a\\b")));
    // As many at once as there may be server connections.
    std::vector<Connection> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(create_engine(url).connect());
        clients.back().execute("BEGIN");
        EXPECT_EQ(clients.back().query(settings).rows, expected);
    }
}

TEST_P(AnyPooler, a_statement_that_waits_for_a_lock_is_tried_again) {
    direct.execute("CREATE TABLE hero (id integer)");
    const TestChain whole({{"a", {}, {sql("ALTER TABLE hero ADD COLUMN power integer")}}}, "postgresql");
    auto reader = create_engine(database.url()).connect();
    reader.execute("BEGIN");
    reader.query("SELECT * FROM hero");
    UpgradeOptions options;
    options.statement_lock_timeout = 50ms;
    int tried = 0;
    options.log = [&](LogLevel, std::string_view) {
        if (++tried == 3) reader.execute("ROLLBACK");
    };
    EXPECT_EQ(upgrade(create_engine(url), whole, options).revisions, std::vector<std::string>{"a"});
    EXPECT_GE(tried, 3);
}

TEST_P(AnyPooler, what_it_does_not_take_is_said) {
    error_of([&] { create_engine(url + "?options=-c%20search_path%3Dx").connect(); },
             {"unsupported startup parameter", "the pooler", "ignore_startup_parameters"});
}

TEST_F(PoolerTest, of_transactions_refuses_a_step_outside_of_them_with_words) {
    const Pgbouncer pooler("transaction");
    const auto url = pooler.url(database.name());
    const TestChain whole(with_index(), "postgresql");
    for (int i = 0; i < 2; ++i) {
        const auto error = error_of([&] { upgrade(create_engine(url), whole); },
                                    {"pooler", "revision d, step 2", "Nothing was changed",
                                     "connect to the server itself", "CREATE INDEX CONCURRENTLY"});
        EXPECT_EQ(number("SELECT count(*) FROM pg_class WHERE relname IN ('hero', 'aludel_revision')"), 0);
        expect_no_lock_is_left();
    }
    upgrade(create_engine(database.url()), whole);
    EXPECT_EQ(upgrade(create_engine(url), whole).status, Outcome::Status::up_to_date);
}

TEST_F(PoolerTest, of_sessions_runs_a_step_outside_of_a_transaction) {
    const Pgbouncer pooler("session");
    const TestChain whole(with_index(), "postgresql");
    std::string told;
    UpgradeOptions options, impatient;
    impatient.lock_timeout = 50ms;
    options.on_progress = [&](const Progress& progress) { // between parts nobody else comes in
        if (progress.rows_done == 0) return;
        told =
            error_of([&] { upgrade(create_engine(database.url()), whole, impatient); }, {"holds the lock"}).message();
    };
    upgrade(create_engine(pooler.url(database.name())), whole, options);
    EXPECT_FALSE(told.empty());
    EXPECT_EQ(number("SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('hero_power') AND indisvalid"), 1);
    expect_no_lock_is_left();
}

TEST_F(PoolerTest, of_transactions_goes_down_as_far_as_it_was_told_where_others_come_in_between) {
    const Pgbouncer pooler("transaction");
    const auto url = pooler.url(database.name());
    auto revisions = in_parts();
    revisions[1].upgrade = {sql("CREATE TABLE villain (hero integer NOT NULL REFERENCES hero)"),
                            sql("INSERT INTO villain SELECT id FROM hero")};
    revisions[1].downgrade = {sql("DROP TABLE villain")};
    revisions[2] = {"c", {"b"}, {sql("CREATE TABLE cape (id integer)")}, {sql("DROP TABLE cape")}};
    revisions.push_back({"d", {"c"}, {sql("SELECT 1")}, {batched("hero", powers)}});
    const TestChain whole(revisions, "postgresql");
    upgrade(create_engine(url), whole);
    UpgradeOptions options;
    bool overtaken = false;
    options.on_progress = [&](const Progress& progress) {
        if (progress.rows_done == 0 || std::exchange(overtaken, true)) return;
        auto other = create_engine(url).connect();
        EXPECT_EQ(downgrade_to(other, whole, "-1").revisions, std::vector<std::string>{"d"});
    };
    auto connection = create_engine(url).connect();
    const auto outcome = downgrade_to(connection, whole, "-2", options);
    EXPECT_TRUE(overtaken);
    EXPECT_EQ(outcome.status, Outcome::Status::downgraded);
    EXPECT_EQ(outcome.from, std::vector<std::string>{"d"});
    EXPECT_EQ(outcome.to, std::vector<std::string>{"b"});
    EXPECT_EQ(outcome.revisions, std::vector<std::string>{"c"});
    EXPECT_EQ(number("SELECT count(*) FROM hero WHERE power = 1"), 30);
    EXPECT_EQ(number("SELECT count(*) FROM villain"), 30);
    expect_no_lock_is_left();
}

TEST_F(PoolerTest, of_transactions_waits_between_two_no_longer_than_it_may) {
    const Pgbouncer pooler("transaction");
    const auto url = pooler.url(database.name());
    const TestChain whole(in_parts(), "postgresql");
    std::unique_ptr<detail::ExclusiveTransaction> other;
    UpgradeOptions options;
    options.lock_timeout = 300ms;
    options.on_progress = [&](const Progress& progress) {
        if (progress.rows_done == 0 || other) return;
        other = direct.session().begin_exclusive(detail::LockWait(10s));
    };
    std::vector<std::string> tried_again;
    options.log = [&](LogLevel level, std::string_view line) {
        if (level == LogLevel::warning) tried_again.emplace_back(line);
    };
    const auto error = error_of([&] { upgrade(create_engine(url), whole, options); },
                                {"is being upgraded: server process ", "holds the lock", "goes on from there"});
    EXPECT_EQ(error.code(), "55P03");
    EXPECT_EQ(tried_again, std::vector<std::string>());
    other.reset();
    upgrade(create_engine(url), whole);
    expect_in_parts_done();
    expect_no_lock_is_left();
}

TEST_F(PoolerTest, of_one_server_connection_is_enough) {
    const Pgbouncer pooler("transaction", 1);
    const auto url = pooler.url(database.name());
    upgrade(create_engine(url), TestChain(in_parts(), "postgresql"));
    expect_in_parts_done();
    const auto begin = std::chrono::steady_clock::now();
    error_of([&] { upgrade(create_engine(url), TestChain(with_index(), "postgresql")); }, {"pooler"});
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
    expect_no_lock_is_left();
}

TEST_F(PoolerTest, of_as_many_sessions_as_launches_lets_all_end_well) {
    const Pgbouncer pooler("session", 8);
    expect_all_launches_end_well(pooler.url(database.name()), counting_chain("postgresql"), 8);
}

// The server's connections may be used up by the launches themselves.
TEST_F(PoolerTest, none_but_a_role_of_one_connection_is_enough) {
    const auto role = "lonely_" + database.name();
    direct.execute("CREATE ROLE " + role + " LOGIN CONNECTION LIMIT 1 PASSWORD 'x'; GRANT ALL ON SCHEMA public TO " +
                   role);
    const TestChain whole(with_index(), "postgresql");
    const auto engine = create_engine(postgresql_url(role + ":x", database.name()));
    EXPECT_EQ(upgrade(engine, whole).status, Outcome::Status::created);
    EXPECT_EQ(number("SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('hero_power') AND indisvalid"), 1);
    {
        const auto only = engine.connect();
        error_of([&] { upgrade(engine, whole); }, {"too many connections", "wait until others disconnect"});
    }
    direct.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
    expect_no_lock_is_left();
}

} // namespace
} // namespace aludel::test
