// Structs and their options, as the compiler renders them.
#include "snapshot_text.hpp"

#include <aludel/model.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

// Named: an imagined object of a type without linkage would have to be there to link.
namespace model_test {

struct Team {
    std::optional<std::int64_t> id;
    std::string code;

    static constexpr auto table =
        aludel::table("team", aludel::schema("app"), aludel::comment("Who plays\ttogether\\"),
                      aludel::renamed_from("club"), aludel::primary_key(&Team::id).name("team_key"),
                      aludel::unique(&Team::code, &Team::id), aludel::unique(&Team::code).name("by_code"));
};

TEST(Model, TableOptions) {
    const auto record = table_record_of<Team>();
    EXPECT_EQ(record.substr(0, record.find("\tfile=")),
              "table\tname=team\tschema=app\tcomment=Who plays\\ttogether\\\\\trenamed_from=club");
    EXPECT_EQ(records_of<Team>(), "column\tname=id\ttype=bigint\tnullable=1\n"
                                  "column\tname=code\ttype=text\n"
                                  "primary_key\tname=team_key\tcolumn=id\n"
                                  "unique\tcolumn=code\tcolumn=id\n"
                                  "unique\tname=by_code\tcolumn=code\n");
}

struct Place {
    int id;
    static constexpr int line = __LINE__ + 1;
    static constexpr auto table = aludel::table("place", aludel::primary_key(&Place::id));
};

TEST(Model, KnowsWhereItsTableStands) {
    EXPECT_EQ(table_record_of<Place>(), "table\tname=place\tfile=" __FILE__ "\tline=" + std::to_string(Place::line));
}

struct Columns {
    int id;
    std::string name;
    bool active;
    std::int64_t power;
    double ratio;
    float single;
    std::string made;
    int twice;
    int thrice;
    std::string nick;
    aludel::decimal<5, 2> price;

    static constexpr auto table = aludel::table(
        "columns", aludel::column(&Columns::id).primary_key(),
        aludel::column(&Columns::name).name("full name").max_length(80).server_default("it's\n\"x\"").comment("c"),
        aludel::column(&Columns::active).server_default(true),
        aludel::column(&Columns::power).server_default(-9'223'372'036'854'775'807LL - 1),
        aludel::column(&Columns::ratio).server_default(-0.125), aludel::column(&Columns::single).server_default(0.1f),
        aludel::column(&Columns::made)
            .server_default(aludel::sql({.sqlite = "hex(randomblob(4))", .postgresql = "md5('x')"})),
        aludel::column(&Columns::twice).generated("id * 2", aludel::stored),
        aludel::column(&Columns::thrice)
            .generated(aludel::sql({.sqlite = "id * 3", .postgresql = "3 * id"}), aludel::virtual_),
        aludel::column(&Columns::nick).collation("nocase").renamed_from("nickname").server_default(""),
        aludel::column(&Columns::price).server_default(aludel::sql("1.50")));
};

TEST(Model, ColumnOptions) {
    EXPECT_EQ(records_of<Columns>(),
              "column\tname=id\ttype=integer\tkey=1\n"
              "column\tname=full name\ttype=varchar(80)\tdefault=it's\\n\"x\"\tcomment=c\n"
              "column\tname=active\ttype=boolean\tdefault=true\n"
              "column\tname=power\ttype=bigint\tdefault=-9223372036854775808\n"
              "column\tname=ratio\ttype=double\tdefault=-0.125\n"
              "column\tname=single\ttype=real\tdefault=0.1\n"
              "column\tname=made\ttype=text\tdefault_sql.sqlite=hex(randomblob(4))\tdefault_sql.postgresql=md5('x')\n"
              "column\tname=twice\ttype=integer\tgenerated=id * 2\n"
              "column\tname=thrice\ttype=integer\tgenerated.sqlite=id * 3\tgenerated.postgresql=3 * id\tvirtual=1\n"
              "column\tname=nick\ttype=text\tdefault=\tcollation=nocase\trenamed_from=nickname\n"
              "column\tname=price\ttype=decimal(5, 2)\tdefault_sql=1.50\n");
}

struct Keys {
    int a;
    std::optional<std::int64_t> team;
    std::string code;
    std::optional<int> boss;

