// What is written otherwise and means the same is no difference; what means something else is one.
#include "migrations/diff.hpp"
#include "migrations/sqlite/sqlite.hpp"
#include "tests/migrations/sqlite_lab.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

/// What a database holds whose table was created with this text.
Schema read(const std::string& definition) {
    SqliteLab lab;
    lab.execute(definition);
    const auto found = lab.inspect();
    EXPECT_TRUE(sqlite_dialect().canonical(found.schema) == found.schema) << definition;
    return found.schema;
}

std::string with_default(const std::string& type, const std::string& value) {
    return "CREATE TABLE t (id INTEGER PRIMARY KEY, c " + type + " DEFAULT " + value + ")";
}

struct Spellings {
    std::string type;
    std::vector<std::string> same;  ///< no two of them differ
    std::vector<std::string> other; ///< each differs from all of those
};

const Spellings defaults[] = {
    {"INTEGER",
     {"5", "(5)", "((5))", "+5", "'5'", "5.0", "5e0", "0x5", "05", "\"5\"", "( 5 /* five */ )", "(CAST(5 AS INTEGER))",
      "(CAST('5' AS INT))", "(- -5 -- five\n)", "' 5 '"},
     {"6", "-5", "5.5", "'5x'", "x'35'", "NULL", "(2 + 3)"}},
    {"BOOLEAN", {"TRUE", "true", "1", "(1)", "'1'", "1.0"}, {"FALSE", "0", "'true'", "2"}},
    {"REAL", {"5", "5.0", "5.00", "'5'", "5e0", "+5."}, {"5.1", "'five'"}},
    {"DECIMAL(10, 2)", {"1.5", "1.50", "'1.5'", "15e-1"}, {"1.51", "1"}},
    {"TEXT",
     {"'text'", "\"text\"", "('text')", "text", "(CAST('text' AS TEXT))", "[text]"},
     {"'Text'", "'text '", "x'74657874'", "lower"}},
    {"TEXT", {"'5'", "5", "(5)", "+5", "05", "\"5\"", "(CAST(5 AS TEXT))"}, {"'05'", "5.0", "'+5'", "x'35'"}},
    {"TEXT", {"'5.0'", "5.0", "5.", "5e0"}, {"'5'"}},
    {"TEXT", {"'it''s'", "\"it's\""}, {"'its'"}},
    {"TEXT", {"NULL", "(NULL)", "null", "(CAST(NULL AS TEXT))"}, {"'NULL'", "''"}},
    {"BLOB", {"x'00aF'", "X'00AF'", "(x'00af')"}, {"x'00'", "'00af'", "175"}},
    {"BLOB", {"'ab'", "\"ab\""}, {"x'6162'"}},
    {"TIMESTAMP",
     {"CURRENT_TIMESTAMP", "current_timestamp", "(CURRENT_TIMESTAMP)", "(datetime('now'))", "(DateTime( 'now' ))"},
     {"CURRENT_DATE", "(datetime('now', 'localtime'))", "'current_timestamp'"}},
    {"DATE", {"CURRENT_DATE", "(date('now'))", "(DATE())"}, {"CURRENT_TIMESTAMP"}},
    {"TEXT", {"(lower('A')||'b')", "( LOWER('A') || 'b' )", "((lower('A') || 'b'))"}, {"(lower('a') || 'b')"}},
};

TEST(SqliteDefaults, one_that_means_the_same_is_no_difference) {
    for (const auto& [type, same, other] : defaults) {
        const auto first = read(with_default(type, same.front()));
        for (const auto& each : same)
            EXPECT_TRUE(diff(first, read(with_default(type, each))).operations.empty())
                << type << " DEFAULT " << same.front() << " and " << each;
        for (const auto& each : other)
            EXPECT_FALSE(diff(first, read(with_default(type, each))).operations.empty())
                << type << " DEFAULT " << same.front() << " and " << each;
    }
}

