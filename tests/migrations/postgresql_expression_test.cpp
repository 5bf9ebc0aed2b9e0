#include "migrations/postgresql/expression.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

Table hero() {
    Table table;
    table.name.name = "hero";
    Column name{.name = "name", .type = {.kind = Type::Kind::varchar, .length = 9}};
    Column age{.name = "age", .type = {.kind = Type::Kind::integer}};
    table.columns = {name, age};
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
         })
        EXPECT_NE(normal(one), normal(other)) << one;
}

TEST(PostgresqlExpression, takes_two_signs_for_no_comment) {
    for (const auto* sql : {"- - 1", "age - - 1", "- - age", "age - - - 1.5", "- '-1'::integer"})
        EXPECT_EQ(normal(sql).find("--"), std::string::npos) << normal(sql);
    EXPECT_EQ(normal("age - - 1"), normal("(age - '-1'::integer)"));
}

TEST(PostgresqlExpression, keeps_what_it_cannot_read) {
    EXPECT_EQ(normal("( EXTRACT(year  from d) > 3 )"), normal("EXTRACT(year FROM d) > 3"));
    EXPECT_EQ(normal("'unbalanced ("), "'unbalanced (");
}

} // namespace
} // namespace aludel::migrations::testing
