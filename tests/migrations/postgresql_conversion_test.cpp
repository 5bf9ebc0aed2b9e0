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

/// A column each, of one table: beside a NULL.
class ConversionLab {
public:
    explicit ConversionLab(const std::vector<Conversion>& tests) : tests_(tests) {
        std::string columns, values;
        for (std::size_t i = 0; i < tests.size(); ++i) {
            columns += ", {name: " + name(i) + ", type: \"" + tests[i].from + "\"}";
            values += std::string(", ") + tests[i].value;
        }
        lab_.apply(operations("- create_table: {table: t, columns: [{name: id, type: integer}" + columns + "]}\n"));
        lab_.execute("INSERT INTO t (id) VALUES (1); INSERT INTO t VALUES (2" + values + ")");
        for (std::size_t i = 0; i < tests.size(); ++i) old_.push_back(rows(i));
    }

    void expect_stopped() {
        for (std::size_t i = 0; i < tests_.size(); ++i) {
            if (tests_[i].result) continue;
            SCOPED_TRACE(::testing::PrintToString(tests_[i]));
            const auto message = lab_.refused(operations(change(i)));
            EXPECT_NE(message.find("t." + name(i)), std::string::npos) << message;
        }
        expect_old();
    }

    void expect_kept() {
        std::string changes;
        for (std::size_t i = 0; i < tests_.size(); ++i)
            if (tests_[i].result) changes += change(i);
        lab_.apply(operations(changes));
        for (std::size_t i = 0; i < tests_.size(); ++i) {
            if (tests_[i].result) {
                EXPECT_EQ(rows(i), "NULL;" + std::string(tests_[i].result)) << tests_[i];
            }
        }
        lab_.take_back();
        expect_old();
    }

private:
    static std::string name(std::size_t i) { return "v" + std::to_string(i); }
    std::string change(std::size_t i) const {
        return "- alter_column: {table: t, column: " + name(i) + ", type: \"" + tests_[i].to + "\"}\n";
    }
    std::string rows(std::size_t i) { return lab_.rows("SELECT " + name(i) + "::text FROM t ORDER BY id"); }
    void expect_old() {
        for (std::size_t i = 0; i < tests_.size(); ++i) EXPECT_EQ(rows(i), old_[i]) << tests_[i];
    }

    const std::vector<Conversion>& tests_;
    PostgresqlLab lab_;
    std::vector<std::string> old_;
};

