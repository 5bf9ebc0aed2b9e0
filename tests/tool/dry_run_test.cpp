// `--dry-run` says what would be done to a database that holds rows, and leaves every byte of it as it was.
#include "tests/support/temporary_database.hpp"
#include "tests/tool/tool_project.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

using namespace aludel::test;

namespace {

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

std::string bytes(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

constexpr auto first = R"(revision: a1
parents: []
message: first
upgrade:
  - create_table:
      table: team
      columns: [{name: id, type: integer, nullable: false, identity: true}, {name: name, type: text}]
      primary_key: {name: pk_team, columns: [id]}
  - create_table:
      table: hero
      columns:
        - {name: id, type: integer, nullable: false, identity: true}
        - {name: name, type: text}
        - {name: age, type: integer}
        - {name: team_id, type: integer}
      primary_key: {name: pk_hero, columns: [id]}
      foreign_keys: [{name: fk_hero_team, columns: [team_id], references: {table: team, columns: [id]}}]
)";
constexpr auto second = R"(revision: b2
parents: [a1]
message: ask more
upgrade:
  - alter_column: {table: hero, column: name, nullable: false}
  - alter_column: {table: hero, column: age, type: double}
  - create_index: {table: hero, name: ix_hero_age, columns: [age]}
)";
constexpr auto third = R"(revision: c3
parents: [b2]
message: by hand
upgrade:
  - call: {function: tidy_up, reverse: ""}
  - execute: {sql: UPDATE team SET name = 'x', reverse: ""}
)";

class DryRun : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        write_file(project.path("migrations/1.yaml"), first);
        write_file(project.path("migrations/2.yaml"), second);
        aludel({"upgrade", "a1"});
        auto connection = aludel::create_engine(database.url()).connect();
        connection.execute("INSERT INTO team (name) VALUES ('t'); "
                           "INSERT INTO hero (name, age, team_id) VALUES ('a', 1, 1), ('b', 2, 1), ('c', 3, 1)");
    }
    RunResult run(std::vector<std::string> arguments, const std::string& url) const {
        arguments.insert(arguments.begin(), {"--directory", "migrations"});
        arguments.insert(arguments.end(), {"--url", url});
        return project.aludel(arguments);
    }
    std::string aludel(const std::vector<std::string>& arguments) const {
        const auto result = run(arguments, database.url());
        EXPECT_EQ(result.status, 0) << result.error;
        EXPECT_EQ(result.error, "");
        return result.output;
    }
    std::string contents() const {
        if (std::string(GetParam()) == "sqlite") return bytes(database.name());
        const auto dump = aludel::test::run({"pg_dump", "--dbname", database.url()}).output;
        EXPECT_NE(dump.find("CREATE TABLE public.hero"), std::string::npos);
        return dump.substr(dump.find("SET "), dump.rfind("-- PostgreSQL database dump complete") - dump.find("SET "));
    }

    const ToolProject project;
    const TemporaryDatabase database{GetParam()};
};

TEST_P(DryRun, says_what_an_upgrade_would_do_and_writes_nothing) {
    const auto before = contents();
    const auto text = aludel({"upgrade", "--dry-run"});
    expect_contains(text, ": a1 -> b2, 1 revision would be applied. Nothing was written.\n  + b2 ask more\n");
    expect_contains(text, "hero (3 rows): reads every row");
    expect_contains(text, "finds no row now");
    expect_contains(text, "hero (3 rows): writes every row anew");
    expect_contains(text, "hero (3 rows): builds an index");
    EXPECT_EQ(contents(), before);
    EXPECT_EQ(aludel({"current"}), "a1  first\n");

    aludel({"upgrade"});
    const auto after = contents();
    expect_contains(aludel({"upgrade", "--dry-run"}), "is up to date at b2: nothing would be done");
    const auto down = aludel({"downgrade", "base", "--dry-run"});
    expect_contains(down, "2 revisions would be taken back. Nothing was written.\n  - b2 ask more\n");
    expect_contains(down, "  - a1 first\n");
    expect_contains(down, "DROP TABLE \"hero\"");
    EXPECT_EQ(contents(), after);
}

TEST_P(DryRun, asks_now_what_would_stop_the_upgrade) {
    aludel::create_engine(database.url()).connect().execute("UPDATE hero SET name = NULL WHERE id > 1");
    const auto text = aludel({"upgrade", "--dry-run"});
    expect_contains(text, "WOULD STOP: hero.name becomes NOT NULL, and rows hold NULL");
    expect_contains(text, "(2 rows: 2: NULL; 3: NULL)");
}

