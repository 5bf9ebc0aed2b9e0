#include "migrations/postgresql/expression.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

Table hero() {
    Table table;
    table.name.name = "hero";
    Column name{.name = "name", .type = {.kind = Type::Kind::varchar, .length = 9}};
    Column age{.name = "age", .type = {.kind = Type::Kind::integer}};
    Column day{.name = "day", .type = {.kind = Type::Kind::date}};
    Column mood{.name = "mood", .type = {.kind = Type::Kind::enumeration, .name = "mood"}};
    Column code{.name = "code", .type = {.kind = Type::Kind::native, .name = "character(3)"}};
    Column tags{.name = "tags", .type = {.kind = Type::Kind::native, .name = "character varying(9)[]"}};
    Column weight{.name = "weight", .type = {.kind = Type::Kind::double_precision}};
    table.columns = {name, age, day, mood, code, tags, weight};
    return table;
}

std::string normal(std::string_view sql) {
    static const auto table = hero();
    return postgresql::normal_expression(sql, &table);
}

struct Pair {
    const char *written, *stored;
};

TEST(PostgresqlExpression, is_the_same_as_what_the_server_makes_of_it) {
    for (const auto& [written, stored] : {
             Pair{"age>=0 and age < 200", "((age >= 0) AND (age < 200))"},
             Pair{"name <> ''", "((name)::text <> ''::text)"},
             Pair{"hero.age BETWEEN 1 AND 9", "((age >= 1) AND (age <= 9))"},
             Pair{"name IN ('a', 'b')",
                  "((name)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"},
             Pair{"age NOT IN (1, 2)", "(age <> ALL (ARRAY[1, 2]))"},
             Pair{"name LIKE 'A%'", "((name)::text ~~ 'A%'::text)"},
             Pair{"left(name, 2) = 'x'", "(\"left\"((name)::text, 2) = 'x'::text)"},
             Pair{"a or b and not c", "(a OR (b AND (NOT c)))"},
             Pair{"(a + b) * -1", "((a + b) * '-1'::integer)"},
             Pair{"\"age\" != 3", "(age <> 3)"},
             Pair{"coalesce(AGE, 0) > 1", "(COALESCE(age, 0) > 1)"},
             Pair{"case when age > 1 then 'x' end",
                  "CASE\n    WHEN (age > 1) THEN 'x'::text\n    ELSE NULL::text\nEND"},
             Pair{"date '2026-01-01' < d", "('2026-01-01'::date < d)"},
             Pair{"age IS NOT NULL -- known", "(age IS NOT NULL)"},
             Pair{"price * 1.5 > 0", "((price * 1.5) > (0)::numeric)"},
             Pair{"price in (1, 2)", "(price = ANY (ARRAY[(1)::numeric, (2)::numeric]))"},
             Pair{"price between -1 and 2", "((price >= ('-1'::integer)::numeric) AND (price <= (2)::numeric))"},
             Pair{"weight < 0.5", "(weight < (0.5)::double precision)"},
             Pair{"day < '2026-01-01'", "(day < '2026-01-01'::date)"},
             Pair{"mood in ('glad', 'sad')", "(mood = ANY (ARRAY['glad'::mood, 'sad'::mood]))"},
             Pair{"mood <> 'glad'", "(mood <> 'glad'::app.mood)"},
             Pair{"code = 'a'", "(code = 'a'::bpchar)"},
             Pair{"name || ' ' || name", "(((name)::text || ' '::text) || (name)::text)"},
             Pair{"name ~ '^a'", "((name)::text ~ '^a'::text)"},
             Pair{"name is distinct from 'x'", "((name)::text IS DISTINCT FROM 'x'::text)"},
             Pair{"case name when 'x' then 1 else 0 end", "CASE name WHEN 'x'::text THEN 1 ELSE 0 END"},
             Pair{"now() at time zone 'UTC'", "(now() AT TIME ZONE 'UTC'::text)"},
             Pair{"1::int8 + 5::int", "((1)::bigint + 5)"},
             Pair{"day::timestamptz(3) < now()", "((day)::timestamp(3) with time zone < now())"},
         })
        EXPECT_EQ(normal(written), normal(stored)) << written;
}

