// What cannot share a transaction splits the run by itself, and is gone on with.
#include "postgresql_split.hpp"

#include <aludel/postgresql.hpp>

#include <libpq-fe.h>

namespace aludel::test {
namespace {

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

} // namespace
} // namespace aludel::test
