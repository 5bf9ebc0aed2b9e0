// The lock that an upgrade holds on PostgreSQL, through the session's contract.
#include "session.hpp"
#include "tests/support/postgresql_server.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>
#include <aludel/error.hpp>
#include <aludel/postgresql.hpp>

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <atomic>
#include <thread>

namespace {

using namespace std::chrono_literals;
using aludel::Value;
using aludel::test::TemporaryDatabase;

/// Of this database: other tests have locks in theirs.
constexpr const char* end_of_sessions_with_locks =
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM "
    "pg_database WHERE datname = current_database())";

class PostgresqlLock : public testing::Test {
protected:
    aludel::Connection connect(const std::string& options = "") {
        return aludel::create_engine(database.url() + options).connect();
    }
    std::unique_ptr<aludel::detail::ExclusiveTransaction> lock(aludel::Connection& connection,
                                                               std::chrono::milliseconds timeout = 10s) {
        return connection.session().begin_exclusive(aludel::detail::LockWait(timeout));
    }

    TemporaryDatabase database{"postgresql"};
};

} // namespace

TEST_F(PostgresqlLock, RollsBackUnlessCommittedAndReleases) {
    auto connection = connect();
    {
        const auto transaction = lock(connection);
        connection.execute("CREATE TABLE t (i int)");
        EXPECT_TRUE(connection.session().in_transaction());
    }
    EXPECT_FALSE(connection.session().in_transaction());
    EXPECT_THROW(connection.query("SELECT * FROM t"), aludel::Error);
    {
        const auto transaction = lock(connection, 0ms);
        connection.execute("CREATE TABLE t (i int)");
        transaction->commit();
    }
    EXPECT_TRUE(connection.query("SELECT * FROM t").rows.empty());
    auto other = connect();
    lock(other, 0ms)->commit();
}

TEST_F(PostgresqlLock, TimesOutWithTheHoldersName) {
    auto first = connect("?application_name=roster"), second = connect();
    const auto held = lock(first);
    const auto start = std::chrono::steady_clock::now();
    try {
        lock(second, 300ms);
        ADD_FAILURE() << "the lock was given twice";
    } catch (const aludel::Error& error) {
        for (const char* word : {"server process ", "roster", "since 20", "300 ms", "pg_terminate_backend"})
            EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << error.what();
        EXPECT_EQ(error.code(), "55P03");
    }
    const auto waited = std::chrono::steady_clock::now() - start;
    EXPECT_GE(waited, 300ms);
    EXPECT_LT(waited, 5s);
    EXPECT_FALSE(second.session().in_transaction());
}

// A hundred launches of which each took two connections would leave some without any.
TEST_F(PostgresqlLock, WaitsWithNoMoreThanItsOwnConnection) {
    auto first = connect(), second = connect(), asking = connect();
    auto held = lock(first);
    const auto connections = [&] {
        return asking
            .query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type "
                   "= 'client backend'")
            .rows[0][0];
    };
    EXPECT_EQ(connections(), Value(std::int64_t(4)));
    std::thread waiting([&] { lock(second)->commit(); });
    std::this_thread::sleep_for(200ms);
    EXPECT_EQ(connections(), Value(std::int64_t(4)));
    held.reset();
    waiting.join();
}

TEST_F(PostgresqlLock, WaitsForTheOneBefore) {
    auto connection = connect();
    connection.execute("CREATE TABLE t (i int); INSERT INTO t VALUES (0)");
    std::atomic<int> inside = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            auto mine = connect();
            const auto transaction = lock(mine, 60s);
            EXPECT_EQ(++inside, 1);
            const auto before = std::get<std::int64_t>(mine.query("SELECT i FROM t").rows[0][0]);
            std::this_thread::sleep_for(10ms);
            mine.execute("UPDATE t SET i = $1", before + 1);
            --inside;
            transaction->commit();
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(connection.query("SELECT i FROM t").rows[0][0], Value(std::int64_t(8)));
}

TEST_F(PostgresqlLock, IsOneForEachDatabase) {
    auto here = connect();
    const auto held = lock(here);
    const TemporaryDatabase other("postgresql");
    auto there = aludel::create_engine(other.url()).connect();
    lock(there, 0ms)->commit();
}

TEST_F(PostgresqlLock, EndsWithAKilledHolder) {
    auto first = connect(), second = connect();
    const auto held = lock(first);
    second.execute(end_of_sessions_with_locks);
    lock(second, 10s)->commit();
    EXPECT_THROW(held->commit(), aludel::Error);
}

TEST_F(PostgresqlLock, LostIsNotGivenToOthersWhileTheHolderIsAtWork) {
    auto first = connect(), second = connect();
    {
        const auto held = lock(first);
        first.execute("CREATE TABLE t (i int)");
        const auto own = first.query("SELECT pg_backend_pid()").rows[0][0];
        second.execute(std::string(end_of_sessions_with_locks) + " AND pid <> " +
                       std::to_string(std::get<std::int64_t>(own)));
        try {
            lock(second, 100ms);
            ADD_FAILURE() << "two at work";
        } catch (const aludel::Error& error) {
            const auto name = "server process " + std::to_string(std::get<std::int64_t>(own));
            EXPECT_NE(error.message().find(name), std::string::npos) << error.what();
        }
        EXPECT_THROW(held->commit(), aludel::Error) << "committed without the lock";
    }
    lock(second, 0ms)->commit();
    EXPECT_THROW(first.query("SELECT * FROM t"), aludel::Error);
}

TEST_F(PostgresqlLock, RefusesWithinATransactionOfTheApplications) {
    auto connection = connect();
    auto transaction = connection.begin();
    connection.execute("CREATE TABLE t (i int)");
    try {
        lock(connection);
        ADD_FAILURE() << "an upgrade within a transaction";
    } catch (const aludel::Error& error) {
        EXPECT_NE(std::string(error.what()).find("commit or roll back"), std::string::npos) << error.what();
    }
    transaction.commit();
    EXPECT_TRUE(connection.query("SELECT * FROM t").rows.empty());
}

TEST_F(PostgresqlLock, OpensItsConnectionWithThePasswordOfAHandleOfTheApplications) {
    const auto url = aludel::test::postgresql_url("guarded:open%20sesame", database.name());
    const std::unique_ptr<PGconn, void (*)(PGconn*)> handle(PQconnectdb(url.c_str()), PQfinish);
    ASSERT_EQ(PQstatus(handle.get()), CONNECTION_OK);
    auto connection = aludel::postgresql::use(handle.get());
    lock(connection)->commit();
}

TEST_F(PostgresqlLock, ReadsLiteralsAsTheyAreRenderedWhateverTheDatabaseSays) {
    auto connection = connect("?options=-c%20standard_conforming_strings%3Doff");
    const auto transaction = lock(connection);
    EXPECT_EQ(connection.query("SELECT 'a\\b'").rows[0][0], Value(std::string("a\\b")));
}
