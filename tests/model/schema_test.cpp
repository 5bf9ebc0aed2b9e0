// What structs say, all the way into the schema: rendered by the compiler, read back as the tool reads object files.
#include "migrations/revision/revision_file.hpp"
#include "migrations/snapshot/snapshot.hpp"

#include <aludel/model.hpp>
#include <aludel/snapshot.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace schema_test {

namespace migrations = aludel::migrations;

/// The texts that snapshot_of put into this program, checked as the tool checks them.
template <const auto& Metadata> migrations::Snapshot snapshot_of_models() {
    using Rendered = aludel::snapshot_of<Metadata>;
    static_assert(Rendered::is_good);
    migrations::Snapshot snapshot;
    const auto read = [&](const char* bytes) {
        const auto length = std::stoul(std::string(bytes + aludel::detail::frame_size - 5 - 9, 8));
        for (const auto& text : migrations::find_snapshot_texts({bytes, length + aludel::detail::frame_size}, "models"))
            migrations::read_snapshot_text(text, snapshot);
    };
    if constexpr (requires { Rendered::tables.size(); })
        for (const auto* bytes : Rendered::tables) read(bytes);
    else
        read(Rendered::tables);
    for (const auto* bytes : Rendered::enums) read(bytes);
    if constexpr (requires { Rendered::objects.size(); })
        for (const auto* bytes : Rendered::objects) read(bytes);
    migrations::check_snapshot(snapshot);
    return snapshot;
}

struct Counted {
    std::optional<std::int64_t> id;
    std::int64_t number;
    std::optional<short> small;

    static constexpr auto table = aludel::table("counted", aludel::primary_key(&Counted::id),
                                                aludel::column(&Counted::id)
                                                    .identity({.always = true,
                                                               .autoincrement = true,
                                                               .start = 100,
                                                               .increment = -5,
                                                               .minimum = std::numeric_limits<std::int64_t>::min(),
                                                               .maximum = 1'000,
                                                               .cache = 7,
                                                               .cycle = true}),
                                                aludel::column(&Counted::number).comment("first").identity().name("nr"),
                                                aludel::column(&Counted::small).identity({.start = 1}));
};
inline constexpr auto counted = aludel::metadata<Counted>;

TEST(ModelSchema, IdentityOptions) {
    const auto table = snapshot_of_models<counted>().schema.tables.at({"", "counted"});
    const migrations::Counting all{.start = 100,
                                   .increment = -5,
                                   .minimum = std::numeric_limits<std::int64_t>::min(),
                                   .maximum = 1000,
                                   .cache = 7,
                                   .cycle = true};
    EXPECT_EQ(table.find_column("id")->identity, (migrations::Identity{true, true, all}));
    EXPECT_EQ(table.find_column("nr")->identity, migrations::Identity{});
    EXPECT_EQ(table.find_column("nr")->comment, "first");
    EXPECT_EQ(table.find_column("small")->identity, (migrations::Identity{.counting = {.start = 1}}));
    EXPECT_FALSE(table.find_column("small")->nullable) << "a column that numbers itself is never NULL";
}

struct Room {
    std::int64_t building;
    int number;
    std::string name;

    static constexpr auto table = aludel::table("room", aludel::strict, aludel::without_rowid,
                                                aludel::primary_key(&Room::building, &Room::number),
                                                aludel::unique(&Room::name).nulls_not_distinct().name("by_name"));
};
struct Stay {
    std::int64_t id;
    std::optional<std::int64_t> building;
    std::optional<int> room;
    std::string guest;
    std::string tags;

    static constexpr auto table = aludel::table(
        "stay", aludel::schema("app"), aludel::column(&Stay::room).name("room_number"), aludel::primary_key(&Stay::id),
        aludel::foreign_key(&Stay::building, &Stay::room).references(&Room::building, &Room::number).match_full(),
        aludel::exclusion(aludel::with(aludel::operator_class(&Stay::room, "gist_int4_ops"), "="),
                          aludel::with(aludel::expression("tsrange(a, b)"), "&&"))
            .where("room_number > 0")
            .method("spgist")
            .name("no_overlap"),
        aludel::exclusion(aludel::with(&Stay::guest, "<>")),
        aludel::index(aludel::nulls_first(aludel::descending(&Stay::guest)),
                      aludel::descending(aludel::nulls_last(aludel::expression("lower(tags)"))),
                      aludel::operator_class(&Stay::tags, "text_pattern_ops"))
            .name("searched")
            .unique()
            .nulls_not_distinct()
            .include(&Stay::room, &Stay::building)
            .where("id > 0"),
        aludel::index(&Stay::tags).method("gin").concurrently(),
        aludel::index(&Stay::guest).concurrently().name("a_guest"), aludel::index(&Stay::building),
        aludel::trigger("audit", "AFTER UPDATE ON stay BEGIN\n\tSELECT '\\'; END"),
        aludel::trigger("touch", aludel::sql({.postgresql = "BEFORE INSERT ON app.stay EXECUTE FUNCTION touch()"})));
};
inline constexpr auto hotel = aludel::metadata<Room, Stay>;