TEST_P(DryRun, tells_of_functions_that_only_the_application_has) {
    write_file(project.path("migrations/3.yaml"), third);
    const auto text = aludel({"upgrade", "--dry-run"});
    expect_contains(text, "calls tidy_up() of the application");
    expect_contains(text, "UPDATE team SET name = 'x'\n        -- team (1 row): changes rows");
    EXPECT_EQ(run({"upgrade"}, database.url()).status, 1) << "the command itself cannot call it";
}

TEST_P(DryRun, answers_programs_in_json) {
    const auto json = aludel({"upgrade", "--dry-run", "--json"});
    EXPECT_EQ(json.front(), '{');
    for (const auto* part : {"\"direction\": \"upgrade\"", "\"work\": \"rewrites\"", "\"rows\": 3",
                             "\"rows_estimated\": false", "\"asked\": true", "\"obstacle\": \"\""})
        expect_contains(json, part);
}

INSTANTIATE_TEST_SUITE_P(Databases, DryRun, testing::Values("sqlite", "postgresql"));

TEST(DryRunPostgresql, needs_no_right_to_write_and_names_locks) {
    const ToolProject project;
    const TemporaryDatabase database("postgresql");
    write_file(project.path("migrations/1.yaml"), first);
    write_file(project.path("migrations/2.yaml"), second);
    project.succeed({"--directory", "migrations", "upgrade", "a1", "--url", database.url()});
    const auto separator = database.url().find('?') == std::string::npos ? "?" : "&";
    const auto text = project.succeed({"--directory", "migrations", "upgrade", "--dry-run", "--url",
                                       database.url() + separator + "options=-c%20default_transaction_read_only%3Don"});
    expect_contains(text, "locks hero: ACCESS EXCLUSIVE");
    expect_contains(text, "locks hero: SHARE\n");
}

// The column's own, unless a step before may have dropped it.
TEST(DryRunPostgresql, asks_now_what_would_go_with_a_column) {
    const ToolProject project;
    const TemporaryDatabase database("postgresql");
    const auto upgrade = [&](const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"--directory", "migrations", "upgrade", "--url", database.url()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto result = project.aludel(arguments);
        EXPECT_EQ(result.status, 0) << result.error;
        return result.output;
    };
    write_file(project.path("migrations/1.yaml"), first);
    upgrade({});
    aludel::create_engine(database.url()).connect().execute("CREATE INDEX hand ON hero (name) WHERE age > 1");
    const std::string head = "revision: b2\nparents: [a1]\nmessage: ask no more\nupgrade:\n";
    const std::string drop = "  - drop_column: {table: hero, column: age}\n";
    write_file(project.path("migrations/2.yaml"), head + drop);
    expect_contains(upgrade({"--dry-run"}),
                    "WOULD STOP: hero.age is dropped, and with it would go what no revision "
                    "knows of: drop that first, or take it into the revisions (1 row: 'index hand')");
    write_file(project.path("migrations/2.yaml"), head + "  - execute: {sql: DROP INDEX hand, reverse: \"\"}\n" + drop);
    expect_contains(upgrade({"--dry-run"}), "is asked when what comes before is done");
    upgrade({});
}

TEST(DryRunSqlite, waits_for_nobody) {
    const ToolProject project;
    write_file(project.path("migrations/1.yaml"), first);
    write_file(project.path("migrations/2.yaml"),
               "revision: b2\nparents: [a1]\nupgrade:\n  - alter_column: {table: hero, "
               "column: name, nullable: false}\n");
    project.succeed({"--directory", "migrations", "upgrade", "a1", "--url", "sqlite:///h.db"});
    auto other = aludel::create_engine("sqlite:///" + project.path("h.db").string()).connect();
    other.execute("BEGIN IMMEDIATE");
    other.execute("UPDATE team SET name = 'z'");
    const auto text = project.succeed({"--directory", "migrations", "upgrade", "--dry-run", "--url", "sqlite:///h.db"});
    expect_contains(text, "edits the definition of hero");
    expect_contains(text, "others can read, and wait to write");
    other.execute("ROLLBACK");
}

TEST(DryRunSqlite, makes_no_database) {
    const ToolProject project;
    write_file(project.path("migrations/1.yaml"), first);
    const auto result =
        project.aludel({"--directory", "migrations", "upgrade", "--dry-run", "--url", "sqlite:///h.db"});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.error, "there is no database");
    EXPECT_FALSE(std::filesystem::exists(project.path("h.db")));
}

} // namespace
