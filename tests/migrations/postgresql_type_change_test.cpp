// Checks and indexes over a column whose type changes: what PostgreSQL stored of them was read for the type before.
#include "tests/migrations/postgresql_lab.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

class PostgresqlTypeChange : public ::testing::Test {
protected:
    /// A table with rows and a child.
    PostgresqlTypeChange() {
        lab.apply(operations(R"(
- create_enum: {name: mood, values: [sad, fine]}
- create_table:
    table: t
    columns:
      - {name: id, type: integer, nullable: false}
      - {name: n, type: integer}
      - {name: mood, type: enum mood}
      - {name: twice, type: integer, generated: {sql: n * 2}}
    primary_key: {name: pk, columns: [id]}
    checks: [{name: ck, sql: n <> 13}, {name: "Sad ones", sql: mood <> 'sad' or n > 0}, {name: other, sql: id > 0}]
    indexes:
      - {name: more, columns: [{sql: n + 1}], where: n > 5, unique: true}
      - {name: double, columns: [twice], where: n > 5}
      - {name: fine, columns: [id], where: mood = 'fine'}
      - {name: plain, columns: [n]}
- create_table:
    table: child
    columns: [{name: t_id, type: integer}]
    foreign_keys: [{name: fk, columns: [t_id], references: {table: t, columns: [id]}, on_delete: cascade}]
)"));
        lab.execute(
            "INSERT INTO t SELECT i, i + 20, CASE i % 2 WHEN 0 THEN 'sad'::mood ELSE 'fine' END FROM "
            "generate_series(1, 100) AS i; INSERT INTO t VALUES (101); INSERT INTO child VALUES (1), (101); ANALYZE t");
        before = all();
    }

    std::string all() { return lab.rows("SELECT t, t_id FROM t LEFT JOIN child ON t_id = id ORDER BY id"); }
    std::string plan() {
        lab.execute("BEGIN; SET LOCAL enable_seqscan = off");
        auto plan = lab.rows("EXPLAIN (COSTS off) SELECT id FROM t WHERE n + 1 = 50 AND n > 5");
        lab.execute("COMMIT");
        return plan;
    }
    void expect_index_and_checks_at_work() {
        EXPECT_NE(plan().find("more"), std::string::npos) << plan();
        for (const auto* row : {"(200, 13, 'fine')", "(200, -1, 'sad')", "(200, 21, 'fine')"})
            EXPECT_THROW(lab.execute("INSERT INTO t VALUES " + std::string(row)), Error);
    }

    PostgresqlLab lab;
    std::string before;
};

TEST_F(PostgresqlTypeChange, there_and_back_leaves_no_casts) {
    for (const auto* type : {"decimal(10, 2)", "double"}) {
        SCOPED_TRACE(type);
        const auto alter = "- alter_column: {table: t, column: n, type: \"" + std::string(type) + "\"}\n";
        lab.apply(operations(alter));
        lab.take_back();
        EXPECT_EQ(all(), before);
        expect_index_and_checks_at_work();
        lab.apply(operations(alter));
        lab.apply(operations("- alter_column: {table: t, column: n, type: integer}\n"));
        EXPECT_EQ(all(), before);
        expect_index_and_checks_at_work();
        lab.take_back();
        lab.take_back();
    }
}

TEST_F(PostgresqlTypeChange, enum_becomes_text_and_back) {
    lab.apply(operations("- alter_column: {table: t, column: mood, type: text}\n- drop_enum: {name: mood}\n"));
    EXPECT_EQ(all(), before);
    EXPECT_THROW(lab.execute("INSERT INTO t VALUES (200, -1, 'sad')"), Error);
    lab.execute("INSERT INTO t VALUES (200, 200, 'so-so'); DELETE FROM t WHERE id = 200");
    lab.take_back();
    EXPECT_EQ(all(), before);
    expect_index_and_checks_at_work();
}

TEST_F(PostgresqlTypeChange, expressions_change_in_the_same_revision) {
    lab.apply(operations(R"(
- drop_index: {table: t, name: double}
- drop_column: {table: t, column: twice}
- alter_column: {table: t, column: n, type: text}
- drop_constraint: {table: t, name: ck}
- drop_constraint: {table: t, name: Sad ones}
- create_check_constraint: {table: t, name: ck, sql: n <> '13'}
- drop_index: {table: t, name: more}
- rename_column: {table: t, column: mood, to: temper}
)"));
    EXPECT_THROW(lab.execute("INSERT INTO t VALUES (200, '13')"), Error);
    lab.execute("INSERT INTO t VALUES (200, 'x')");
}

TEST_F(PostgresqlTypeChange, rows_that_come_meanwhile_are_checked) {
    const auto message = lab.refused(operations(
        "- alter_column: {table: t, column: n, type: bigint}\n- execute: {sql: UPDATE t SET n = 13, reverse: \"\"}\n"));
    EXPECT_NE(message.find("ck"), std::string::npos) << message;
    EXPECT_EQ(all(), before);
}

TEST_F(PostgresqlTypeChange, what_stays_as_it_was_is_left_alone) {
    lab.apply(operations("- add_column: {table: t, name: name, type: varchar(10)}\n"
                         "- create_check_constraint: {table: t, name: named, sql: name <> ''}\n"));
    lab.execute("COMMENT ON CONSTRAINT named ON t IS 'by hand'; COMMENT ON CONSTRAINT other ON t IS 'by hand'; COMMENT "
                "ON INDEX plain IS 'by hand'");
    for (const auto* type : {"varchar(20)", "text"})
        lab.apply(operations("- alter_column: {table: t, column: name, type: " + std::string(type) + "}\n"));
    lab.apply(operations("- alter_column: {table: t, column: n, type: bigint}\n"));
    EXPECT_EQ(lab.rows("SELECT count(*) FROM pg_description WHERE description = 'by hand'"), "3");
}

} // namespace
} // namespace aludel::migrations::testing