TEST(ModelSchema, TableOptions) {
    const auto snapshot = snapshot_of_models<hotel>();
    const auto& room = snapshot.schema.tables.at({"", "room"});
    EXPECT_TRUE(room.strict);
    EXPECT_TRUE(room.without_rowid);
    EXPECT_EQ(room.uniques, (std::vector<migrations::Unique>{{"by_name", {"name"}, true}}));
    const auto& stay = snapshot.schema.tables.at({"app", "stay"});
    EXPECT_FALSE(stay.strict);
    EXPECT_FALSE(stay.without_rowid);
    EXPECT_TRUE(stay.foreign_keys.front().match_full);
}

TEST(ModelSchema, Exclusions) {
    const auto stay = snapshot_of_models<hotel>().schema.tables.at({"app", "stay"});
    const std::vector<migrations::Exclusion> expected = {
        {.name = "ex_stay_guest", .parts = {{.column = "guest", .with = "<>"}}},
        {.name = "no_overlap",
         .method = "spgist",
         .parts = {{.column = "room_number", .with = "=", .operator_class = "gist_int4_ops"},
                   {.expression = {"tsrange(a, b)", {}}, .with = "&&"}},
         .where = {"room_number > 0", {}}}};
    EXPECT_EQ(stay.exclusions, expected);
}

TEST(ModelSchema, IndexOptions) {
    const auto snapshot = snapshot_of_models<hotel>();
    const auto& stay = snapshot.schema.tables.at({"app", "stay"});
    const std::vector<migrations::Index> expected = {
        {.name = "a_guest", .parts = {{.column = "guest"}}},
        {.name = "ix_stay_building", .parts = {{.column = "building"}}},
        {.name = "ix_stay_tags", .parts = {{.column = "tags"}}, .method = "gin"},
        {.name = "searched",
         .parts = {{.column = "guest", .descending = true, .nulls_first = true},
                   {.expression = {"lower(tags)", {}}, .descending = true, .nulls_first = false},
                   {.column = "tags", .operator_class = "text_pattern_ops"}},
         .unique = true,
         .where = {"id > 0", {}},
         .include = {"room_number", "building"},
         .nulls_not_distinct = true}};
    EXPECT_EQ(stay.indexes, expected);
    EXPECT_EQ(snapshot.concurrent_indexes, (std::vector<migrations::ConcurrentIndex>{{{"app", "stay"}, "ix_stay_tags"},
                                                                                     {{"app", "stay"}, "a_guest"}}));
}

TEST(ModelSchema, Triggers) {
    const auto triggers = snapshot_of_models<hotel>().schema.triggers;
    ASSERT_EQ(triggers.size(), 2u);
    EXPECT_EQ(triggers.at({"app", "audit"}),
              (migrations::Trigger{{"app", "audit"}, "stay", {"AFTER UPDATE ON stay BEGIN\n\tSELECT '\\'; END", {}}}));
    EXPECT_EQ(triggers.at({"app", "touch"}).definition,
              (migrations::SqlText{"", {{"postgresql", "BEFORE INSERT ON app.stay EXECUTE FUNCTION touch()"}}}));
}

struct Hero {
    std::int64_t id;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};
inline constexpr int first_line = __LINE__ + 2;
inline constexpr auto with_objects = aludel::metadata<Hero>.with(
    aludel::extension("citext"),
    aludel::sequence("ticket").start(5).increment(2).minimum(1).maximum(99).cache(4).cycle().schema("app"),
    aludel::sequence("plain"), aludel::function("touch", "() RETURNS trigger AS $$ … $$").schema("app"),
    aludel::view("active", aludel::sql({.sqlite = "SELECT 1", .postgresql = "SELECT 2"})),
    aludel::view("active", "SELECT 3").schema("app"));

