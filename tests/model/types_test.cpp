// What each C++ type is in a database.
#include "snapshot_text.hpp"

#include <aludel/model.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Named: an imagined object of a type without linkage would have to be there to link.
namespace types_test {

enum class HTTPStatus { not_found = -1, ok = 0, im_a_teapot = 255 };
enum class Currency { usd = 840, eur = 978 };
enum class Letter : char { a = 'a', comma = ',', close = ')' };
enum class Flag : bool { off, on };
namespace other {
enum class Currency : unsigned char { gold, silver };
}
enum class Rating { g, pg_13, none };

struct Email {
    std::string text;
};
struct Point {
    double x, y;
};

} // namespace types_test

template <> inline constexpr auto aludel::type_of<types_test::Email> = aludel::type::native("citext");
template <> inline constexpr auto aludel::type_of<types_test::Point> = aludel::type::varchar(40);
template <> inline constexpr auto aludel::enum_range<types_test::Currency> = aludel::EnumRange{0, 999};
template <> inline constexpr auto aludel::enum_name<types_test::other::Currency> = "coin";
template <> inline constexpr auto aludel::enum_schema<types_test::Rating> = "films";
template <> inline constexpr auto aludel::enumerator_name<types_test::Rating::g> = "G";
template <> inline constexpr auto aludel::enumerator_name<types_test::Rating::pg_13> = "PG-13\t\\";

namespace types_test {

struct AllTypes {
    bool boolean;
    std::int16_t small;
    std::int32_t plain;
    std::int64_t big;
    long plain_long;
    long long long_long;
    float single;
    double twice;
    std::string text;
    std::vector<std::byte> bytes;
    std::chrono::year_month_day day;
    std::chrono::sys_days system_day;
    std::chrono::local_days local_day;
    std::chrono::hh_mm_ss<std::chrono::microseconds> time;
    std::chrono::local_time<std::chrono::microseconds> local;
    std::chrono::sys_time<std::chrono::microseconds> zoned;
    std::chrono::system_clock::time_point now;
    aludel::uuid uuid;
    aludel::decimal<10, 2> price;
    aludel::decimal<> number;
    aludel::json json;
    aludel::native<"tsvector"> words;
    Email email;
    Point point;

    static constexpr auto table = aludel::table("all_types");
};

TEST(Types, AreThoseOfThePortableVocabulary) {
    EXPECT_EQ(records_of<AllTypes>(), "column\tname=boolean\ttype=boolean\n"
                                      "column\tname=small\ttype=smallint\n"
                                      "column\tname=plain\ttype=integer\n"
                                      "column\tname=big\ttype=bigint\n"
                                      "column\tname=plain_long\ttype=bigint\n"
                                      "column\tname=long_long\ttype=bigint\n"
                                      "column\tname=single\ttype=real\n"
                                      "column\tname=twice\ttype=double\n"
                                      "column\tname=text\ttype=text\n"
                                      "column\tname=bytes\ttype=bytes\n"
                                      "column\tname=day\ttype=date\n"
                                      "column\tname=system_day\ttype=date\n"
                                      "column\tname=local_day\ttype=date\n"
                                      "column\tname=time\ttype=time\n"
                                      "column\tname=local\ttype=timestamp\n"
                                      "column\tname=zoned\ttype=timestamptz\n"
                                      "column\tname=now\ttype=timestamptz\n"
                                      "column\tname=uuid\ttype=uuid\n"
                                      "column\tname=price\ttype=decimal(10, 2)\n"
                                      "column\tname=number\ttype=decimal\n"
                                      "column\tname=json\ttype=json\n"
                                      "column\tname=words\ttype=native tsvector\n"
                                      "column\tname=email\ttype=native citext\n"
                                      "column\tname=point\ttype=varchar(40)\n");
}

struct AllOptional {
    std::optional<bool> boolean;
    std::optional<std::string> text;
    std::optional<std::vector<std::byte>> bytes;
    std::optional<std::chrono::year_month_day> day;
    std::optional<std::chrono::sys_time<std::chrono::seconds>> zoned;
    std::optional<aludel::uuid> uuid;
    std::optional<aludel::decimal<4, 0>> price;
    std::optional<aludel::json> json;
    std::optional<Email> email;
    std::optional<Flag> flag;

    static constexpr auto table = aludel::table("all_optional", aludel::column(&AllOptional::text).max_length(7));
};

TEST(Types, AreNullableWhenOptional) {
    EXPECT_EQ(records_of<AllOptional>(), "column\tname=boolean\ttype=boolean\tnullable=1\n"
                                         "column\tname=text\ttype=varchar(7)\tnullable=1\n"
                                         "column\tname=bytes\ttype=bytes\tnullable=1\n"
                                         "column\tname=day\ttype=date\tnullable=1\n"
                                         "column\tname=zoned\ttype=timestamptz\tnullable=1\n"
                                         "column\tname=uuid\ttype=uuid\tnullable=1\n"
                                         "column\tname=price\ttype=decimal(4, 0)\tnullable=1\n"
                                         "column\tname=json\ttype=json\tnullable=1\n"
                                         "column\tname=email\ttype=native citext\tnullable=1\n"
                                         "column\tname=flag\ttype=enum flag\tnullable=1\n"
                                         "enum\tname=flag\tvalue=off\tvalue=on\n");
}

struct Enums {
    HTTPStatus status;
    Currency currency;
    other::Currency coin;
    Letter letter;

    static constexpr auto table = aludel::table("enums");
};

TEST(Enums, AreNamesInTheOrderOfTheirValues) {
    EXPECT_EQ(records_of<Enums>(), "column\tname=status\ttype=enum http_status\n"
                                   "column\tname=currency\ttype=enum currency\n"
                                   "column\tname=coin\ttype=enum coin\n"
                                   "column\tname=letter\ttype=enum letter\n"
                                   "enum\tname=http_status\tvalue=not_found\tvalue=ok\tvalue=im_a_teapot\n"
                                   "enum\tname=currency\tvalue=usd\tvalue=eur\n"
                                   "enum\tname=coin\tvalue=gold\tvalue=silver\n"
                                   "enum\tname=letter\tvalue=close\tvalue=comma\tvalue=a\n");
}

struct Rated {
    std::optional<Rating> rating;

    static constexpr auto table = aludel::table("rated", aludel::column(&Rated::rating).server_default("G"));
};

TEST(Enums, SayHowTheDatabaseSpellsThem) {
    EXPECT_EQ(records_of<Rated>(), "column\tname=rating\ttype=enum rating\tnullable=1\tdefault=G\n"
                                   "enum\tname=rating\tschema=films\tvalue=G\tvalue=PG-13\\t\\\\\tvalue=none\n");
}

} // namespace types_test
