// Catalogue 5, 6 and 35 to 37: defaults.
#include "tests/changes/change.hpp"

namespace changes {
namespace {

/// `hero` with a column `v` of that type, and that default.
std::string column(const std::string& type, const std::string& value = "") {
    return "- add_column: {table: hero, name: v, type: \"" + type + "\"" +
           (value.empty() ? "" : ", default: " + value) + "}\n";
}
std::string to_default(const std::string& value) {
    return "- alter_column: {table: hero, column: v, default: " + value + "}\n";
}

struct Spelt {
    std::string type;
    std::string value; ///< in a revision file
};
const std::vector<Spelt> defaults{{"integer", "5"},
                                  {"integer", "-5"},
                                  {"text", "'it''s \"quoted\" \\ 100% $1'"},
                                  {"text", "''"},
                                  {"boolean", "true"},
                                  {"boolean", "false"},
                                  {"timestamp", "{now: true}"},
                                  {"timestamptz", "{now: true}"},
                                  {"date", "{now: true}"},
                                  {"text", "{sql: lower('ABC')}"},
                                  {"double", "1.5"},
                                  {"decimal(10, 2)", "-12.25"},
                                  {"json", "'{\"a\": [1, 2]}'"},
                                  {"timestamp", "'2026-11-23 06:00:00'"},
                                  {"uuid", "6f1c2f1e-0000-4000-8000-000000000000"},
                                  {"bytes", "{sql: {sqlite: \"x'00ff'\", postgresql: \"'\\\\x00ff'::bytea\"}}"}};

} // namespace

TEST_P(Changes, Case35And37DefaultsAddedAndDropped) {
    for (const auto& [type, value] : defaults) {
        SCOPED_TRACE(type + ": " + value);
        change(column(type), to_default(value)).keeps("SELECT count(*) FROM hero WHERE v IS NULL").run();
        change(column(type, value), to_default("null")).keeps("SELECT count(*) FROM hero WHERE v IS NOT NULL").run();
    }
}

TEST_P(Changes, Case35DefaultChangedAndOldRowsKeepWhatTheyHad) {
    change(column("integer", "5")).gives("SELECT DISTINCT v FROM hero", {{"5"}}).run();
    change(column("integer", "5"), to_default("7"))
        .keeps("SELECT id, v FROM hero ORDER BY id")
        .gives("SELECT DISTINCT v FROM hero", {{"5"}})
        .run();
}

TEST_P(Changes, Case35ExplicitNullIsNoDefault) {
    using namespace aludel::migrations;
    Change(GetParam(), after(usual(), column("integer")), after(usual(), column("integer", "{sql: 'NULL'}"))).is_none();
}

TEST_P(Changes, Case36TheSameWrittenOtherwiseIsNoDifference) {
    using namespace aludel::migrations;
    const auto same = [&](const std::string& type, const std::string& one, const std::string& other) {
        SCOPED_TRACE(type + ": " + one + " and " + other);
        Change(GetParam(), after(usual(), column(type, one)), after(usual(), column(type, other))).is_none();
    };
    same("integer", "5", "{sql: '(5)'}");
    same("integer", "-5", "{sql: '(-5)'}");
    same("text", "a", "{sql: \"'a'\"}");
    same("text", "a", "{sql: \"('a')\"}");
    same("boolean", "true", "{sql: 'TRUE'}");
    same("timestamp", "{now: true}",
         "{sql: {sqlite: current_timestamp, postgresql: \"(now() AT TIME ZONE 'UTC'::text)\"}}");
    if (is("sqlite")) return;
    same("double", "5.1", "{sql: '5.1::float'}");
    same("text", "a", "{sql: \"'a'::text\"}");
    same("varchar(20)", "a", "{sql: \"'a'::character varying\"}");
    same("integer", "5", "{sql: \"'5'::integer\"}");
    same("timestamptz", "{now: true}", "{sql: CURRENT_TIMESTAMP}");
    same("json", "'{}'", "{sql: \"'{}'::json\"}");
}

TEST_P(Changes, Case6CalculatedDefaultOnAFilledTable) {
    change("- add_column: {table: hero, name: v, type: timestamp, nullable: false, default: {now: true}}\n")
        .gives("SELECT count(*) FROM hero WHERE v IS NULL", {{"0"}})
        .run();
}

TEST_P(Changes, Case37DefaultOnAnEnum) {
    change("- create_enum: {name: mood, values: [calm, \"it's on\"]}\n" + column("enum mood", "calm"),
           to_default("\"it's on\""))
        .gives("SELECT DISTINCT v FROM hero", {{"calm"}})
        .run();
}

} // namespace changes
