// What is written otherwise and means the same is no difference, with a server at hand and mostly without one.
#include "migrations/diff/diff.hpp"
#include "migrations/postgresql/expression.hpp"
#include "migrations/postgresql/postgresql.hpp"
#include "migrations/revision/revision_file.hpp"
#include "tests/migrations/postgresql_lab.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

struct Spelling {
    const char *type, *one, *other; ///< SQL; other: empty for no default
};

class PostgresqlSpelling : public ::testing::Test {
protected:
    /// The database has the one, the models say the other.
    void expect_same(const Schema& there, const Schema& wanted, bool without_server = false) {
        lab.apply(diff({}, there).operations);
        const auto found = with_sorted_columns(lab.inspect().schema);
        const auto& dialect = postgresql_dialect();
        EXPECT_TRUE(diff(found, with_sorted_columns(dialect.canonical(wanted, lab.connection()))).operations.empty());
        if (without_server) {
            EXPECT_TRUE(diff(found, with_sorted_columns(dialect.canonical(wanted))).operations.empty());
        }
        lab.take_back();
    }
    static Schema schema(std::string_view yaml) {
        Schema result;
        for (const auto& operation : operations(yaml)) apply(operation, result);
        return result;
    }
    static Schema with_default(const char* type, const std::string& sql) {
        auto result = schema("- create_table: {table: t, columns: [{name: v, type: \"" + std::string(type) + "\"}]}\n");
        if (sql.empty()) return result;
        Default value;
        value.kind = Default::Kind::sql;
        value.sql.common = sql;
        result.tables.at({"", "t"}).columns.front().default_value = value;
        return result;
    }
    static Schema with_check(const std::string& sql) {
        auto result = schema(
            "- create_table: {table: t, columns: [{name: a, type: integer}, {name: b, type: varchar(9)}, {name: d, "
            "type: date}], checks: [{name: ck, sql: \"true\"}]}\n");
        result.tables.at({"", "t"}).checks.front().expression.common = sql;
        return result;
    }

    PostgresqlLab lab;
};

TEST_F(PostgresqlSpelling, of_defaults) {
    for (const auto& [type, one, other] : {
             Spelling{"double", "5.1", "5.1::float"},
             Spelling{"double", "5.1", "CAST(5.1 AS double precision)"},
             Spelling{"integer", "5", "'5'::integer"},
             Spelling{"integer", "5", "'5'"},
             Spelling{"integer", "5", "((5))"},
             Spelling{"integer", "5", "+5"},
             Spelling{"integer", "-5", "'-5'::integer"},
             Spelling{"integer", "-5", "(-5)"},
             Spelling{"bigint", "0", "0::bigint"},
             Spelling{"decimal(10, 2)", "1.50", "1.50::numeric(10,2)"},
             Spelling{"decimal", "1.5", "'1.5'::numeric"},
             Spelling{"varchar(9)", "'x'", "'x'::character varying"},
             Spelling{"varchar(9)", "'x'", "'x'::text"},
             Spelling{"text", "'x'", "('x')"},
             Spelling{"text", "'it''s'", "E'it\\'s'"},
             Spelling{"text", "'a\\b'", "E'a\\\\b'"},
             Spelling{"text", "''", "''::text"},
             Spelling{"boolean", "true", "'t'::boolean"},
             Spelling{"boolean", "true", "'yes'::boolean"},
             Spelling{"boolean", "false", "FALSE"},
             Spelling{"timestamptz", "now()", "CURRENT_TIMESTAMP"},
             Spelling{"timestamptz", "now()", "(NOW())"},
             Spelling{"date", "'2026-11-23'", "'2026-11-23'::date"},
             Spelling{"date", "'2026-11-23'", "DATE '2026-11-23'"},
             Spelling{"native jsonb", "'{}'", "'{}'::jsonb"},
             Spelling{"json", "'[1, 2]'", "'[1, 2]'::json"},
             Spelling{"native interval", "'1 day'", "INTERVAL '1 day'"},
             Spelling{"native integer[]", "'{}'", "'{}'::integer[]"},
             Spelling{"native integer[]", "ARRAY[1, 2]", "ARRAY[1,2]::int[]"},
             Spelling{"text", "", "NULL"},
             Spelling{"text", "", "NULL::text"},
             Spelling{"text", "lower('X')", "LOWER( 'X'::text )"},
             Spelling{"uuid", "gen_random_uuid()", "pg_catalog.gen_random_uuid()"},
         }) {
        SCOPED_TRACE(std::string(type) + ": " + one + ", " + other);
        expect_same(with_default(type, one), with_default(type, other));
        expect_same(with_default(type, other), with_default(type, one));
    }
}