TEST(SqliteDefaults, what_is_read_stores_what_the_text_stored) {
    for (const auto& [type, same, other] : defaults) {
        auto all = same;
        all.insert(all.end(), other.begin(), other.end());
        for (const auto& each : all) {
            if (each.find('(') != std::string::npos || each.find("CURRENT") != std::string::npos) continue;
            SqliteLab theirs, ours;
            theirs.execute(with_default(type, each));
            ours.apply(diff({}, theirs.inspect().schema).operations);
            for (auto* lab : {&theirs, &ours}) lab->execute("INSERT INTO t (id) VALUES (1)");
            EXPECT_EQ(ours.rows("SELECT typeof(c), quote(c) FROM t"), theirs.rows("SELECT typeof(c), quote(c) FROM t"))
                << type << " DEFAULT " << each;
        }
    }
}

const std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> expressions{
    {{"a > 0", "(a > 0)", "((a>0))", "\"a\" > 0", "[a] > 0", "a /* so */ >\n0"}, {"a >= 0", "a > 1", "b > 0"}},
    {{"a = 1 AND b <> 'x  y'", "a == 1 and b != 'x  y'", "(a=1 And b<>'x  y')"},
     {"a = 1 AND b <> 'x y'", "a = 1 OR b <> 'x  y'", "a = 1 AND b <> 'X  y'"}},
    {{"b IS NOT NULL", "b NOTNULL", "b not null", "(\"b\" is  not null)"}, {"b IS NULL", "NOT b IS NULL"}},
    {{"b IS NULL", "b ISNULL"}, {"b IS NOT NULL"}},
    {{"a IN (1, 2, -3)", "a in(1,2,- 3)"}, {"a IN (1, 2, 3)", "a NOT IN (1, 2, -3)"}},
    {{"length(b) - -1 > a * -2", "LENGTH( b )- -1>a* -2"}, {"length(b) + 1 > a * -2"}},
    {{"(a > 0) AND (a < 9)"}, {"(a > 0) OR (a < 9)", "a > (0 AND a) < 9"}},
    {{"b LIKE 'x%' OR CASE a WHEN 1 THEN TRUE END", "b like 'x%' or case a when 1 then true end"}, {"b LIKE 'x%'"}},
};

TEST(SqliteExpressions, one_that_means_the_same_is_no_difference) {
    const std::string columns = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT";
    const std::vector<std::function<std::string(const std::string&)>> places{
        [&](const auto& sql) { return columns + ", CHECK (" + sql + "))"; },
        [&](const auto& sql) { return columns + ", g INTEGER GENERATED ALWAYS AS (" + sql + ") STORED)"; },
        [&](const auto& sql) { return columns + "); CREATE INDEX i ON t (b) WHERE " + sql; },
        [&](const auto& sql) { return columns + "); CREATE INDEX i ON t ((" + sql + "))"; }};
    for (const auto& place : places)
        for (const auto& [same, other] : expressions) {
            const auto first = read(place(same.front()));
            for (const auto& each : same) EXPECT_TRUE(diff(first, read(place(each))).operations.empty()) << place(each);
            for (const auto& each : other)
                EXPECT_FALSE(diff(first, read(place(each))).operations.empty()) << place(each);
        }
}

TEST(SqliteExpressions, a_check_that_is_written_otherwise_can_be_dropped) {
    SqliteLab lab;
    lab.apply({create_table("t", {identity(), column("a", "integer")}),
               CreateCheck{name("t"), {"ck", sql("(a != 1) AND a NOTNULL")}, {}}});
    lab.execute("PRAGMA writable_schema = 1");
    lab.execute("UPDATE sqlite_schema SET sql = replace(sql, 'CONSTRAINT \"ck\" ', '') WHERE name = 't'");
    lab.execute("PRAGMA writable_schema = RESET");
    const auto read_as = lab.inspect().schema.tables.at(name("t")).checks.at(0).expression;
    lab.apply({DropConstraint{name("t"), "ck"}, CreateCheck{name("t"), {"ck", read_as}, {}}});
    lab.apply({DropConstraint{name("t"), "ck"}});
    lab.execute("INSERT INTO t VALUES (1, 1)");
}

} // namespace
} // namespace aludel::migrations::testing
