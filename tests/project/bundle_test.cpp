// BUNDLE: a program that upgrades the database before the application is launched.
#include "tests/project/nested_project.hpp"

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

class Bundle : public testing::TestWithParam<const char*> {
protected:
    RunResult migrate(const std::vector<std::string>& arguments, const std::string& url = "") const {
        std::vector<std::string> command = {project.executable().string() + "-migrate"};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return run(command, {.directory = project.source(), .environment = {{"ALUDEL_URL", url}}});
    }
    std::string build() const {
        const auto result = project.build();
        EXPECT_EQ(result.status, 0) << result.output << result.error;
        return result.output + result.error;
    }

    const NestedProject project{Way::installed, GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Generators, Bundle, testing::ValuesIn(generators), [](const auto& parameter) {
    std::string name = parameter.param;
    for (char& c : name)
        if (c == ' ' || c == '-') c = '_';
    return name;
});

TEST_P(Bundle, RunsTheRevisionsWithTheirFunctionsAndWithoutTheApplication) {
    write_file(project.app() / "migrations/1.yaml",
               "revision: aaaaaaaaaaa1\nparents: []\nmessage: first\ncreated: 2026-11-23T06:00:00Z\nupgrade:\n"
               "  - create_table: {table: hero, columns: [{name: id, type: bigint, nullable: false, identity: true}, "
               "{name: name, type: text, nullable: false}], primary_key: {name: pk_hero, columns: [id]}}\n"
               "  - call: {function: add_first_hero}\n");
    project.write_call("add_migrations(heroes MODELS model.hpp DATABASES sqlite BUNDLE)\n"
                       "target_sources(heroes PRIVATE steps.cpp)\n"
                       "install(TARGETS heroes-migrate)\n");
    const auto steps = [&](const std::string& name) {
        write_file(project.app() / "steps.cpp",
                   "#include <heroes/migrations.hpp>\n#include <aludel/connection.hpp>\n"
                   "void heroes::migration_steps::add_first_hero(aludel::Connection& connection) {\n"
                   "    connection.execute(\"INSERT INTO hero (name) VALUES ($1)\", std::string(\"" +
                       name + "\"));\n}\n");
    };
    steps("Ann");
    auto result = project.configure();
    ASSERT_EQ(result.status, 0) << result.output << result.error;
    result = project.build();
    EXPECT_NE(result.status, 0) << "a function is missing";
    EXPECT_NE((result.output + result.error).find("add_first_hero"), std::string::npos) << result.output;

    project.write_call("add_migrations(heroes MODELS model.hpp DATABASES sqlite BUNDLE steps.cpp)\n"
                       "target_sources(heroes PRIVATE steps.cpp)\n"
                       "install(TARGETS heroes-migrate)\n");
    build();
    project.build(); // Unix Makefiles look once more at a directory that was changed during the build
    EXPECT_FALSE(did_something(project.build()));

    constexpr auto words_of_scripts = "does to a database, rows and all, what an upgrade would";
    EXPECT_NE(read_file(project.executable().string() + "-migrate").find(words_of_scripts), std::string::npos);
    EXPECT_EQ(read_file(project.executable()).find(words_of_scripts), std::string::npos)
        << "an application that asks for no scripts links none of them";

    EXPECT_EQ(migrate({"upgrade"}).status, 64) << "which database?";
    result = migrate({"upgrade"}, "sqlite:///b.db");
    EXPECT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(result.output, "  + aaaaaaaaaaa1 first\nsqlite:///b.db: created, base -> aaaaaaaaaaa1\n");
    EXPECT_EQ(project.heroes({"b.db"}).output, "0\n") << "the application finds nothing to do";
    EXPECT_EQ(project.heroes({"b.db", "SELECT name FROM hero"}).output, "Ann;\n");
    EXPECT_EQ(migrate({"current", "--check-heads", "--url", "sqlite:///b.db"}).status, 0);
    EXPECT_NE(migrate({"upgrade", "--sql", "--calls", "comment"}).output.find("-- LEFT OUT: add_first_hero()"),
              std::string::npos);
    EXPECT_EQ(migrate({"upgrade", "--sql"}).status, 1);

    steps("Bo");
    write_file(project.app() / "migrations/2.yaml",
               "revision: aaaaaaaaaaa2\nparents: [aaaaaaaaaaa1]\nmessage: power\ncreated: 2026-11-23T06:00:00Z\n"
               "upgrade:\n  - add_column: {table: hero, name: power, type: integer}\n");
    project.write_model("std::optional<int> power;");
    build();
    EXPECT_EQ(migrate({"upgrade", "--url", "sqlite:///b.db"}).output,
              "  + aaaaaaaaaaa2 power\nsqlite:///b.db: upgraded, aaaaaaaaaaa1 -> aaaaaaaaaaa2\n");

    result = run({ALUDEL_TEST_CMAKE, "--install", project.build_directory().string(), "--config", "Debug", "--prefix",
                  (project.source() / "prefix").string()});
    EXPECT_EQ(result.status, 0) << result.error;
    result = run({(project.source() / "prefix/bin/heroes-migrate").string(), "history"});
    EXPECT_EQ(result.status, 0) << result.error;
    EXPECT_NE(result.output.find("aaaaaaaaaaa2 (head)  power"), std::string::npos) << result.output;
}

} // namespace