TEST(ModelSchema, ObjectsBesideTheTables) {
    const auto snapshot = snapshot_of_models<with_objects>();
    migrations::Schema expected;
    expected.tables = snapshot.schema.tables;
    expected.extensions = {{{"", "citext"}, {{"", "citext"}}}};
    expected.sequences = {{{"app", "ticket"}, {{"app", "ticket"}, {5, 2, 1, 99, 4, true}}},
                          {{"", "plain"}, {{"", "plain"}, {}}}};
    expected.functions = {{{"app", "touch"}, {{"app", "touch"}, {"() RETURNS trigger AS $$ … $$", {}}}}};
    expected.views = {{{"", "active"}, {{"", "active"}, {"", {{"sqlite", "SELECT 1"}, {"postgresql", "SELECT 2"}}}}},
                      {{"app", "active"}, {{"app", "active"}, {"SELECT 3", {}}}}};
    EXPECT_EQ(snapshot.schema, expected);
    EXPECT_EQ(snapshot.schema.tables.size(), 1u);
    EXPECT_EQ(snapshot.object_places.at({"extension", {"", "citext"}}),
              (migrations::Place{.file = __FILE__, .line = first_line}));
}

enum class Mood { glad, sad };
inline constexpr auto beside =
    aludel::metadata<>.with(aludel::enumeration<Mood>(), aludel::view("v", "SELECT 1 AS one").schema("app"),
                            aludel::trigger("t", "INSTEAD OF DELETE ON v BEGIN SELECT 1; END").on("v").schema("app"));
inline constexpr auto nothing = aludel::metadata<>;

TEST(ModelSchema, EnumsOfNoColumnAndTriggersOfViews) {
    const auto schema = snapshot_of_models<beside>().schema;
    EXPECT_EQ(schema.enums.at({"", "mood"}), (migrations::Enum{{"", "mood"}, {"glad", "sad"}}));
    EXPECT_EQ(schema.triggers.at({"app", "t"}),
              (migrations::Trigger{{"app", "t"}, "v", {"INSTEAD OF DELETE ON v BEGIN SELECT 1; END", {}}}));
    EXPECT_EQ(schema.views.size(), 1u);
    EXPECT_EQ(snapshot_of_models<nothing>().schema, migrations::Schema());
}

struct Numbered {
    int id;
    double fraction;
    int other;

    static constexpr auto table =
        aludel::table("numbered", aludel::schema("app"), aludel::primary_key(&Numbered::id),
                      aludel::column(&Numbered::id).no_identity(),
                      aludel::column(&Numbered::fraction).server_default(aludel::literal("1e300")),
                      aludel::foreign_key(&Numbered::other).references("numbered", "id").in_schema("app"));
};
/// Of the same name, where a reference looks first.
struct NumberedByDefault {
    int id;

    static constexpr auto table = aludel::table("numbered", aludel::primary_key(&NumberedByDefault::id));
};
inline constexpr auto numbered = aludel::metadata<Numbered, NumberedByDefault>;

TEST(ModelSchema, WhatModelsSayOfDatabasesThatAreThere) {
    const auto table = snapshot_of_models<numbered>().schema.tables.at({"app", "numbered"});
    EXPECT_FALSE(table.find_column("id")->identity);
    EXPECT_EQ(table.find_column("fraction")->default_value->literal, "1e300");
    EXPECT_EQ(table.foreign_keys.front().referred_table, (migrations::Name{"app", "numbered"}));
}

enum class Drive { c, d };

struct Path {
    std::string place;
    std::string slash;
    Drive drive;
    aludel::native<"my\\type"> own;

    static constexpr auto table =
        aludel::table("path", aludel::primary_key(&Path::place), aludel::column(&Path::place).name("C:\\new"),
                      aludel::column(&Path::slash).name("back\\slash\tand\nlines\r"), aludel::unique(&Path::slash),
                      aludel::index(&Path::slash, &Path::place).include(&Path::drive),
                      aludel::foreign_key(&Path::slash).references(&Path::place));
};

} // namespace schema_test

template <> inline constexpr auto aludel::enum_name<schema_test::Drive> = "dri\\ve";

