// Catalogue 7, 8, 13 and 60 to 67: keys, checks, generated columns, identity, comments, enums.
#include "migrations/schema/naming.hpp"
#include "tests/changes/change.hpp"

namespace changes {
namespace {

const std::string pair =
    "- create_table: {table: pair, columns: [{name: one, type: integer, nullable: false}, {name: two, "
    "type: integer}, {name: note, type: text}]";
const std::string key = ", primary_key: {name: pk_pair, columns: [one]}}\n";
const std::string add_key = "- create_primary_key: {table: pair, name: pk_pair, columns: ";
const std::string drop_key = "- drop_constraint: {table: pair, name: pk_pair}\n";
constexpr const char* pairs = "INSERT INTO pair VALUES (1, 10, 'a'), (2, 20, 'it''s'), (3, 30, NULL)";

const std::string check = "- create_check_constraint: {table: hero, name: ck_v, sql: ";

std::string generated(const std::string& sql, bool stored = true) {
    return "generated: {sql: \"" + sql + "\", stored: " + (stored ? "true" : "false") + "}";
}
std::string added(const std::string& how) {
    return "- add_column: {table: hero, name: v, type: integer, " + how + "}\n";
}

std::string moods(const std::string& values) { return "- create_enum: {name: mood, values: [" + values + "]}\n"; }
const std::string mood_column = "- add_column: {table: hero, name: mood, type: enum mood}\n";
std::string to_moods(const std::string& values) { return "- alter_enum: {name: mood, values: [" + values + "]}\n"; }

} // namespace

TEST_P(Changes, Case60PrimaryKeyAddedRemovedMadeComposite) {
    change(pair + "}\n", add_key + "[one]}\n").with(pairs).refuses("UPDATE pair SET one = 1").run();
    change(pair + key, drop_key).with(pairs).run();
    change(pair + key,
           drop_key + "- alter_column: {table: pair, column: two, nullable: false}\n" + add_key + "[one, two]}\n")
        .fill("pair.two", "0")
        .with(pairs)
        .run();
}

TEST_P(Changes, Case60PrimaryKeyOnRowsAlikeStops) {
    change(pair + "}\n", add_key + "[one]}\n")
        .with("INSERT INTO pair VALUES (1, 10, 'a'), (1, 20, 'b'), (3, 30, 'c')")
        .stops({"2 rows", "on_conflict", "keep first"})
        .run();
    change(pair + "}\n", add_key + "[one]}\n")
        .with("INSERT INTO pair VALUES (1, 10, 'a'), (1, 20, 'b'), (3, 30, 'c')")
        .on_conflict("pk_pair", aludel::migrations::OnConflict::keep_first)
        .loses_rows("pair")
        .gives("SELECT one, two FROM pair ORDER BY one", {{"1", "10"}, {"3", "30"}})
        .run();
}

TEST_P(Changes, Case13ColumnDroppedThatIsInThePrimaryKey) {
    change(pair + ", primary_key: {name: pk_pair, columns: [one, note]}}\n",
           drop_key + "- drop_column: {table: pair, column: note}\n" + add_key + "[one]}\n")
        .with("INSERT INTO pair VALUES (1, 10, 'a'), (2, 20, 'b')")
        .fill("pair.note", "''")
        .run();
}

TEST_P(Changes, Case61AutoincrementToggled) {
    const std::string numbers = "- alter_column: {table: team, column: id, identity: {autoincrement: true}}\n";
    if (is("postgresql")) {
        change(numbers + "- add_column: {table: team, name: v, type: text}\n")
            .leaves_out("postgresql", {"AUTOINCREMENT of team.id"})
            .run();
        return;
    }
    change(numbers)
        .with("DELETE FROM team WHERE id = 2; UPDATE hero SET team_id = NULL")
        .keeps("SELECT id, name FROM team")
        .gives("SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%' AND name = 'team'", {{"1"}})
        .run();
    change(numbers, "- alter_column: {table: team, column: id, identity: true}\n").run();
}

TEST_P(Changes, Case8IdentityColumnOnAFilledTable) {
    if (is("sqlite")) return; // only a primary key numbers itself there, and the usual tables have theirs
    change("- add_column: {table: hero, name: number, type: bigint, nullable: false, identity: true}\n")
        .gives("SELECT number FROM hero ORDER BY id", {{"1"}, {"2"}, {"3"}, {"4"}})
        .run();
    const std::string ledger = "- create_table: {table: ledger, columns: [{name: id, type: bigint, nullable: false}], "
                               "primary_key: {name: pk_ledger, columns: [id]}}\n";
    change(ledger, "- alter_column: {table: ledger, column: id, identity: true}\n")
        .with("INSERT INTO ledger VALUES (7), (104)")
        .loses_rows("ledger")
        .gives("INSERT INTO ledger DEFAULT VALUES RETURNING id", {{"105"}})
        .run();
}

TEST_P(Changes, Case62IdentityOptions) {
    const std::string ledger =
        "- create_table: {table: ledger, columns: [{name: id, type: bigint, nullable: false, identity: "
        "true}, {name: v, type: text}], primary_key: {name: pk_ledger, columns: [id]}}\n";
    const std::string options = "- alter_column: {table: ledger, column: id, identity: {always: true, start: 100, "
                                "increment: 10, cycle: true, maximum: 100000, cache: 5}}\n";
    if (is("sqlite")) {
        change(ledger, options + "- drop_column: {table: ledger, column: v}\n")
            .leaves_out("sqlite", {"how the identity ledger.id counts", "ALWAYS of the identity ledger.id"})
            .run();
        return;
    }
    const std::string row = "INSERT INTO ledger (v) VALUES ('a')";
    change(ledger, options).with(row).refuses("INSERT INTO ledger (id, v) VALUES (50, 'b')").run();
    change(ledger + options, "- alter_column: {table: ledger, column: id, identity: true}\n").with(row).run();
}

TEST_P(Changes, Case63CheckAddedRemovedChanged) {
    change(check + "length(name) > 2}\n")
        .refuses("UPDATE hero SET name = 'a' WHERE id = 1")
        .stays_in_place("hero")
        .run();
    change(check + "length(name) > 2}\n", "- drop_constraint: {table: hero, name: ck_v}\n")
        .stays_in_place("hero")
        .run();
    change(check + "length(name) > 2}\n",
           "- drop_constraint: {table: hero, name: ck_v}\n" + check + "length(name) > 3}\n")
        .refuses("UPDATE hero SET name = 'abc' WHERE id = 1")
        .run();
}

TEST_P(Changes, Case63UnnamedCheckAddedChangedRemoved) {
    using namespace aludel::migrations;
    const auto with_check = [&](const char* sql) {
        auto schema = usual();
        auto& hero = schema.tables.at({"", "hero"});
        hero.checks.push_back({.expression = {sql, {}}});
        name_and_sort(hero);
        return schema;
    };
    Change(GetParam(), usual(), with_check("length(name) < 50")).run();
    Change(GetParam(), with_check("length(name) < 50"), with_check("length(name) < 60")).run();
    Change(GetParam(), with_check("length(name) < 50"), usual()).run();
}

TEST_P(Changes, Case63RowsThatBreakANewCheckStop) {
    change(check + "age > 10}\n").stops({"ck_v", "1 row", "4: 0", "on_conflict", "delete"}).run();
    change(check + "age > 10}\n")
        .on_conflict("ck_v", aludel::migrations::OnConflict::remove)
        .with("DELETE FROM sidekick WHERE hero_id = 4")
        .loses_rows("hero")
        .gives("SELECT id FROM hero ORDER BY id", {{"1"}, {"2"}, {"3"}})
        .run();
}

TEST_P(Changes, Case63And36CheckWrittenOtherwiseIsNoDifference) {
    using namespace aludel::migrations;
    Change(GetParam(), after(usual(), check + "age > 16 and name <> 'x'}\n"),
           after(usual(), check + "\"((age > 16) AND (name != 'x'))\"}\n"))
        .is_none();
}

TEST_P(Changes, Case7GeneratedColumnStoredAndVirtual) {
    change(added(generated("age + 1"))).gives("SELECT v FROM hero WHERE id = 3", {{"49"}}).run();
    change(added(generated("age + 1", false))).gives("SELECT v FROM hero WHERE id = 3", {{"49"}}).run();
}

TEST_P(Changes, Case64GeneratedExpressionChangedMadePlainMadeGenerated) {
    const auto made = added(generated("age + 1"));
    change(made, "- alter_column: {table: hero, column: v, " + generated("age + 2") + "}\n")
        .gives("SELECT v FROM hero WHERE id = 3", {{"50"}})
        .run();
    change(made, "- alter_column: {table: hero, column: v, generated: null}\n")
        .keeps("SELECT id, v FROM hero ORDER BY id")
        .run();
    change(added("nullable: true"), "- alter_column: {table: hero, column: v, " + generated("age + 1") + "}\n")
        .with("UPDATE hero SET v = age + 1")
        .keeps("SELECT id, v FROM hero ORDER BY id")
        .run();
    change(added("nullable: true"), "- alter_column: {table: hero, column: v, " + generated("age + 1") + "}\n")
        .with("UPDATE hero SET v = 7 WHERE id = 3")
        .stops({"hero.v", "3: 7"})
        .run();
}

TEST_P(Changes, Case65Comments) {
    const std::string comments = "- alter_table: {table: hero, comment: \"who's who\"}\n"
                                 "- alter_column: {table: hero, column: name, comment: 'as in \"news\"'}\n";
    if (is("sqlite")) {
        change(comments)
            .leaves_out("sqlite", {"the comment of hero", "the comment of hero.name"})
            .rebuilds(0)
            .stays_in_place("hero")
            .run();
        return;
    }
    change(comments).stays_in_place("hero").run();
    change(comments,
           "- alter_table: {table: hero, comment: null}\n- alter_column: {table: hero, column: name, comment: "
           "other}\n")
        .run();
}

TEST_P(Changes, Case66EnumValueAppended) {
    change(moods("calm, cross") + mood_column, to_moods("calm, cross, \"it's on\""))
        .with("UPDATE hero SET mood = 'cross'")
        .keeps("SELECT id, mood FROM hero ORDER BY id")
        .stays_in_place(is("postgresql") ? "hero" : "team")
        .run();
}

TEST_P(Changes, Case66EnumValueRenamed) {
    change(moods("calm, cross") + mood_column, to_moods("calm, angry"))
        .with("UPDATE hero SET mood = 'cross' WHERE id < 3; UPDATE hero SET mood = 'calm' WHERE id > 2")
        .mapping({{"cross", "angry"}})
        .gives("SELECT mood FROM hero ORDER BY id", {{"angry"}, {"angry"}, {"calm"}, {"calm"}})
        .loses_rows("hero")
        .gives_back("SELECT id, mood FROM hero ORDER BY id")
        .run();
}

TEST_P(Changes, Case66EnumValuesSwapped) {
    change(moods("calm, cross, sad") + "- add_column: {table: hero, name: mood, type: enum mood, default: calm}\n",
           to_moods("cross, calm, sad"))
        .with("UPDATE hero SET mood = 'cross' WHERE id = 1; UPDATE hero SET mood = 'sad' WHERE id = 4")
        .mapping({{"calm", "cross"}, {"cross", "calm"}})
        .gives("SELECT mood FROM hero ORDER BY id", {{"calm"}, {"cross"}, {"cross"}, {"sad"}})
        .loses_rows("hero")
        .gives_back("SELECT id, mood FROM hero ORDER BY id")
        .run();
}

TEST_P(Changes, Case66EnumValueRemovedWithRows) {
    change(moods("calm, cross, sad") + mood_column, to_moods("calm, sad"))
        .with("UPDATE hero SET mood = 'cross' WHERE id < 3")
        .stops({"hero.mood", "2 rows", "1: 'cross'", "mapping"})
        .run();
    change(moods("calm, cross, sad") + mood_column, to_moods("calm, sad"))
        .with("UPDATE hero SET mood = 'cross' WHERE id < 3")
        .mapping({{"cross", "sad"}})
        .loses_rows("hero")
        .gives("SELECT count(*) FROM hero WHERE mood = 'sad'", {{"2"}})
        .run();
}

TEST_P(Changes, Case66And37EnumValueThatIsTheDefaultRemovedOrRenamed) {
    const std::string given =
        moods("calm, cross, sad") +
        "- add_column: {table: hero, name: mood, type: enum mood, nullable: false, default: cross}\n";
    const std::string other = "- alter_column: {table: hero, column: mood, default: calm}\n";
    change(given, other + to_moods("calm, sad"))
        .with("UPDATE hero SET mood = 'sad'")
        .gives("SELECT DISTINCT mood FROM hero", {{"sad"}})
        .run();
    change(given, "- alter_column: {table: hero, column: mood, default: calm}\n" + to_moods("calm, angry, sad"))
        .mapping({{"cross", "angry"}})
        .loses_rows("hero")
        .gives("SELECT DISTINCT mood FROM hero", {{"angry"}})
        .gives_back("SELECT DISTINCT mood FROM hero")
        .run();
}

TEST_P(Changes, Case66OneEnumInTwoTables) {
    const std::string both =
        moods("calm, cross") +
        "- add_column: {table: hero, name: mood, type: enum mood, default: calm}\n"
        "- add_column: {table: team, name: mood, type: enum mood, nullable: false, default: cross}\n";
    change(both).gives("SELECT DISTINCT mood FROM team", {{"cross"}}).run();
    change(both, to_moods("cross, calm, sad")).keeps("SELECT id, mood FROM team ORDER BY id").run();
}

TEST_P(Changes, Case66EnumDroppedWithItsLastTableAndMadeAgain) {
    change(moods("calm, cross") + "- create_table: {table: weather, columns: [{name: id, type: bigint, nullable: "
                                  "false, identity: true}, {name: "
                                  "mood, type: enum mood}], primary_key: {name: pk_weather, columns: [id]}}\n",
           "- drop_table: {table: weather}\n- drop_enum: {name: mood}\n")
        .with("INSERT INTO weather (mood) VALUES ('calm')")
        .run();
}

TEST_P(Changes, Case67ExclusionConstraint) {
    const std::string made =
        "- create_exclusion_constraint: {table: hero, name: ex_v, method: btree, columns: [{column: name, with: =}]}\n";
    if (is("sqlite")) {
        change(made + "- add_column: {table: hero, name: v, type: text}\n")
            .leaves_out("sqlite", {"the exclusion constraint ex_v of hero"})
            .run();
        return;
    }
    change(made).refuses("UPDATE hero SET name = 'a'").run();
    change(made, "- drop_constraint: {table: hero, name: ex_v}\n").run();
    change(
        "- create_exclusion_constraint: {table: hero, name: ex_v, columns: [{sql: \"int4range(age, age, '[]')\", with: "
        "\"&&\"}], where: age > 0}\n")
        .refuses("UPDATE hero SET age = 5")
        .run();
}

} // namespace changes
