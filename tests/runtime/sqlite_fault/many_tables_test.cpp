// A database of very many tables: what is done for each must not be done for each of the others again.
#include "scenario.hpp"
#include "tests/runtime/test_chain.hpp"

#include <aludel/sqlite.hpp>

#include <gtest/gtest.h>
#include <sqlite3.h>

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

/// What SQLite's virtual machine does for the upgrade, in thousands of instructions: the same in every run.
int work_for(int count) {
    const TemporaryDirectory directory;
    const auto tables = many_tables(count);
    auto all = revisions(tables);
    const TestChain first({all[0]}), second(all);
    ::sqlite3* handle = nullptr;
    sqlite3_open((directory / "many.db").c_str(), &handle);
    int thousands = 0;
    {
        auto connection = sqlite::use(handle);
        upgrade(connection, first);
        const auto count_one = [](void* counted) { return ++*static_cast<int*>(counted), 0; };
        sqlite3_progress_handler(handle, 1000, count_one, &thousands);
        EXPECT_EQ(upgrade(connection, second).status, Outcome::Status::upgraded);
        sqlite3_progress_handler(handle, 0, nullptr, nullptr);
        EXPECT_EQ(connection.query("SELECT count(*) FROM t2 JOIN t1 ON t1.id = t2.up WHERE t1.up = 1").rows[0][0],
                  Value(std::int64_t{1}));
        EXPECT_TRUE(connection.query("PRAGMA foreign_key_check").rows.empty());
    }
    sqlite3_close(handle);
    return thousands;
}

TEST(SqliteManyTables, take_work_in_proportion) {
    arm();
    const auto few = work_for(2'000), many = work_for(10'000);
    EXPECT_GT(few, 10);
    EXPECT_LT(many, 6 * few) << "five times as many: quadratic would be 25 times as much";
}

} // namespace
} // namespace aludel::test