    static constexpr auto table = aludel::table(
        "keys", aludel::primary_key(&Keys::a, &Keys::code),
        aludel::index(&Keys::a, aludel::descending(&Keys::code), aludel::expression("lower(code)")),
        aludel::index(&Keys::code).name("ix").unique().where("a > 0"),
        aludel::foreign_key(&Keys::team, &Keys::code).references(&Team::id, &Team::code).on_delete(aludel::set_null),
        aludel::foreign_key(&Keys::boss, &Keys::code)
            .references("keys", "a", "code")
            .on_update(aludel::cascade)
            .on_delete(aludel::restrict)
            .initially_deferred()
            .name("boss"),
        aludel::foreign_key(&Keys::boss).references("elsewhere", "id").on_delete(aludel::set_default).deferrable(),
        aludel::check("positive", "a > 0"),
        aludel::check(aludel::sql({.sqlite = "length(code) > 0", .postgresql = "code <> ''"})));
};

TEST(Model, KeysIndexesAndChecks) {
    EXPECT_EQ(
        records_of<Keys>(),
        "column\tname=a\ttype=integer\n"
        "column\tname=team\ttype=bigint\tnullable=1\n"
        "column\tname=code\ttype=text\n"
        "column\tname=boss\ttype=integer\tnullable=1\n"
        "primary_key\tcolumn=a\tcolumn=code\n"
        "index\n"
        "part\tcolumn=a\n"
        "part\tcolumn=code\tdescending=1\n"
        "part\tsql=lower(code)\n"
        "index\tname=ix\tunique=1\twhere=a > 0\n"
        "part\tcolumn=code\n"
        "foreign_key\tcolumn=team\tcolumn=code\ttable=team\tschema=app\treferred=id\treferred=code\ton_delete=set "
        "null\n"
        "foreign_key\tname=boss\tcolumn=boss\tcolumn=code\ttable=keys\treferred=a\treferred=code\t"
        "on_delete=restrict\ton_update=cascade\tdeferrable=1\tinitially_deferred=1\n"
        "foreign_key\tcolumn=boss\ttable=elsewhere\treferred=id\ton_delete=set default\tdeferrable=1\n"
        "check\tname=positive\tsql=a > 0\n"
        "check\tsql.sqlite=length(code) > 0\tsql.postgresql=code <> ''\n");
}

// Two structs that refer to each other, and one that is not ours.
struct Chicken {
    int id;
    std::optional<int> egg;
};
struct Egg {
    int id;
    std::optional<int> chicken;
};

} // namespace model_test

template <>
inline constexpr auto aludel::table_of<model_test::Chicken> =
    aludel::table("chicken", aludel::column(&model_test::Chicken::id).name("number"),
                  aludel::foreign_key(&model_test::Chicken::egg).references(&model_test::Egg::id));
template <>
inline constexpr auto aludel::table_of<model_test::Egg> =
    aludel::table("egg", aludel::foreign_key(&model_test::Egg::chicken).references(&model_test::Chicken::id));

namespace model_test {

inline constexpr auto circle = aludel::metadata<Chicken, Egg>;
static_assert(aludel::snapshot_of<circle>::is_good);

TEST(Model, TablesThatReferToEachOther) {
    EXPECT_EQ(records_of<Egg>(), "column\tname=id\ttype=integer\n"
                                 "column\tname=chicken\ttype=integer\tnullable=1\n"
                                 "foreign_key\tcolumn=chicken\ttable=chicken\treferred=number\n");
}

struct MoveOnly {
    explicit MoveOnly(int);
    MoveOnly(MoveOnly&&) = default;
    MoveOnly& operator=(MoveOnly&&) = default;
    std::unique_ptr<int> value;
};

} // namespace model_test

template <> inline constexpr auto aludel::type_of<model_test::MoveOnly> = aludel::type::bigint;

namespace model_test {

struct Odd {
    MoveOnly no_default;
    std::int64_t größe = 3;
    std::optional<std::string> select = "from";
    bool _private_ = true;
    int camelCase2{};
    static int counter;
    int method() const { return camelCase2; }

    static constexpr auto table = aludel::table("Odd \"table\"", aludel::index(&Odd::größe, &Odd::select));
};

TEST(Model, NamesAreTheMembersOwn) {
    EXPECT_EQ(records_of<Odd>(), "column\tname=no_default\ttype=bigint\n"
                                 "column\tname=größe\ttype=bigint\n"
                                 "column\tname=select\ttype=text\tnullable=1\n"
                                 "column\tname=_private_\ttype=boolean\n"
                                 "column\tname=camelCase2\ttype=integer\n"
                                 "index\n"
                                 "part\tcolumn=größe\n"
                                 "part\tcolumn=select\n");
}

template <int Count> struct Wide;
#define SIXTEEN(p) int p##0, p##1, p##2, p##3, p##4, p##5, p##6, p##7, p##8, p##9, p##a, p##b, p##c, p##d, p##e, p##f;
template <> struct Wide<16> { SIXTEEN(x0) };
template <> struct Wide<17> { SIXTEEN(x0) int last; };
template <> struct Wide<128> {
    SIXTEEN(x0) SIXTEEN(x1) SIXTEEN(x2) SIXTEEN(x3) SIXTEEN(x4) SIXTEEN(x5) SIXTEEN(x6) SIXTEEN(x7)
};

TEST(Model, WideStructs) {
    EXPECT_EQ(aludel::fields_of<Wide<16>>::names()[15], "x0f");
    EXPECT_EQ(aludel::fields_of<Wide<17>>::names()[16], "last");
    EXPECT_EQ(aludel::fields_of<Wide<128>>::count, 128u);
    EXPECT_EQ(aludel::fields_of<Wide<128>>::names()[127], "x7f");
    static_assert(aludel::fields_of<Wide<128>>::index_of(&Wide<128>::x4a) == 74);
}

TEST(Model, NumbersReadBackAsTheyWere) {
    constexpr double numbers[] = {
        0, 1, -1, 0.5, 0.1, 100, 1e22, 3.14159265358979, 1e-7, 123456.789, 9007199254740993.0};
    for (const double number : numbers) {
        char buffer[64]{};
        aludel::detail::Text text{buffer};
        const auto fraction = aludel::detail::to_fraction(number, false);
        ASSERT_TRUE(fraction.is_exact) << number;
        aludel::detail::put_fraction(text, fraction);
        EXPECT_EQ(std::stod(buffer), number) << buffer;
    }
}

} // namespace model_test
