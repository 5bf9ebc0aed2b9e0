// Commands on a real database file.
#include "tests/tool/tool_project.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

class Database : public testing::Test {
protected:
    void SetUp() override {
        project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
        project.write_hero("column name=power type=integer default=0\n");
        project.succeed({"revision", "-m", "add power", "--rev-id", "b2"});
    }
    std::string succeed(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--url", "sqlite:///h.db"});
        return project.succeed(arguments);
    }
    RunResult aludel(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--url", "sqlite:///h.db"});
        return project.aludel(arguments);
    }
    const ToolProject project;
};

TEST_F(Database, UpAndDownAndUp) {
    expect_contains(succeed({"upgrade", "a1"}), "  + a1 first\n");
    EXPECT_EQ(aludel({"current", "--check-heads"}).status, 2);
    expect_contains(succeed({"upgrade"}), "  + b2 add power\n");
    expect_contains(succeed({"upgrade"}), "up to date");
    EXPECT_EQ(succeed({"current"}), "b2 (head)  add power\n");
    EXPECT_EQ(aludel({"current", "--check-heads"}).status, 0);
    EXPECT_EQ(succeed({"check"}), "nothing is pending\n");
    EXPECT_EQ(succeed({"history", "-i"}), "a1 -> b2 (head) (current)  add power\nbase -> a1 (applied)  first\n");
    expect_contains(succeed({"downgrade", "-1"}), "  - b2 add power\n");
    EXPECT_EQ(succeed({"current"}), "a1  first\n");
    expect_contains(succeed({"downgrade", "base", "--json"}), "\"downgraded\"");
}

TEST_F(Database, StampRunsNothing) {
    write_file(project.path("h.db"), "");
    succeed({"stamp", "heads"});
    EXPECT_EQ(succeed({"current"}), "b2 (head)  add power\n");
    const auto check = aludel({"check"});
    EXPECT_EQ(check.status, 2) << "the tables are not there";
    expect_contains(check.output, "has drifted from its revisions:\n");
    expect_contains(check.output, "- table hero");
}

TEST_F(Database, CheckFindsWhatIsNotApplied) {
    succeed({"upgrade", "a1"});
    const auto check = aludel({"check"});
    EXPECT_EQ(check.status, 2);
    expect_contains(check.output, "  b2 add power: not applied\n");
}

TEST_F(Database, UrlFromTheEnvironment) {
    const auto result = project.aludel({"upgrade"}, {.environment = {{"ALUDEL_URL", "sqlite:///other.db"}}});
    EXPECT_EQ(result.status, 0) << result.error;
    EXPECT_TRUE(std::filesystem::exists(project.path("other.db")));
}

TEST_F(Database, DirectoryOfRevisionFilesNeedsNoProject) {
    std::filesystem::remove_all(project.path("build"));
    expect_contains(succeed({"--directory", "migrations", "upgrade"}), "  + b2 add power\n");
}

// Catalogue 74.
TEST_F(Database, IncludeAndExcludeByNameAndPattern) {
    succeed({"upgrade"});
    auto connection = aludel::create_engine("sqlite:///" + project.path("h.db").string()).connect();
    connection.execute("CREATE TABLE tmp_import (id INTEGER PRIMARY KEY, hero_id REFERENCES hero (id));"
                       "CREATE TABLE scratch (v); CREATE VIRTUAL TABLE words USING fts5(word)");
    const std::vector<std::string> from{"diff", "--from", "sqlite:///h.db", "--to", "heads"};
    const auto diff = [&](std::vector<std::string> more) {
        auto arguments = from;
        arguments.insert(arguments.end(), more.begin(), more.end());
        return project.aludel(arguments);
    };
    expect_contains(diff({}).output, "- table tmp_import");
    expect_contains(diff({}).error, "not described, and left alone: virtual table words");
    EXPECT_EQ(diff({"--exclude", "tmp_*", "--exclude", "scratc?"}).output, "no changes\n");
    EXPECT_EQ(diff({"--include", "hero"}).output, "no changes\n");
    expect_contains(diff({"--include", "*r*"}).output, "- table scratch");
    const auto inspected = succeed({"inspect", "--exclude", "hero"});
    EXPECT_EQ(inspected.find("table: hero"), std::string::npos) << inspected;
    EXPECT_EQ(inspected.find("aludel_revision"), std::string::npos) << inspected;
    expect_contains(inspected, "table: tmp_import");
}

} // namespace