TEST(PostgresqlExpression, differs_where_the_meaning_does) {
    for (const auto& [one, other] : {
             Pair{"(a + b) * c", "a + b * c"},
             Pair{"a - (b - c)", "a - b - c"},
             Pair{"(a or b) and c", "a or b and c"},
             Pair{"name = 'A'", "name = 'a'"},
             Pair{"\"Name\" = 1", "name = 1"},
             Pair{"age::text = 'x'", "age = 'x'"},
             Pair{"not (a and b)", "not a and b"},
             Pair{"age > 0", "age >= 0"},
             Pair{"age * 1000::bigint", "age * 1000"},
             Pair{"age * (1::numeric / 3)", "age * (1 / 3)"},
             Pair{"age = 1.5::integer", "age = 1.5"},
             Pair{"weight = 0.1::real", "weight = 0.1"},
             Pair{"name::varchar(3)", "name"},
             Pair{"name = 'abcd'::varchar(3)", "name = 'abcd'"},
             Pair{"name::varchar(3) = 'abcd'::varchar(3)", "name::varchar(3) = 'abcd'"},
             Pair{"code = 'a '::text", "code = 'a '"},
             Pair{"day < '2026-01-01 12:00'::timestamp", "day < '2026-01-01 12:00'"},
             Pair{"'2026-01-01'::date < '2026-1-2'::date", "'2026-01-01' < '2026-1-2'"},
             Pair{"'2026-01-01'::date + 30", "'2026-01-01' + 30"},
             Pair{"7 * interval '1 day'", "7 * '1 day'"},
             Pair{"'{\"b\":2}'::jsonb ->> 'b'", "'{\"b\":2}' ->> 'b'"},
             Pair{"'2026-01-01'::timestamp at time zone 'UTC'", "'2026-01-01' at time zone 'UTC'"},
             Pair{"age('2026-01-01'::timestamp)", "age('2026-01-01')"},
             Pair{"coalesce(tags, array[]::text[])", "coalesce(tags, array[])"},
             Pair{"tags && array['a']::varchar[]", "tags && array['a']"},
             Pair{"code = any (array['a'])", "code in ('a')"},
             Pair{"day = any (array['2026-01-01 12:00'::timestamp])", "day = any (array['2026-01-01 12:00'::date])"},
             Pair{"case when age > 1 then 1 else null::numeric end", "case when age > 1 then 1 end"},
             Pair{"lower(r)::text", "lower(r)"},
             Pair{"'ab'::\"char\"", "'ab'::char"},
             Pair{"+'5'", "'5'"},
         })
        EXPECT_NE(normal(one), normal(other)) << one;
}

TEST(PostgresqlExpression, takes_two_signs_for_no_comment) {
    for (const auto* sql : {"- - 1", "age - - 1", "- - age", "age - - - 1.5", "- '-1'::integer"})
        EXPECT_EQ(normal(sql).find("--"), std::string::npos) << normal(sql);
    EXPECT_EQ(normal("age - - 1"), normal("(age - '-1'::integer)"));
}

TEST(PostgresqlExpression, makes_no_empty_list) {
    EXPECT_EQ(normal("age <> all (array[]::integer[])"), "age <> ALL (ARRAY[]::integer[])");
    EXPECT_EQ(normal("age = any (array[]::integer[])"), "age = ANY (ARRAY[]::integer[])");
}

TEST(PostgresqlExpression, keeps_what_it_cannot_read) {
    EXPECT_EQ(normal("( EXTRACT(year  from d) > 3 )"), normal("EXTRACT(year FROM d) > 3"));
    EXPECT_EQ(normal("'unbalanced ("), "'unbalanced (");
}

} // namespace
} // namespace aludel::migrations::testing