TEST_F(PostgresqlSpelling, of_expressions) {
    const std::pair<const char*, const char*> spellings[] = {
        {"a BETWEEN 1 AND 9 OR b ILIKE 'x%'", "((a >= 1) AND (a <= 9)) OR (b)::text ~~* 'x%'::text"},
        {"extract(year from d) > 2000", "EXTRACT(year FROM d) > (2000)::numeric"},
        {"(a, 1) IN ((1, 1), (2, 1))", "((a = 1) AND (1 = 1)) OR ((a = 2) AND (1 = 1))"},
        {"b SIMILAR TO 'x+'", "(b)::text ~ similar_to_escape('x+'::text)"},
        {"d > date '2026-01-01' - interval '1 day'", "d > ('2026-01-01'::date - '1 day'::interval)"},
        {"position('x' in b) > 0 and trim(both from b) <> ''", "((POSITION('x' IN b) > 0) AND trim(b) <> '')"},
        {"a is not distinct from 3 and not b is null", "(NOT (a IS DISTINCT FROM 3)) AND (NOT (b IS NULL))"},
        {"d + 1 <> all (array['2026-01-01', '2026-01-02']::date[])",
         "(d + 1) <> ALL (ARRAY['2026-01-01'::date, '2026-01-02'::date])"},
        {"public.t.a > 0", "a > 0"},
    };
    for (const auto& [one, other] : spellings) {
        SCOPED_TRACE(std::string(one) + ", " + other);
        expect_same(with_check(one), with_check(other));
    }
}

TEST_F(PostgresqlSpelling, of_names_that_are_keywords) {
    std::string columns;
    for (const auto& row : lab.connection().query("SELECT word FROM pg_get_keywords()").rows) {
        const auto name = "\"" + std::get<std::string>(row[0]) + "\"";
        columns +=
            (columns.empty() ? "" : ", ") + name + " text CHECK (" + name + " <> '' OR lower(" + name + ") = 'x')";
    }
    lab.execute("CREATE TABLE t (" + columns + ")");
    const auto found = lab.inspect().schema;
    const auto& table = found.tables.at({"", "t"});
    for (const auto& check : table.checks) {
        const auto& normal = check.expression.normal;
        EXPECT_EQ(postgresql::normal_expression(normal, &table), normal) << check.expression.common;
    }
    PostgresqlLab other;
    other.apply(diff({}, found).operations);
    EXPECT_EQ(write_schema(other.inspect().schema), write_schema(found));
}

TEST_F(PostgresqlSpelling, of_all_else) {
    const auto one = schema(R"yaml(
- create_table:
    table: t
    columns: [{name: a, type: integer}, {name: b, type: varchar(9)}, {name: c, type: integer, generated: {sql: "abs(a) + 1"}}]
    indexes: [{name: ix, columns: [{sql: "substring(b, 1, 2)"}], where: "b is not null and a in (1, 2)"}]
- create_view: {name: v, sql: "select t.*, coalesce(b, 'none') as d from public.t order by 1"}
- create_function: {name: f, sql: "(int4) returns int language sql as 'select $1'"}
)yaml");
    const auto other = schema(R"yaml(
- create_table:
    table: t
    columns: [{name: a, type: integer}, {name: b, type: varchar(9)}, {name: c, type: integer, generated: {sql: "(ABS(t.a) + '1'::integer)"}}]
    indexes: [{name: ix, columns: [{sql: "\"substring\"(b::text, 1, 2)", operator_class: text_ops, nulls: last}], method: btree, where: "(b IS NOT NULL) AND a = ANY (ARRAY[1,2])"}]
- create_view: {name: v, sql: "SELECT a, b, c, COALESCE(b, 'none'::varchar) AS d FROM t ORDER BY a;"}
- create_function: {name: f, sql: "(integer) RETURNS integer LANGUAGE sql AS $$select $1$$"}
)yaml");
    expect_same(one, other);
}

TEST_F(PostgresqlSpelling, differs_where_the_meaning_does) {
    lab.apply(diff({}, with_check("a > 1")).operations);
    const auto wanted = postgresql_dialect().canonical(with_check("a > 2"), lab.connection());
    EXPECT_FALSE(diff(lab.inspect().schema, wanted).operations.empty());
    const auto broken = with_check("no_such(a)");
    EXPECT_EQ(postgresql_dialect().canonical(broken, lab.connection()), postgresql_dialect().canonical(broken));
}