void expect_kept_or_stopped(const std::vector<Conversion>& tests) {
    ConversionLab lab(tests);
    lab.expect_stopped();
    lab.expect_kept();
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

TEST(PostgresqlConversion, what_both_types_hold_is_kept_and_comes_back) {
    expect_kept_or_stopped({
        {"real", "double", "0.1", "0.10000000149011612"},
        {"real", "double", "1e38", "9.999999680285692e+37"},
        {"real", "double", "'-0'", "-0"},
        {"real", "double", "'NaN'", "NaN"},
        {"real", "double", "'-Infinity'", "-Infinity"},
        {"real", "double", "1e-45", "1.401298464324817e-45"},
        {"real", "double", "3.4028235e38", "3.4028234663852886e+38"},
        {"double", "real", "0.1", nullptr},
        {"double", "real", "1.5e-45", nullptr},
        {"double", "real", "1e-46", nullptr},
        {"double", "real", "3.4028235e38", nullptr},
        {"double", "text", "'NaN'", "NaN"},
        {"double", "text", "'-Infinity'", "-Infinity"},
        {"double", "text", "5e-324", "5e-324"},
        {"double", "text", "1.7976931348623157e308", "1.7976931348623157e+308"},
        {"real", "text", "1e-45", "1e-45"},
        {"real", "text", "3.4028235e38", "3.4028235e+38"},
        {"text", "double", "'nan'", nullptr},
        {"text", "double", "'1e-324'", nullptr},
        {"text", "double", "'1e309'", nullptr},
        {"text", "integer", "'NaN'", nullptr},
        {"double", "decimal", "'NaN'", "NaN"},
        {"double", "decimal", "'Infinity'", "Infinity"},
        {"double", "decimal(5, 2)", "'NaN'", "NaN"},
        {"decimal", "integer", "'NaN'", nullptr},
        {"decimal", "double", "'1e400'", nullptr},
        {"decimal", "text", "'NaN'", "NaN"},
        {"decimal", "decimal(5, 2)", "'NaN'", "NaN"},
        {"decimal", "decimal(5, 2)", "'Infinity'", nullptr},
        {"integer", "real", "33554432", "3.3554432e+07"},
        {"integer", "real", "16777217", nullptr},
        {"bigint", "double", "-9223372036854775808", "-9.223372036854776e+18"},
        {"bigint", "double", "9223372036854775807", nullptr},
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

TEST(PostgresqlConversion, infinity_and_far_years_are_kept_and_come_back) {
    expect_kept_or_stopped({
        {"timestamptz", "text", "'infinity'", "infinity"},
        {"timestamptz", "text", "'-infinity'", "-infinity"},
        {"timestamptz", "text", "'0044-03-15 12:00:00.5+00 BC'", "0044-03-15 12:00:00.5+00 BC"},
        {"timestamptz", "text", "'12026-11-23 10:00+02'", "12026-11-23 08:00:00+00"},
        {"timestamp", "text", "'-infinity'", "-infinity"},
        {"timestamp", "text", "'0044-03-15 12:00:00 BC'", "0044-03-15 12:00:00 BC"},
        {"timestamp", "text", "'12026-11-23 10:00:00'", "12026-11-23 10:00:00"},
        {"date", "text", "'infinity'", "infinity"},
        {"date", "text", "'0044-03-15 BC'", "0044-03-15 BC"},
        {"date", "text", "'5874897-12-31'", "5874897-12-31"},
        {"date", "timestamp", "'-infinity'", "-infinity"},
        {"date", "timestamptz", "'infinity'", "infinity"},
        {"timestamp", "date", "'infinity'", "infinity"},
        {"timestamp", "date", "'0044-03-15 BC'", "0044-03-15 BC"},
        {"timestamptz", "date", "'0044-03-15 00:00+00 BC'", "0044-03-15 BC"},
        {"timestamptz", "timestamp", "'-infinity'", "-infinity"},
        {"timestamptz", "timestamp", "'0044-03-15 12:00+00 BC'", "0044-03-15 12:00:00 BC"},
        {"text", "timestamp", "'0044-03-15 12:00:00+00 BC'", nullptr},
        {"text", "date", "'0000-01-01'", nullptr},
        {"text", "timestamptz", "'Infinity'", nullptr},
    });
}

TEST(PostgresqlConversion, text_is_the_same_instant_in_every_zone) {
    PostgresqlLab lab;
    lab.apply(operations("- create_table: {table: t, columns: [{name: id, type: integer}, {name: v, type: text}]}\n"));
    lab.execute("INSERT INTO t VALUES (1, 'infinity'), (2, '0044-03-15 12:00:00+02 BC'), (3, '0044-03-15 12:00:00 BC'),"
                " (4, '12026-11-23 10:00:00Z')");
    lab.execute("SET timezone = 'Asia/Tokyo'");
    lab.apply(operations("- alter_column: {table: t, column: v, type: timestamptz}\n"));
    const std::string in_utc = "SELECT v::timestamptz AT TIME ZONE 'UTC' FROM t ORDER BY id";
    const auto instants = lab.rows(in_utc);
    EXPECT_EQ(instants, "infinity;0044-03-15 10:00:00 BC;0044-03-15 12:00:00 BC;12026-11-23 10:00:00");
    lab.apply(operations("- alter_column: {table: t, column: v, type: text}\n"));
    for (const auto* zone : {"UTC", "Asia/Tokyo", "America/New_York"}) {
        lab.execute("SET timezone = '" + std::string(zone) + "'");
        EXPECT_EQ(lab.rows(in_utc), instants) << zone;
    }
}

} // namespace
} // namespace aludel::migrations::testing