namespace schema_test {

inline constexpr auto paths = aludel::metadata<Path>;

TEST(ModelSchema, NamesAreKeptAsTheyAreWhateverTheyHold) {
    const auto schema = snapshot_of_models<paths>().schema;
    const auto& table = schema.tables.at({"", "path"});
    const std::string place = "C:\\new";
    const std::string slash = "back\\slash\tand\nlines\r";
    ASSERT_EQ(table.columns.size(), 4u);
    EXPECT_EQ(table.columns[0].name, place);
    EXPECT_EQ(table.columns[1].name, slash);
    EXPECT_EQ(table.columns[2].type.name, "dri\\ve");
    EXPECT_EQ(table.columns[3].type.name, "my\\type");
    EXPECT_TRUE(schema.enums.contains({"", "dri\\ve"}));
    EXPECT_EQ(table.primary_key->columns, std::vector{place});
    EXPECT_EQ(table.uniques.front().columns, std::vector{slash});
    EXPECT_EQ(table.indexes.front().parts[0].column, slash);
    EXPECT_EQ(table.indexes.front().parts[1].column, place);
    EXPECT_EQ(table.foreign_keys.front().columns, std::vector{slash});
    EXPECT_EQ(table.foreign_keys.front().referred_columns, std::vector{place});
}

/// The message of the tool for a snapshot of these texts.
std::string refusal_of(const std::vector<std::string>& texts) {
    try {
        migrations::Snapshot snapshot;
        for (const auto& text : texts) migrations::read_snapshot_text(text, snapshot);
        migrations::check_snapshot(snapshot);
    } catch (const migrations::FileError& error) {
        return error.what();
    }
    return "";
}

// What the compiler cannot see: structs of several metadata, triggers of several tables.
TEST(ModelSchema, TwoOfOneNameAreRefusedAtTheSecond) {
    const std::string team = "table\tname=team\tfile=a.hpp\tline=1\ncolumn\tname=id\ttype=integer\n";
    const std::string hero = "table\tname=hero\tfile=b.hpp\tline=2\ncolumn\tname=id\ttype=integer\n";
    const std::string trigger = "trigger\tname=audit\tsql=AFTER UPDATE ON hero BEGIN SELECT 1; END\n";
    EXPECT_EQ(refusal_of({team + trigger, hero}), "");
    EXPECT_EQ(refusal_of({team + trigger, hero + trigger}),
              "b.hpp:2: error: trigger \"audit\" is described twice; the other is of table \"team\", at a.hpp:1");
    const auto view = [](const std::string& name) {
        return "view\tname=" + name + "\tsql=SELECT 1\tfile=v.hpp\tline=3\n";
    };
    const auto sequence = [](const std::string& name) { return "sequence\tname=" + name + "\tfile=s.hpp\tline=4\n"; };
    EXPECT_EQ(refusal_of({team, view("x"), sequence("y"), "function\tname=x\tsql=f\n"}), "");
    EXPECT_EQ(refusal_of({sequence("x"), view("y"), sequence("x")}),
              "s.hpp:4: error: sequence \"x\" is described twice; the other is at s.hpp:4");
    EXPECT_EQ(refusal_of({view("team"), team, sequence("hero"), hero}),
              "s.hpp:4: error: sequence \"hero\" has the name of a table, which is at b.hpp:2; give one of them "
              "another name\n"
              "v.hpp:3: error: view \"team\" has the name of a table, which is at a.hpp:1; give one of them another "
              "name");
    EXPECT_EQ(refusal_of({view("x"), sequence("x")}),
              "v.hpp:3: error: view \"x\" has the name of a sequence, which is at s.hpp:4; give one of them another "
              "name");
}

TEST(ModelSchema, ConcurrentIndexesAreMarkedInOperationsOnTablesThatAreThere) {
    const migrations::Name stay{"app", "stay"};
    const migrations::Index index{.name = "a_guest", .parts = {{.column = "guest"}}};
    const std::vector<migrations::ConcurrentIndex> wanted = {{stay, "a_guest"}};
    std::vector<migrations::Operation> operations = {
        migrations::DropIndex{stay, "a_guest"}, migrations::CreateIndex{stay, index},
        migrations::CreateIndex{{"", "stay"}, index}, migrations::DropIndex{stay, "another"}};
    migrations::mark_concurrent(operations, wanted);
    EXPECT_TRUE(std::get<migrations::DropIndex>(operations[0]).concurrently);
    EXPECT_TRUE(std::get<migrations::CreateIndex>(operations[1]).concurrently);
    EXPECT_FALSE(std::get<migrations::CreateIndex>(operations[2]).concurrently) << "of another schema";
    EXPECT_FALSE(std::get<migrations::DropIndex>(operations[3]).concurrently);

    operations = {migrations::CreateTable{{.name = stay}}, migrations::CreateIndex{stay, index}};
    migrations::mark_concurrent(operations, wanted);
    EXPECT_FALSE(std::get<migrations::CreateIndex>(operations[1]).concurrently) << "nobody writes to a new table";
}

} // namespace schema_test
