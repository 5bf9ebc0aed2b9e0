// A database of very many tables: no one transaction may lock them all.
#include "postgresql_split.hpp"

#include <cstdlib>

namespace aludel::test {
namespace {

constexpr int at_once = 500; // of about five locks each

/// The table `t0`, and those that refer to the one before.
std::vector<std::string> making(int count) {
    std::vector<std::string> texts{"CREATE TABLE t0 (id bigint PRIMARY KEY, v text)"};
    for (int first = 1; first < count; first += at_once)
        texts.push_back("DO $$BEGIN FOR i IN " + std::to_string(first) + " .. " +
                        std::to_string(std::min(first + at_once, count) - 1) +
                        " LOOP EXECUTE format('CREATE TABLE t%1$s (id bigint PRIMARY KEY, v text, up bigint REFERENCES "
                        "t%2$s ON DELETE CASCADE); CREATE INDEX ix%1$s ON t%1$s (v)', i, i - 1); END LOOP; END$$");
    return texts;
}

class PostgresqlManyTables : public PostgresqlSplit {
protected:
    const int tables = std::getenv("ALUDEL_ALL_FAULTS") ? 10'000 : 600;
    const std::vector<std::string> texts = making(tables);

    TestRevision first_revision() const {
        TestRevision revision{"r1", {}, {}};
        for (const auto& text : texts) revision.upgrade.push_back(sql(text));
        revision.without_transaction = true;
        return revision;
    }
};

TEST_F(PostgresqlManyTables, get_a_revision_and_keep_their_rows) {
    const auto all = first_revision();
    upgrade(TestChain({all}, "postgresql"));
    ASSERT_EQ(count("pg_tables WHERE tablename ~ '^t[0-9]+$'"), tables);
    connection.execute("INSERT INTO t0 VALUES (1, '7'); INSERT INTO t1 VALUES (1, '8', 1), (2, '9', NULL); "
                       "INSERT INTO t2 VALUES (1, 'c', 1)");
    const TestRevision next{
        "r2",
        {"r1"},
        {sql("CREATE TABLE u (v text)"), sql("ALTER TABLE t1 ALTER v TYPE integer USING v::integer"),
         sql("ALTER TABLE t2 ADD w text NOT NULL DEFAULT 'w'"), sql("ALTER TABLE t1 ALTER v SET NOT NULL")}};
    const TestChain chain({all, next}, "postgresql");
    EXPECT_EQ(upgrade(chain).revisions, std::vector<std::string>{"r2"});
    EXPECT_EQ(select("string_agg(t1.v || coalesce(t0.v, '') || coalesce(t2.w, ''), ' ' ORDER BY t1.id) FROM t1 "
                     "LEFT JOIN t0 ON t0.id = t1.up LEFT JOIN t2 ON t2.up = t1.id"),
              Value(std::string("87w 9")));
    EXPECT_EQ(connection.execute("DELETE FROM t0"), 1);
    EXPECT_EQ(count("t1"), 1);
    EXPECT_EQ(count("t2"), 0);
    EXPECT_EQ(upgrade(chain).status, Outcome::Status::up_to_date);
    expect_at(2);
}

} // namespace
} // namespace aludel::test
