// Rows as structs, in a C++ step of an upgrade.
#include "tests/runtime/launch_fixture.hpp"

#include <aludel/rows.hpp>

#include <limits>

namespace aludel::test {
namespace {

// As the build writes it.
namespace at_a {

using namespace std::string_view_literals;

struct hero {
    std::int32_t id;
    std::string name;
    std::optional<std::int32_t> power;

    static constexpr std::string_view select_from = "SELECT \"id\", \"name\", \"power\" FROM \"hero\""sv;
    static hero from(const aludel::Row& row) {
        return {aludel::field<std::int32_t>(row[0], "id"sv), aludel::field<std::string>(row[1], "name"sv),
                aludel::field<std::optional<std::int32_t>>(row[2], "power"sv)};
    }
};

struct deed {
    std::int64_t id;
    std::int16_t rank;
    std::optional<std::int32_t> reward;
    double weight;
    std::optional<float> luck;
    std::string title;
    std::optional<std::string> price;
    bool done;
    std::optional<bool> known;
    std::vector<std::byte> seal;
    std::optional<std::vector<std::byte>> picture;

    static constexpr std::string_view select_from =
        "SELECT \"id\", \"rank\", \"reward\", \"weight\", \"luck\", \"title\", \"price\", \"done\", \"known\", "
        "\"seal\", \"picture\" FROM \"deed\""sv;
    static deed from(const aludel::Row& row) {
        return {aludel::field<std::int64_t>(row[0], "id"sv),
                aludel::field<std::int16_t>(row[1], "rank"sv),
                aludel::field<std::optional<std::int32_t>>(row[2], "reward"sv),
                aludel::field<double>(row[3], "weight"sv),
                aludel::field<std::optional<float>>(row[4], "luck"sv),
                aludel::field<std::string>(row[5], "title"sv),
                aludel::field<std::optional<std::string>>(row[6], "price"sv),
                aludel::field<bool>(row[7], "done"sv),
                aludel::field<std::optional<bool>>(row[8], "known"sv),
                aludel::field<std::vector<std::byte>>(row[9], "seal"sv),
                aludel::field<std::optional<std::vector<std::byte>>>(row[10], "picture"sv)};
    }
};

} // namespace at_a

using Bytes = std::vector<std::byte>;

constexpr auto smallest = std::numeric_limits<std::int64_t>::min(), largest = std::numeric_limits<std::int64_t>::max();

std::vector<at_a::deed> deeds;
void read_deeds(Connection& connection) { deeds = select<at_a::deed>(connection, "ORDER BY id"); }

void fill_power(Connection& connection) {
    for (const auto& hero : select<at_a::hero>(connection, "WHERE power IS NULL AND id > $1 ORDER BY id LIMIT $2",
                                               std::int64_t{5}, std::int64_t{3}))
        connection.execute("UPDATE hero SET power = $1 WHERE id = $2", static_cast<std::int64_t>(hero.name.size()),
                           std::int64_t{hero.id});
}

/// A column that is something else than the step takes it for.
template <class Type> struct Power {
    Type power;
    static constexpr std::string_view select_from = "SELECT \"power\" FROM \"might\"";
    static Power from(const Row& row) { return {field<Type>(row[0], "power")}; }
};

class RowsOfAStep : public LaunchTest {
protected:
    void SetUp() override { make_heroes(10); }
    std::string bytes_type() const { return std::string_view(GetParam()) == "sqlite" ? "blob" : "bytea"; }
    /// With what one of the columns holds, of that type in the database.
    template <class Type> void expect_refused(const std::string& type, const Value& value, const char* why) {
        SCOPED_TRACE(type + ": " + why);
        connection.execute("DROP TABLE IF EXISTS might");
        connection.execute("CREATE TABLE might (power " + type + ")");
        connection.execute("INSERT INTO might VALUES ($1)", value);
        const auto read = [](Connection& mine) { select<Power<Type>>(mine); };
        const auto whole = chain({{"a", {}, {sql("UPDATE hero SET power = 1"), call("read", read)}}});
        error_of([&] { upgrade(connection, whole); },
                 {"column power holds ", why, "revision a, step 2", "Nothing was changed"});
        EXPECT_EQ(count("hero WHERE power IS NULL"), 10);
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, RowsOfAStep, testing::Values("sqlite", "postgresql"));

TEST_P(RowsOfAStep, are_what_the_database_has) {
    connection.execute("CREATE TABLE deed (id bigint PRIMARY KEY, rank smallint NOT NULL, reward integer, "
                       "weight double precision NOT NULL, luck real, title text NOT NULL, price numeric(10, 2), "
                       "done boolean NOT NULL, known boolean, seal " +
                       bytes_type() + " NOT NULL, picture " + bytes_type() + ")");
    const Bytes seal{std::byte{0}, std::byte{255}, std::byte{'\''}};
    connection.execute("INSERT INTO deed VALUES ($1, -32768, 2147483647, $2, 0.5, $3, 12.75, true, false, $4, $4)",
                       largest, 0.1, std::string("Zoë's \"cat\""), seal);
    connection.execute("INSERT INTO deed VALUES ($1, 32767, NULL, -3, NULL, '', NULL, false, NULL, $2, NULL)", smallest,
                       Bytes());
    deeds.clear();
    upgrade(connection, chain({{"a", {}, {call("read_deeds", read_deeds)}}}));
    ASSERT_EQ(deeds.size(), 2U);

    EXPECT_EQ(deeds[1].id, largest);
    EXPECT_EQ(deeds[1].rank, -32768);
    EXPECT_EQ(deeds[1].reward, 2147483647);
    EXPECT_EQ(deeds[1].weight, 0.1);
    EXPECT_EQ(deeds[1].luck, 0.5F);
    EXPECT_EQ(deeds[1].title, "Zoë's \"cat\"");
    EXPECT_EQ(deeds[1].price, "12.75");
    EXPECT_TRUE(deeds[1].done);
    EXPECT_EQ(deeds[1].known, false);
    EXPECT_EQ(deeds[1].seal, seal);
    EXPECT_EQ(deeds[1].picture, seal);

    EXPECT_EQ(deeds[0].id, smallest);
    EXPECT_EQ(deeds[0].rank, 32767);
    EXPECT_EQ(deeds[0].reward, std::nullopt);
    EXPECT_EQ(deeds[0].weight, -3);
    EXPECT_EQ(deeds[0].luck, std::nullopt);
    EXPECT_EQ(deeds[0].title, "");
    EXPECT_EQ(deeds[0].price, std::nullopt);
    EXPECT_FALSE(deeds[0].done);
    EXPECT_EQ(deeds[0].known, std::nullopt);
    EXPECT_EQ(deeds[0].seal, Bytes());
    EXPECT_EQ(deeds[0].picture, std::nullopt);
}

TEST_P(RowsOfAStep, are_those_that_are_asked_for) {
    connection.execute("UPDATE hero SET power = 1 WHERE id = 7");
    upgrade(connection, chain({{"a", {}, {call("fill_power", fill_power)}}}));
    EXPECT_EQ(count("hero WHERE power = 6 AND id IN (6, 8, 9)"), 3);
    EXPECT_EQ(count("hero WHERE power IS NULL"), 6);
    EXPECT_EQ(count("sidekick"), 10);
}

TEST_P(RowsOfAStep, have_a_value_where_they_must) {
    const auto why = "NULL, where the table says it cannot";
    expect_refused<std::int32_t>("integer", {}, why);
    expect_refused<bool>("boolean", {}, why);
    expect_refused<double>("real", {}, why);
    expect_refused<std::string>("text", {}, why);
    expect_refused<Bytes>(bytes_type(), {}, why);
}

TEST_P(RowsOfAStep, are_refused_where_a_value_is_of_another_kind) {
    expect_refused<std::int32_t>("text", std::string("much"), "something that is no integer");
    expect_refused<std::optional<std::int32_t>>("text", std::string("much"), "something that is no integer");
    expect_refused<std::int64_t>("real", 0.5, "something that is no integer");
    expect_refused<bool>("text", std::string("true"), "something that is no integer");
    expect_refused<double>("text", std::string("much"), "something that is no number");
    expect_refused<std::string>(bytes_type(), Bytes(3), "something that is no text");
    expect_refused<Bytes>("text", std::string("much"), "something that is no bytes");
}

TEST_P(RowsOfAStep, are_refused_where_a_number_is_too_large_or_too_small) {
    const auto why = "an integer that its type cannot hold";
    expect_refused<std::int16_t>("bigint", std::int64_t{32768}, why);
    expect_refused<std::int16_t>("bigint", std::int64_t{-32769}, why);
    expect_refused<std::optional<std::int16_t>>("bigint", std::int64_t{65536}, why);
    expect_refused<std::int32_t>("bigint", std::int64_t{2147483648}, why);
    expect_refused<std::int32_t>("bigint", std::int64_t{-2147483649}, why);
    expect_refused<bool>("bigint", std::int64_t{2}, why);
    expect_refused<bool>("bigint", std::int64_t{-1}, why);
    expect_refused<float>("double precision", 1e300, "a number that its type cannot hold");
}

} // namespace
} // namespace aludel::test
