// A PostgreSQL database for steps that cannot share a transaction with others: an enum's new value that is used before
// the commit, and an index that is made CONCURRENTLY.
#pragma once

#include "expected_error.hpp"
#include "session.hpp"
#include "test_chain.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>
#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

namespace aludel::test {

inline ChainStep make_index() {
    return alone("CREATE UNIQUE INDEX CONCURRENTLY hero_name ON hero (name)",
                 "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('hero_name') AND indisvalid",
                 "DROP INDEX CONCURRENTLY IF EXISTS hero_name");
}

inline const TestRevision first{
    "r1",
    {},
    {sql("CREATE TYPE rank AS ENUM ('squire')"),
     sql("CREATE TABLE hero (id serial PRIMARY KEY, name text, rank rank DEFAULT 'squire')"),
     sql("INSERT INTO hero (name) VALUES ('Ada'), ('Bea'), ('Cleo')"), sql("CREATE TABLE log (step text)")},
    {sql("DROP TABLE log; DROP TABLE hero; DROP TYPE rank")}};
inline const ChainStep add_knight = then_commit("ALTER TYPE rank ADD VALUE 'knight'");
inline const ChainStep default_knight = sql("ALTER TABLE hero ALTER rank SET DEFAULT 'knight'");
inline const ChainStep all_knights = sql("UPDATE hero SET rank = 'knight'");
inline const ChainStep log_a = sql("INSERT INTO log VALUES ('a')"), log_b = sql("INSERT INTO log VALUES ('b')"),
                       log_c = sql("INSERT INTO log VALUES ('c')"), log_d = sql("INSERT INTO log VALUES ('d')");
inline const ChainStep failing = sql("SELECT 1 / 0");

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
    Outcome upgrade(const Chain& chain) { return aludel::upgrade(connection, chain); }
    using Action = std::function<void(Connection&, const UpgradeOptions&)>;
    /// In a process of its own.
    pid_t launched(const Action& action, const UpgradeOptions& options = {}) {
        return start_child([&] {
            auto mine = create_engine(database->url()).connect();
            action(mine, options);
        });
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
        for (int i = 0; i < 1000 && count(from) == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        ASSERT_GT(count(from), 0) << from;
    }
};

} // namespace aludel::test
