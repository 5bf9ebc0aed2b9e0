// Every change of a type, with values that stay what they are and values that would not.
#include "tests/migrations/sqlite_lab.hpp"

#include <gtest/gtest.h>

#include <cctype>

namespace aludel::migrations::testing {
namespace {

struct Case {
    std::string from;
    std::string to;
    std::string good; ///< SQL of values that convert
    std::string becomes;
    std::string bad; ///< SQL of values that each stop the change
};

std::string title(const ::testing::TestParamInfo<Case>& info) {
    std::string text = std::to_string(info.index) + "_" + info.param.from + "_to_" + info.param.to;
    for (auto& c : text)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    return text;
}

class SqliteConversion : public ::testing::TestWithParam<Case> {
protected:
    SqliteConversion() { lab.apply({create_table("t", {identity(), column("v", GetParam().from)})}); }
    std::vector<Operation> change() const { return {alter_type("t", "v", GetParam().to)}; }

    SqliteLab lab;
};

TEST_P(SqliteConversion, keeps_what_it_can) {
    lab.execute("INSERT INTO t (v) VALUES " + GetParam().good + ", (NULL)");
    lab.apply(change());
    EXPECT_EQ(lab.rows("SELECT quote(v) FROM t ORDER BY id"), GetParam().becomes + ";NULL");
}

TEST_P(SqliteConversion, stops_at_what_it_cannot) {
    const std::string values = GetParam().bad;
    for (std::size_t begin = 0; begin < values.size();) {
        const auto end = std::min(values.find("; ", begin), values.size());
        const auto value = values.substr(begin, end - begin);
        begin = end + 2;
        lab.execute("DELETE FROM t");
        lab.execute("INSERT INTO t VALUES (42, " + value + ")");
        const auto before = lab.rows("SELECT quote(v) FROM t");
        const auto message = lab.refused(change());
        EXPECT_NE(message.find("t.v"), std::string::npos) << value << ": " << message;
        EXPECT_NE(message.find("42"), std::string::npos) << value << ": " << message;
        EXPECT_NE(message.find("`using`"), std::string::npos) << value << ": " << message;
        EXPECT_EQ(lab.rows("SELECT quote(v) FROM t"), before);
    }
}

const Case cases[] = {
    {"text", "integer", "('5'), ('-2147483648')", "5;-2147483648", "'abc'; ''; '05'; '5 '; '1.5'; '2147483648'; x'35'"},
    {"text", "bigint", "('9223372036854775807')", "9223372036854775807", "'9223372036854775808'; '1e3'"},
    {"text", "boolean", "('true'), ('F'), ('1')", "1;0;1", "'maybe'; '2'; ''"},
    {"text", "double", "('1.50'), ('-3')", "1.5;-3.0",
     "'abc'; '1.5x'; ''; '0.12345678901234567890'; '9007199254740993'"},
    {"text", "decimal(5, 2)", "('1.5'), ('999.99'), ('7')", "1.5;999.99;7", "'1.555'; '1000'; 'x'"},
    {"text", "date", "('2024-02-29')", "'2024-02-29'", "'2023-02-29'; '29.02.2024'; 'now'; '2024-02-29 10:00'"},
    {"text", "time", "('23:59'), ('01:02:03.5')", "'23:59';'01:02:03.5'", "'25:00'; 'noon'; '2024-01-01 10:00:00'"},
    {"text", "timestamp", "('2024-02-29 10:00:00'), ('2024-02-29'), ('2024-02-29T10:00:00Z')",
     "'2024-02-29 10:00:00';'2024-02-29 00:00:00';'2024-02-29T10:00:00'",
     "'2024-02-30 10:00:00'; 'x'; '2024-02-29 10:00:00+02:00'"},
    {"text", "uuid", "('0123abcd-0000-4000-8000-1234567890AB')", "'0123abcd-0000-4000-8000-1234567890AB'",
     "'0123abcd'; '0123abcd-0000-4000-8000-1234567890Ag'"},
    {"text", "json", "('{\"a\": 1.0}'), ('1.0')", "'{\"a\": 1.0}';'1.0'", "'{'; ''; 'abc'"},
    {"text", "varchar(3)", "('äöü')", "'äöü'", "'abcd'"},
    {"text", "bytes", "('ab')", "X'6162'", ""},
    {"varchar(10)", "varchar(2)", "('ab')", "'ab'", "'abc'"},
    {"varchar(2)", "text", "('ab')", "'ab'", ""},
    {"integer", "text", "(5), (-1)", "'5';'-1'", ""},
    {"integer", "varchar(2)", "(5), (-1)", "'5';'-1'", "100"},
    {"bigint", "smallint", "(32767)", "32767", "32768; -32769"},
    {"integer", "bigint", "(5)", "5", ""},
    {"integer", "boolean", "(0), (1)", "0;1", "2; -1"},
    {"bigint", "double", "(5)", "5.0", "9007199254740993"},
    {"integer", "date", "(NULL)", "NULL", "5"},
    {"boolean", "text", "(1), (0)", "'true';'false'", "7"},
    {"boolean", "integer", "(1), (0)", "1;0", ""},
    {"double", "integer", "(5.0)", "5", "5.5; 3e9; 1e300"},
    {"double", "bigint", "(5.0)", "5", "9.3e18; 0.1"},
    {"double", "text", "(0.5), (1.0 / 3)", "'0.5';'0.33333333333333331'", ""},
    {"double", "decimal(4, 1)", "(0.5)", "0.5", "0.55; 1000.0"},
    {"decimal(10, 2)", "decimal(12, 4)", "(1.25)", "1.25", ""},
    {"decimal(10, 2)", "integer", "(3), (4.0)", "3;4", "1.25"},
    {"timestamp", "date", "('2024-02-29 00:00:00')", "'2024-02-29'", "'2024-02-29 00:00:01'"},
    {"date", "timestamp", "('2024-02-29')", "'2024-02-29 00:00:00'", ""},
    {"timestamptz", "timestamp", "('2024-02-29 10:00:00+00:00')", "'2024-02-29 10:00:00'",
     "'2024-02-29 10:00:00+01:00'"},
    {"bytes", "text", "(NULL), (x'6162')", "NULL;'ab'", "x'61ff'"},
    {"bytes", "text", "(NULL)", "NULL", "x'610062'"},
    {"json", "text", "('{}')", "'{}'", ""},
    {"text", "native CITEXT", "('1.0')", "'1.0'", ""},
    {"text", "native MONEY", "('a'), ('5')", "'a';5", "'1.0'; '007'"},
};
INSTANTIATE_TEST_SUITE_P(types, SqliteConversion, ::testing::ValuesIn(cases), title);

TEST(SqliteConversions, a_person_says_how) {
    SqliteLab lab;
    lab.apply({create_table("t", {identity(), column("v", "text")})});
    lab.execute("INSERT INTO t (v) VALUES ('5 apples')");
    lab.apply({alter_type("t", "v", "integer", "CAST(v AS INTEGER)")});
    EXPECT_EQ(lab.rows("SELECT v FROM t"), "5");
}

} // namespace
} // namespace aludel::migrations::testing