TEST_F(PostgresqlSpelling, tells_now_in_the_zone_of_the_session_from_now) {
    const std::pair<const char*, const char*> defaults[] = {
        {"date", "CURRENT_DATE"}, {"timestamp", "now()"}, {"timestamp", "LOCALTIMESTAMP"}, {"time", "LOCALTIME"}};
    for (const auto& [type, sql] : defaults) {
        SCOPED_TRACE(std::string(type) + ": " + sql);
        lab.apply(diff({}, with_default(type, sql)).operations);
        const auto found = lab.inspect().schema;
        const auto& value = found.tables.at({"", "t"}).columns.front().default_value;
        EXPECT_EQ(value->sql.common, sql);
        auto wanted = with_default(type, sql);
        wanted.tables.at({"", "t"}).columns.front().default_value = Default{.kind = Default::Kind::now};
        EXPECT_FALSE(diff(found, postgresql_dialect().canonical(wanted, lab.connection())).operations.empty());
        lab.take_back();
        lab.apply(diff({}, wanted).operations);
        EXPECT_EQ(lab.inspect().schema.tables.at({"", "t"}).columns.front().default_value->kind, Default::Kind::now);
        lab.take_back();
    }
}

TEST_F(PostgresqlSpelling, stays_as_it_is_written) {
    lab.execute("CREATE TABLE t (a integer DEFAULT (abs(1) + 1::bigint), b varchar(9) CHECK (b <> ''), c numeric "
                "GENERATED ALWAYS AS (a * (1::numeric / 3)) STORED)");
    const auto there = lab.inspect().schema;
    const auto& table = there.tables.at({"", "t"});
    EXPECT_EQ(table.columns[0].default_value->sql.common, "(abs(1) + (1)::bigint)");
    EXPECT_EQ(table.checks[0].expression.common, "((b)::text <> ''::text)");
    auto models = there;
    models.tables.at({"", "t"}).checks[0].expression = {"b<>''", {}};
    models.tables.at({"", "t"}).columns[2].generated->expression = {"a / 3.0 + sqrt( 2 )", {}};
    models.tables.at({"", "t"}).columns[0].default_value = Default{Default::Kind::sql, {}, {"abs(2)+cbrt( 8 )", {}}};
    const auto wanted = postgresql_dialect().canonical(models, lab.connection());
    EXPECT_EQ(wanted.tables.at({"", "t"}).checks[0].expression.common, "b<>''");
    EXPECT_EQ(write_schema(wanted), write_schema(models));
    const auto operations = diff(there, wanted).operations;
    ASSERT_EQ(operations.size(), 2u) << write_operations(operations);
    EXPECT_EQ(std::get<AlterColumn>(operations[0]).default_value.value()->sql.common, "abs(2)+cbrt( 8 )");
    EXPECT_EQ(std::get<AlterColumn>(operations[1]).generated.value()->expression.common, "a / 3.0 + sqrt( 2 )");
}

TEST_F(PostgresqlSpelling, leaves_nothing_behind_and_reads_no_row) {
    lab.apply(diff({}, with_check("extract(day from d) > a")).operations);
    lab.execute(
        "CREATE SEQUENCE asked; CREATE FUNCTION ask() RETURNS int LANGUAGE sql AS $$SELECT nextval('asked')::int$$;"
        "ALTER TABLE t ALTER a SET DEFAULT ask()");
    auto wanted = with_check("EXTRACT(day FROM d) > (a)::numeric");
    wanted.tables.at({"", "t"}).columns.front().default_value = Default{Default::Kind::sql, {}, {"public.ask()", {}}};
    const auto canonical = postgresql_dialect().canonical(wanted, lab.connection());
    EXPECT_EQ(lab.rows("SELECT is_called FROM asked"), "0");
    EXPECT_EQ(lab.rows("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'aludel%'"), "0");
    EXPECT_EQ(canonical.tables.at({"", "t"}), lab.inspect().schema.tables.at({"", "t"}));
    auto transaction = lab.connection().begin();
    EXPECT_EQ(postgresql_dialect().canonical(wanted, lab.connection()), postgresql_dialect().canonical(wanted));
}

} // namespace
} // namespace aludel::migrations::testing
