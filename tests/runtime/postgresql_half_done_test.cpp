// A revision that an earlier run left half done.
#include "postgresql_split.hpp"

namespace aludel::test {
namespace {

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

TEST_F(PostgresqlHalfDone, WithANoteThatIsNotAludelsIsRefused) {
    leave_half_applied();
    for (const char* note : {"up 4/3", "up 3/3 i7", "sideways 2/3", "up 2", "up -2/3", ""}) {
        connection.execute("UPDATE aludel_revision SET checksum = '1:r2 " + std::string(note) +
                           "' WHERE revision = 'r2'");
        error_of([&] { upgrade(whole); }, {"revision r2", "words that are not aludel's", "stamp"});
        error_of([&] { downgrade_to(connection, whole, "base"); }, {"words that are not aludel's"});
    }
    EXPECT_EQ(logged(), "a");
    stamp(connection, whole, "r2");
    expect_at(2);
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
