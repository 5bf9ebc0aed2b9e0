// A squash of tables and of what they use from beside them: extensions, sequences, functions and enums come first.
#include "migrations/history/squash.hpp"
#include "tests/migrations/chain_lab.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <ostream>

namespace aludel::migrations::testing {
namespace {

/// What the second revision makes, and uses in a table of the first.
struct Use {
    const char* name;
    const char* dialect;
    const char* operations;
    const char* makes; ///< the kind of its first operation
};

void PrintTo(const Use& use, std::ostream* out) { *out << use.name << " on " << use.dialect; }

constexpr const char* new_enum = R"yaml(
  - create_enum: {name: rank, values: [squire, knight]}
  - add_column: {table: hero, name: extra, type: enum rank, nullable: false, default: knight}
)yaml";
constexpr const char* new_value = R"yaml(
  - alter_enum: {name: mood, values: [sad, glad]}
  - add_column: {table: hero, name: extra, type: enum mood, nullable: false, default: glad}
)yaml";
constexpr const char* new_name_of_a_value = R"yaml(
  - alter_enum: {name: mood, values: [gloomy], mapping: {sad: gloomy}}
  - add_column: {table: hero, name: extra, type: enum mood, nullable: false, default: gloomy}
)yaml";
constexpr const char* new_extension = R"yaml(
  - create_extension: {name: citext}
  - add_column: {table: hero, name: extra, type: native citext, nullable: false, default: {sql: "'nobody'"}}
)yaml";
constexpr const char* new_sequence = R"yaml(
  - create_sequence: {name: ticket, start: 5}
  - add_column: {table: hero, name: extra, type: bigint, nullable: false, default: {sql: "nextval('ticket')"}}
)yaml";
constexpr const char* new_function = R"yaml(
  - create_function: {name: is_short, sql: "(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT length($1) < 9'"}
  - add_column: {table: hero, name: extra, type: text, nullable: false, default: short}
  - create_check_constraint: {table: hero, name: ck_hero_extra, sql: is_short(extra)}
)yaml";

constexpr Use uses[] = {
    {"enum", "sqlite", new_enum, "create_enum"},
    {"value", "sqlite", new_value, "alter_enum"},
    {"renamed_value", "sqlite", new_name_of_a_value, "alter_enum"},
    {"enum", "postgresql", new_enum, "create_enum"},
    {"value", "postgresql", new_value, "alter_enum"},
    {"renamed_value", "postgresql", new_name_of_a_value, "alter_enum"},
    {"extension", "postgresql", new_extension, "create_extension"},
    {"sequence", "postgresql", new_sequence, "create_sequence"},
    {"function", "postgresql", new_function, "create_function"},
};

class SquashOfObjects : public ::testing::TestWithParam<Use> {
protected:
    void write_chain(bool has_children) {
        std::string first = R"yaml(
  - create_enum: {name: mood, values: [sad]}
  - create_table:
      table: hero
      columns: [{name: id, type: bigint, nullable: false, identity: true}, {name: name, type: text, nullable: false}]
      primary_key: {name: pk_hero, columns: [id]}
)yaml";
        if (has_children)
            first += R"yaml(
  - create_table:
      table: deed
      columns: [{name: hero_id, type: bigint, nullable: false}]
      foreign_keys: [{name: fk_deed_hero, columns: [hero_id], references: {table: hero, columns: [id]}}]
)yaml";
        has_children_ = has_children;
        files.write("a1", {}, first);
        files.write("b2", {"a1"}, GetParam().operations);
        files.write("c3", {"b2"}, "  - add_column: {table: hero, name: motto, type: text}\n");
    }

    void add_rows(ChainDatabase& database) const {
        database.execute("INSERT INTO hero (name) VALUES ('Ann'), ('Bob')");
        if (has_children_) database.execute("INSERT INTO deed SELECT id FROM hero WHERE name = 'Ann'");
    }

    std::string rows(ChainDatabase& database) const {
        auto text = database.rows("SELECT name, CAST(extra AS text), motto FROM hero ORDER BY id");
        if (has_children_) text += " " + database.rows("SELECT hero_id FROM deed ORDER BY hero_id");
        return text;
    }

    /// Upgraded with the chain as it was to `revision` ("": not at all), and then with `history`.
    std::unique_ptr<ChainDatabase> upgraded(const RevisionHistory& before, const std::string& revision,
                                            const RevisionHistory& history) const {
        auto database = std::make_unique<ChainDatabase>(GetParam().dialect);
        if (!revision.empty()) {
            database->upgrade(before, revision);
            add_rows(*database);
        }
        database->upgrade(history);
        return database;
    }

    void expect_the_same_from_everywhere() {
        const auto before = files.history();
        squash(files, "base:head", "s1");
        const auto now = files.history();
        for (const auto* revision : {"", "a1", "b2", "c3"}) {
            SCOPED_TRACE("from '" + std::string(revision) + "'");
            const auto expected = upgraded(before, revision, before), database = upgraded(before, revision, now);
            EXPECT_EQ(database->applied(), "s1");
            for (auto* each : {expected.get(), database.get()}) add_rows(*each);
            EXPECT_TRUE(database->schema() == expected->schema());
            EXPECT_EQ(rows(*database), rows(*expected));
            database->downgrade(now, "base");
            EXPECT_TRUE(database->schema() == Schema());
        }
    }

    std::vector<std::string> squashed_kinds() const {
        const auto history = files.history();
        std::vector<std::string> kinds;
        for (const auto& operation : squashed(history, closed_run(history, "base:head")).upgrade)
            kinds.emplace_back(kind_of(operation));
        return kinds;
    }

    ChainFiles files;

private:
    bool has_children_ = false;
};

INSTANTIATE_TEST_SUITE_P(Uses, SquashOfObjects, ::testing::ValuesIn(uses), [](const auto& tested) {
    return std::string(tested.param.name) + "_" + tested.param.dialect;
});

TEST_P(SquashOfObjects, ATableIsMadeAfterWhatItUses) {
    write_chain(false);
    EXPECT_EQ(squashed_kinds(), (std::vector<std::string>{"create_enum", GetParam().makes, "create_table"}));
    expect_the_same_from_everywhere();
}

TEST_P(SquashOfObjects, ATableThatOthersReferToIsChangedAfterIt) {
    write_chain(true);
    auto kinds = squashed_kinds();
    ASSERT_GE(kinds.size(), 5U);
    kinds.resize(5);
    EXPECT_EQ(kinds, (std::vector<std::string>{"create_enum", "create_table", "create_table", GetParam().makes,
                                               "add_column"}));
    expect_the_same_from_everywhere();
}

} // namespace
} // namespace aludel::migrations::testing
