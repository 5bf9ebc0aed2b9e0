// What PostgreSQL changes in its catalog alone must not write the table again, nor its indexes.
#include "tests/migrations/postgresql_lab.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

class PostgresqlRewrite : public ::testing::Test {
protected:
    std::string filenodes() {
        return lab.rows("SELECT relname, pg_relation_filenode(oid)::bigint FROM pg_class WHERE relname IN ('t', 'ix') "
                        "ORDER BY 1");
    }
    void expect_kept(const std::string& type, const std::string& to, const std::string& value, bool is_kept = true) {
        SCOPED_TRACE(type + " -> " + to);
        lab.apply(operations("- create_table: {table: t, columns: [{name: v, type: \"" + type +
                             "\"}], indexes: [{name: ix, columns: [v]}]}\n"));
        lab.execute("INSERT INTO t VALUES (" + value + "), (NULL)");
        const auto before = filenodes();
        lab.apply(operations("- alter_column: {table: t, column: v, type: \"" + to + "\"}\n"));
        EXPECT_EQ(filenodes() == before, is_kept);
        EXPECT_EQ(lab.rows("SELECT v = " + value + " FROM t WHERE v IS NOT NULL"), "1");
        lab.take_back();
        lab.take_back();
    }

    PostgresqlLab lab;
};

TEST_F(PostgresqlRewrite, safe_widenings) {
    expect_kept("varchar(10)", "varchar(20)", "'x'");
    expect_kept("varchar(10)", "text", "'x'");
    expect_kept("decimal(5, 2)", "decimal(9, 2)", "1.25");
    expect_kept("decimal(5, 2)", "decimal", "1.25");
    expect_kept("native cidr", "native inet", "'10.0.0.0/8'");
    expect_kept("native varbit(4)", "native varbit(8)", "b'101'::varbit");
    expect_kept("integer", "bigint", "7", false); // PostgreSQL has no other way
}

TEST_F(PostgresqlRewrite, columns) {
    lab.apply(operations(
        "- create_table: {table: t, columns: [{name: id, type: integer, nullable: false}, {name: v, type: integer}], "
        "primary_key: {name: ix, columns: [id]}}\n"));
    lab.execute("INSERT INTO t VALUES (1, 2), (2, 3)");
    const auto before = filenodes();
    lab.apply(operations(R"yaml(
- add_column: {table: t, name: a, type: text}
- add_column: {table: t, name: b, type: integer, nullable: false, default: 7}
- add_column: {table: t, name: c, type: timestamptz, nullable: false, default: {now: true}}
- add_column: {table: t, name: d, type: integer, nullable: false, fill: id * 2}
- add_column: {table: t, name: e, type: uuid, nullable: false, default: {sql: gen_random_uuid()}, fill: "md5(id::text)::uuid"}
- alter_column: {table: t, column: v, nullable: false, default: 5}
- create_check_constraint: {table: t, name: ck, sql: v > 0}
- create_foreign_key: {table: t, name: fk, columns: [id], references: {table: t, columns: [id]}}
- rename_column: {table: t, column: v, to: w}
- alter_table: {table: t, comment: told}
)yaml"));
    EXPECT_EQ(filenodes(), before);
    EXPECT_EQ(lab.rows("SELECT b, d, e = md5(id::text)::uuid FROM t ORDER BY id"), "7|2|1;7|4|1");
    lab.take_back();
    EXPECT_EQ(filenodes(), before);
}

} // namespace
} // namespace aludel::migrations::testing
