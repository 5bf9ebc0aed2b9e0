// Catalogue 24 to 34: types.
#include "tests/changes/change.hpp"

namespace changes {
namespace {

/// `hero` with a column `v` of that type.
std::string column(const std::string& type) { return "- add_column: {table: hero, name: v, type: \"" + type + "\"}\n"; }
std::string to_type(const std::string& type) {
    return "- alter_column: {table: hero, column: v, type: \"" + type + "\"}\n";
}
constexpr const char* values = "SELECT CAST(v AS TEXT) FROM hero WHERE v IS NOT NULL ORDER BY id";

} // namespace

TEST_P(Changes, Case24VarcharMadeLonger) {
    change(column("varchar(30)"), to_type("varchar(40)"))
        .with("UPDATE hero SET v = 'thirty characters are in here.' WHERE id = 1")
        .keeps(values)
        .stays_in_place("hero")
        .run();
}

TEST_P(Changes, Case24VarcharMadeShorterWhereItFits) {
    change(column("varchar(30)"), to_type("varchar(5)"))
        .with("UPDATE hero SET v = 'fünf5' WHERE id = 1")
        .keeps(values)
        .run();
}

TEST_P(Changes, Case24TextToVarcharAndBack) {
    change(column("text"), to_type("varchar(5)")).with("UPDATE hero SET v = 'five5' WHERE id = 1").keeps(values).run();
    change(column("varchar(5)"), to_type("text"))
        .with("UPDATE hero SET v = 'five5' WHERE id = 1")
        .keeps(values)
        .stays_in_place("hero")
        .run();
}

TEST_P(Changes, Case24DowngradeStopsWhereTextHasBecomeLonger) {
    change(column("varchar(5)"), to_type("text"))
        .stops_back("UPDATE hero SET v = 'longer than five' WHERE id = 2", {"hero.v", "1 row", "2: 'longer than five'"})
        .run();
}

TEST_P(Changes, Case26NumericScale) {
    change(column("decimal(10, 2)"), to_type("decimal(10)"))
        .with("UPDATE hero SET v = 12 WHERE id = 1")
        .gives("sqlite", values, {{"12"}})
        .gives("postgresql", values, {{"12"}})
        .run();
}

TEST_P(Changes, Case26NumericScaleThatWouldRoundStops) {
    change(column("decimal(10, 2)"), to_type("decimal(10)"))
        .with("UPDATE hero SET v = 12.25 WHERE id = 1")
        .stops({"hero.v", "1 row", "1: ", "12.25", "using"})
        .run();
}

TEST_P(Changes, Case26NumericPrecision) {
    change(column("decimal(10, 2)"), to_type("decimal(12, 2)"))
        .with("UPDATE hero SET v = 12.25 WHERE id = 1")
        .keeps(values)
        .stays_in_place("hero")
        .run();
    change(column("decimal(12, 2)"), to_type("decimal(4, 2)"))
        .with("UPDATE hero SET v = 123.25 WHERE id = 3")
        .stops({"hero.v", "1 row", "3: ", "123.25"})
        .run();
}

TEST_P(Changes, Case27IntegerWidened) {
    change(column("smallint"), to_type("bigint")).with("UPDATE hero SET v = -32768 WHERE id = 1").keeps(values).run();
}

TEST_P(Changes, Case27IntegerNarrowed) {
    change(column("bigint"), to_type("smallint")).with("UPDATE hero SET v = 32767 WHERE id = 1").keeps(values).run();
}

TEST_P(Changes, Case27IntegerOutOfRangeStops) {
    change(column("bigint"), to_type("smallint"))
        .with("UPDATE hero SET v = 32768 * id")
        .stops({"hero.v", "4 rows", "1: 32768", "using"})
        .run();
}

TEST_P(Changes, Case28TextToInteger) {
    change(column("text"), to_type("integer"))
        .with("UPDATE hero SET v = '-17' WHERE id = 1")
        .gives(values, {{"-17"}})
        .run();
    change(column("text"), to_type("integer"))
        .with("UPDATE hero SET v = 'abc' WHERE id = 3")
        .stops({"hero.v", "1 row", "3: 'abc'", "using"})
        .run();
}

TEST_P(Changes, Case28TextToUuid) {
    change(column("text"), to_type("uuid"))
        .with("UPDATE hero SET v = '6f1c2f1e-0000-4000-8000-000000000000' WHERE id = 1")
        .gives(values, {{"6f1c2f1e-0000-4000-8000-000000000000"}})
        .run();
    change(column("text"), to_type("uuid"))
        .with("UPDATE hero SET v = 'no uuid' WHERE id = 1")
        .stops({"hero.v", "1 row", "'no uuid'"})
        .run();
}

TEST_P(Changes, Case28TextToTimestamp) {
    change(column("text"), to_type("timestamp"))
        .with("UPDATE hero SET v = '2026-11-23 06:00:00' WHERE id = 1")
        .gives(values, {{"2026-11-23 06:00:00"}})
        .run();
    change(column("text"), to_type("timestamp"))
        .with("UPDATE hero SET v = 'next week' WHERE id = 1")
        .stops({"hero.v", "1 row", "'next week'"})
        .run();
}

TEST_P(Changes, Case28And66TextToEnum) {
    const auto to_mood = "- create_enum: {name: mood, values: [calm, \"it's on\"]}\n" + to_type("enum mood");
    change(column("text"), to_mood)
        .with("UPDATE hero SET v = 'it''s on' WHERE id = 1")
        .gives(values, {{"it's on"}})
        .refuses("UPDATE hero SET v = 'angry'")
        .run();
    change(column("text"), to_mood)
        .with("UPDATE hero SET v = 'angry' WHERE id = 1")
        .stops({"hero.v", "1 row", "'angry'"})
        .run();
}

TEST_P(Changes, Case28WhatDoesNotConvertIsConvertedByUsing) {
    change(column("text"), to_type("integer"))
        .convert("hero.v", "CASE v WHEN 'abc' THEN 1 ELSE 2 END")
        .with("UPDATE hero SET v = 'abc' WHERE id = 3")
        .gives("SELECT v FROM hero ORDER BY id", {{"2"}, {"2"}, {"1"}, {"2"}})
        .run();
}

TEST_P(Changes, Case29TimestampWithAndWithoutZone) {
    change(column("timestamp"), to_type("timestamptz"))
        .with("UPDATE hero SET v = '2026-11-23 06:00:00' WHERE id = 1")
        .gives("postgresql", "SELECT (v AT TIME ZONE 'UTC')::text FROM hero WHERE id = 1", {{"2026-11-23 06:00:00"}})
        .run();
}

TEST_P(Changes, Case30TextAndJson) {
    change(column("text"), to_type("json"))
        .with("UPDATE hero SET v = '{\"a\":  [1, 2.50]}' WHERE id = 1")
        .keeps(values)
        .run();
    change(column("json"), to_type("text"))
        .with("UPDATE hero SET v = '{\"a\":  [1, 2.50]}' WHERE id = 1")
        .keeps(values)
        .run();
    change(column("text"), to_type("json"))
        .with("UPDATE hero SET v = '{no json' WHERE id = 1")
        .stops({"hero.v", "1 row", "{no json"})
        .run();
}

TEST_P(Changes, Case31BooleanAndInteger) {
    change(column("boolean"), to_type("integer"))
        .with("UPDATE hero SET v = (id = 1) WHERE id < 3")
        .gives(values, {{"1"}, {"0"}})
        .run();
    change(column("integer"), to_type("boolean"))
        .with("UPDATE hero SET v = id - 1 WHERE id < 3")
        .gives("SELECT id FROM hero WHERE v ORDER BY id", {{"2"}})
        .run();
    change(column("integer"), to_type("boolean"))
        .with("UPDATE hero SET v = 2 WHERE id = 1")
        .stops({"hero.v", "1 row", "1: 2"})
        .run();
}

TEST_P(Changes, Case32CollationChanged) {
    const std::string collation = is("sqlite") ? "NOCASE" : "C";
    change("- alter_column: {table: hero, column: name, collation: " + collation + "}\n")
        .with("sqlite", "UPDATE hero SET name = 'Ned' WHERE id = 1")
        .gives("sqlite", "SELECT count(*) FROM hero WHERE name = 'nEd'", {{"1"}})
        .run();
}

TEST_P(Changes, Case34DefaultDroppedTypeChangedDefaultSetInThatOrder) {
    change("- add_column: {table: hero, name: v, type: text, default: 'none'}\n",
           "- alter_column: {table: hero, column: v, type: integer, default: 0}\n")
        .with("UPDATE hero SET v = id")
        .gives("SELECT v FROM hero ORDER BY id", {{"1"}, {"2"}, {"3"}, {"4"}})
        .run();
}

TEST_P(Changes, Case20ColumnAndTypeChangedInOneRevision) {
    change(column("integer"), to_type("bigint") + "- add_column: {table: hero, name: w, type: text, default: new}\n" +
                                  "- drop_column: {table: hero, column: secret_name}\n")
        .with("UPDATE hero SET v = 5 WHERE id = 1")
        .keeps(values)
        .gives("SELECT DISTINCT w FROM hero", {{"new"}})
        .run();
}

TEST_P(Changes, Case21RenamedAndTypeChangedInOneRevision) {
    change(column("integer"),
           "- rename_column: {table: hero, column: v, to: w}\n- alter_column: {table: hero, column: w, type: bigint}\n")
        .renamed("hero", "v", "w")
        .with("UPDATE hero SET v = id * 10")
        .gives("SELECT w FROM hero ORDER BY id", {{"10"}, {"20"}, {"30"}, {"40"}})
        .run();
}

// Every portable type to every other, with a value of it: what comes out is the value, or the upgrade stops and says
// which row; nothing is cut, rounded or made into another value in silence.
namespace {

struct Sample {
    std::string type;
    std::string literal;    ///< in SQL
    std::string sqlite;     ///< what it converts to, by their order here: x converts, . stops
    std::string postgresql; ///< so, too
};
const std::vector<Sample> samples{
    {"boolean", "true", "=xxxxxxx......xx", "=xxxxxxxx.....xx"},
    {"smallint", "7", ".=xxxxxx......xx", ".=xxxxxxx.....xx"},
    {"integer", "100000", "..=xxxxx......xx", "..=xxxxxx.....xx"},
    {"bigint", "10000000000", "...=xxxx.......x", "...=xxxxx......x"},
    {"real", "1.5", "....=xxx......xx", "....=xxxx.....xx"},
    {"double", "2.25", "....x=xx......xx", "....x=xxx.....xx"},
    {"text", "'7'", ".xxxxx=xx.....xx", ".xxxxx=xx.....xx"},
    {"varchar(20)", "'a word'", "......x=x.......", "......x=x......."},
    {"bytes", "", "........=.......", "........=......."},
    {"date", "'2026-11-23'", "......xxx=.xx...", "......xxx=.xx..."},
    {"time", "'06:00:00'", "......xxx.=.....", "......xxx.=....."},
    {"timestamp", "'2026-11-23 06:00:00'", "......xxx..=x...", "......xxx..=x..."},
    {"timestamptz", "'2026-11-23 06:00:00+00:00'", "......x.x..x=...", "......x.x..x=..."},
    {"uuid", "'6f1c2f1e-0000-4000-8000-000000000000'", "......x.x....=..", "......x.x....=.."},
    {"decimal(10, 2)", "12.50", "....xxxx......=x", "....xxxxx.....=x"},
    {"json", "'{\"a\": 1}'", "......xxx......=", "......xxx......="}};

std::string literal_of(const Sample& sample, const std::string& dialect) {
    if (!sample.literal.empty()) return sample.literal;
    return dialect == "sqlite" ? "x'00ff'" : "'\\x00ff'::bytea";
}
std::string column_name(std::size_t to) { return "v" + std::to_string(to); }

} // namespace

// All in one revision: a column for each type that there is a way to. There and back again gives what it was, but for
// what has several spellings.
TEST_P(Changes, Case25MatrixOfPortableTypes) {
    for (const auto& from : samples) {
        SCOPED_TRACE(from.type);
        const auto& ways = is("sqlite") ? from.sqlite : from.postgresql;
        std::string given, changes, set, seen;
        for (std::size_t to = 0; to < samples.size(); ++to) {
            if (ways[to] != 'x') continue;
            const auto name = column_name(to);
            given += "- add_column: {table: hero, name: " + name + ", type: \"" + from.type + "\"}\n";
            changes += "- alter_column: {table: hero, column: " + name + ", type: \"" + samples[to].type + "\"}\n";
            set += (set.empty() ? "" : ", ") + name + " = " + literal_of(from, GetParam());
            seen += (seen.empty() ? "" : ", ") + ("CAST(" + name) + " AS TEXT)";
        }
        if (given.empty()) continue;
        Change change = this->change(given, changes);
        change.with("UPDATE hero SET " + set + " WHERE id = 2");
        const bool has_spellings = from.type == "text" || from.type == "varchar(20)" || from.type == "timestamptz";
        if (!has_spellings) change.gives_back("SELECT " + seen + " FROM hero ORDER BY id");
        change.run();
    }
}

TEST_P(Changes, Case25MatrixWhatDoesNotConvertNamesTheRow) {
    for (const auto& from : samples) {
        SCOPED_TRACE(from.type);
        const auto& ways = is("sqlite") ? from.sqlite : from.postgresql;
        const auto before = after(usual(), column(from.type));
        std::vector<aludel::migrations::Schema> stopping;
        for (std::size_t to = 0; to < samples.size(); ++to)
            if (ways[to] == '.') stopping.push_back(after(before, to_type(samples[to].type)));
        Change(GetParam(), before, before)
            .with("UPDATE hero SET v = " + literal_of(from, GetParam()) + " WHERE id = 2")
            .all_stop(stopping, {"hero.v", "(1 row: 2"});
    }
}

TEST_P(Changes, Case33EveryTypeIsReadAsItWasWritten) {
    std::string table = "- create_enum: {name: mood, values: [calm, cross]}\n"
                        "- create_table: {table: things, columns: [{name: id, type: bigint, nullable: false},"
                        " {name: m, type: enum mood}";
    int number = 0;
    for (const auto& sample : samples)
        table += ", {name: c" + std::to_string(++number) + ", type: \"" + sample.type + "\"}";
    change(table + "], primary_key: {name: pk_things, columns: [id]}}\n").run();
}

} // namespace changes
