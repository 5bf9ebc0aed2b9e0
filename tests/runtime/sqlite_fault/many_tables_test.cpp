// A database of very many tables: what is done for each must not be done for each of the others again.
#include "scenario.hpp"
#include "tests/runtime/test_chain.hpp"

#include <gtest/gtest.h>

#include <ctime>

namespace aludel::test {
namespace {

using Edit = TableEdit::Kind;

std::string many_tables(int count) {
    std::string text = "CREATE TABLE t0 (id INTEGER PRIMARY KEY, v TEXT);";
    for (int i = 1; i < count; ++i) {
        const auto number = std::to_string(i), before = std::to_string(i - 1);
        text += "CREATE TABLE t" + number + " (id INTEGER PRIMARY KEY, v TEXT, up INTEGER REFERENCES t" + before +
                " ON DELETE CASCADE);";
        if (i % 10 == 0) text += "CREATE INDEX ix" + number + " ON t" + number + " (v);";
    }
    return text +
           "INSERT INTO t0 VALUES (1, 'a'); INSERT INTO t1 VALUES (1, 'b', 1); INSERT INTO t2 VALUES (1, 'c', 1)";
}

const TableEdit is_number[] = {{Edit::set_type, "v", "INTEGER", {}}};
const TableEdit is_required[] = {{Edit::set_not_null, "v", {}, {}}};

std::vector<TestRevision> revisions(std::string_view tables) {
    return {{"a1", {}, {sql(tables)}},
            {"b2",
             {"a1"},
             {sql("CREATE TABLE u (v)"), sql("ALTER TABLE t5 ADD COLUMN w TEXT"), rebuild("t0", is_number),
              rebuild("t3", is_number), rebuild("t1", is_required), sql("ALTER TABLE t6 DROP COLUMN v")}}};
}

/// Of this process's: others may be at work beside it.
double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Making them, and the upgrade of what is made.
std::pair<double, double> measured(int count) {
    const TemporaryDirectory directory;
    const auto tables = many_tables(count);
    auto all = revisions(tables);
    const TestChain first({all[0]}), second(all);
    auto connection = create_engine("sqlite:///" + (directory / "many.db").string()).connect();
    const auto begin = seconds();
    upgrade(connection, first);
    const auto made = seconds();
    EXPECT_EQ(upgrade(connection, second).status, Outcome::Status::upgraded);
    const auto end = seconds();
    EXPECT_EQ(connection.query("SELECT count(*) FROM t2 JOIN t1 ON t1.id = t2.up WHERE t1.up = 1").rows[0][0],
              Value(std::int64_t{1}));
    EXPECT_TRUE(connection.query("PRAGMA foreign_key_check").rows.empty());
    return {made - begin, end - made};
}

TEST(SqliteManyTables, take_time_in_proportion) {
    arm();
    const auto [few_made, few] = measured(2'000);
    const auto [many_made, many] = measured(10'000);
    std::printf("2,000 tables: made in %.2f s, upgraded in %.2f s; 10,000: %.2f s and %.2f s\n", few_made, few,
                many_made, many);
    EXPECT_LT(many, 16 * few) << "five times as many: quadratic would be 25 times as long";
}

} // namespace
} // namespace aludel::test
