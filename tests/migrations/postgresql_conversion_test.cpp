// What becomes of values when their column's type changes: kept, or the upgrade stops and shows them.
#include "tests/migrations/postgresql_lab.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

struct Conversion {
    const char *from, *to;
    const char* value;  ///< SQL
    const char* result; ///< as text; null: refused
};
std::ostream& operator<<(std::ostream& out, const Conversion& test) {
    return out << test.from << " -> " << test.to << " of " << test.value;
}

void expect_kept_or_stopped(const std::vector<Conversion>& tests) {
    PostgresqlLab lab;
    for (const auto& test : tests) {
        SCOPED_TRACE(::testing::PrintToString(test));
        lab.apply(operations("- create_table: {table: t, columns: [{name: id, type: integer}, {name: v, type: \"" +
                             std::string(test.from) + "\"}]}\n"));
        lab.execute("INSERT INTO t VALUES (1, NULL), (2, " + std::string(test.value) + ")");
        const auto change =
            operations("- alter_column: {table: t, column: v, type: \"" + std::string(test.to) + "\"}\n");
        const auto old = lab.rows("SELECT v::text FROM t ORDER BY id");
        if (test.result) {
            lab.apply(change);
            EXPECT_EQ(lab.rows("SELECT v::text FROM t ORDER BY id"), "NULL;" + std::string(test.result));
            lab.take_back();
            EXPECT_EQ(lab.rows("SELECT v::text FROM t ORDER BY id"), old);
        } else {
            const auto message = lab.refused(change);
            EXPECT_NE(message.find("t.v"), std::string::npos) << message;
            EXPECT_EQ(lab.rows("SELECT v::text FROM t ORDER BY id"), old);
        }
        lab.take_back();
    }
}

TEST(PostgresqlConversion, numbers_are_kept_or_stop) {
    expect_kept_or_stopped({
        {"integer", "smallint", "32767", "32767"},
        {"integer", "smallint", "32768", nullptr},
        {"bigint", "double", "9007199254740993", nullptr},
        {"bigint", "decimal(5, 2)", "999", "999.00"},
        {"bigint", "decimal(5, 2)", "1000", nullptr},
        {"integer", "boolean", "1", "true"},
        {"integer", "boolean", "2", nullptr},
        {"boolean", "smallint", "true", "1"},
        {"decimal(8, 3)", "decimal(8, 2)", "1.250", "1.25"},
        {"decimal(8, 3)", "decimal(8, 2)", "1.255", nullptr},
        {"decimal(8, 3)", "integer", "7.000", "7"},
        {"decimal(8, 3)", "integer", "7.001", nullptr},
        {"decimal", "double", "0.1", "0.1"},
        {"decimal", "double", "0.12345678901234567890", nullptr},
        {"double", "integer", "3", "3"},
        {"double", "integer", "3.5", nullptr},
        {"double", "integer", "'NaN'", nullptr},
        {"double", "real", "0.5", "0.5"},
        {"double", "real", "0.1234567890123", nullptr},
        {"double", "real", "1e300", nullptr},
        {"double", "decimal", "0.1234567890123456", "0.1234567890123456"},
        {"double", "decimal(5, 2)", "0.125", nullptr},
        {"double", "decimal(5, 2)", "'Infinity'", nullptr},
    });
}

TEST(PostgresqlConversion, texts_are_kept_or_stop) {
    expect_kept_or_stopped({
        {"text", "integer", "'-12'", "-12"},
        {"text", "integer", "'007'", nullptr},
        {"text", "integer", "'abc'", nullptr},
        {"text", "integer", "''", nullptr},
        {"text", "integer", "'2147483648'", nullptr},
        {"text", "bigint", "'99999999999999999999'", nullptr},
        {"text", "double", "'1.5'", "1.5"},
        {"text", "double", "'1.5x'", nullptr},
        {"text", "decimal(4, 1)", "'1.55'", nullptr},
        {"text", "uuid", "'0b8f7a5e-0000-4000-8000-00000000000a'", "0b8f7a5e-0000-4000-8000-00000000000a"},
        {"text", "uuid", "'0b8f'", nullptr},
        {"text", "varchar(3)", "'abc'", "abc"},
        {"text", "varchar(3)", "'abc '", nullptr},
        {"text", "boolean", "'true'", "true"},
        {"text", "boolean", "'maybe'", nullptr},
        {"text", "json", "'{\"a\":  1}'", "{\"a\":  1}"},
        {"text", "bytes", "'Zoë'", "\\x5a6fc3ab"},
        {"integer", "varchar(2)", "12", "12"},
        {"integer", "varchar(2)", "123", nullptr},
        {"integer", "json", "5", "5"},
        {"integer", "date", "5", nullptr},
    });
}

TEST(PostgresqlConversion, times_are_kept_or_stop) {
    expect_kept_or_stopped({
        {"timestamp", "date", "'2026-11-23'", "2026-11-23"},
        {"timestamp", "date", "'2026-11-23 00:00:01'", nullptr},
        {"date", "timestamp", "'2026-11-23'", "2026-11-23 00:00:00"},
        {"timestamptz", "timestamp", "'2026-11-23 12:00+02'", "2026-11-23 10:00:00"},
        {"text", "date", "'2026-11-23'", "2026-11-23"},
        {"text", "date", "'tomorrow'", nullptr},
        {"text", "timestamp", "'2026-11-23 10:00:00+02'", nullptr},
        {"text", "time", "'10:00:00'", "10:00:00"},
    });
}

} // namespace
} // namespace aludel::migrations::testing
