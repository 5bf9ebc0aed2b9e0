#include "tests/support/postgresql_proxy.hpp"
#include "tests/support/temporary_database.hpp"

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <memory>

namespace aludel::test {
namespace {

using Handle = std::unique_ptr<PGconn, void (*)(PGconn*)>;
using Clock = std::chrono::steady_clock;

Handle connected(const PostgresqlProxy& proxy) {
    return Handle(PQconnectdb((proxy.url("postgres") + "?sslmode=disable").c_str()), PQfinish);
}
ExecStatusType asked(const Handle& handle, const char* sql) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(handle.get(), sql), PQclear);
    return PQresultStatus(result.get());
}

TEST(PostgresqlProxy, counts_messages_and_round_trips) {
    const PostgresqlProxy proxy;
    const auto handle = connected(proxy);
    const auto before = proxy.traffic();
    EXPECT_EQ(before.connections, 1U);
    EXPECT_EQ(before.frontend, 1U); // the start
    EXPECT_EQ(asked(handle, "SELECT 1"), PGRES_TUPLES_OK);
    const auto after = proxy.traffic();
    EXPECT_EQ(after.frontend - before.frontend, 1U); // Query
    EXPECT_EQ(after.backend - before.backend, 4U);   // RowDescription, DataRow, CommandComplete, ReadyForQuery
    EXPECT_EQ(after.round_trips - before.round_trips, 1U);
    EXPECT_FALSE(proxy.unanswered_at_cut().has_value());
}

TEST(PostgresqlProxy, cuts_before_or_after_a_message) {
    for (const bool is_forwarded : {false, true}) {
        const TemporaryDatabase database("postgresql");
        const PostgresqlProxy proxy({.cut = Cut{Side::frontend, 3, is_forwarded}});
        const Handle handle(PQconnectdb((proxy.url(database.name()) + "?sslmode=disable").c_str()), PQfinish);
        EXPECT_EQ(asked(handle, "CREATE TABLE t (i int)"), PGRES_COMMAND_OK);
        EXPECT_EQ(asked(handle, "INSERT INTO t VALUES (1)"), PGRES_FATAL_ERROR);
        EXPECT_EQ(PQstatus(handle.get()), CONNECTION_BAD);
        EXPECT_EQ(proxy.unanswered_at_cut(), "INSERT INTO t VALUES (1)\n");
        const Handle direct(PQconnectdb(database.url().c_str()), PQfinish);
        std::string rows;
        for (int i = 0; i < 500 && rows != (is_forwarded ? "1" : "0"); ++i) { // the server may be at it still
            const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
                PQexec(direct.get(), "SELECT count(*) FROM t, pg_sleep(0.01)"), PQclear);
            rows = PQgetvalue(result.get(), 0, 0);
        }
        EXPECT_EQ(rows, is_forwarded ? "1" : "0");
    }
}

TEST(PostgresqlProxy, loses_an_answer) {
    // A start is answered by some messages: which number the answer to COMMIT has is found out first.
    std::uint64_t answers = 0;
    {
        const PostgresqlProxy proxy;
        const auto handle = connected(proxy);
        answers = proxy.traffic().backend;
    }
    const PostgresqlProxy proxy({.cut = Cut{Side::backend, answers + 1, false}});
    const auto handle = connected(proxy);
    EXPECT_EQ(asked(handle, "COMMIT"), PGRES_FATAL_ERROR);
    EXPECT_EQ(proxy.unanswered_at_cut(), "COMMIT\n");
}

TEST(PostgresqlProxy, delays_and_lets_as_much_through) {
    const PostgresqlProxy proxy({.delay = std::chrono::milliseconds(20)});
    const auto handle = connected(proxy);
    const auto begin = Clock::now();
    EXPECT_EQ(asked(handle, "SELECT repeat('x', 1000) FROM generate_series(1, 10000)"), PGRES_TUPLES_OK);
    const auto taken = Clock::now() - begin;
    EXPECT_GE(taken, std::chrono::milliseconds(40));
    EXPECT_LT(taken, std::chrono::seconds(5)); // and not 20 ms for each row
}

} // namespace
} // namespace aludel::test
