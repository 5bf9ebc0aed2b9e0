// `aludel squash`, on a real database file.
#include "tests/tool/tool_project.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

class Squash : public testing::Test {
protected:
    void SetUp() override {
        project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
        project.write_hero("column name=power type=integer default=0\n");
        project.succeed({"revision", "-m", "add power", "--rev-id", "b2"});
        project.write_hero("column name=power type=integer default=0\ncolumn name=age type=integer nullable=1\n");
        project.succeed({"revision", "-m", "add age", "--rev-id", "c3"});
    }
    std::string succeed(std::vector<std::string> arguments, const std::string& database) const {
        arguments.insert(arguments.end(), {"--url", "sqlite:///" + database});
        return project.succeed(arguments);
    }
    RunResult aludel(std::vector<std::string> arguments, const std::string& database) const {
        arguments.insert(arguments.end(), {"--url", "sqlite:///" + database});
        return project.aludel(arguments);
    }
    void add_hero(const std::string& database) const {
        auto connection = aludel::create_engine("sqlite:///" + project.path(database).string()).connect();
        connection.execute("INSERT INTO hero (name) VALUES ('Ann')");
    }
    std::int64_t heroes(const std::string& database) const {
        auto connection = aludel::create_engine("sqlite:///" + project.path(database).string()).connect();
        return std::get<std::int64_t>(connection.query("SELECT count(*) FROM hero").rows[0][0]);
    }

    const ToolProject project;
};

TEST_F(Squash, ReplacesARunAndDatabasesFollow) {
    succeed({"upgrade", "a1"}, "part.db");
    succeed({"upgrade", "b2"}, "all.db");
    succeed({"upgrade"}, "whole.db");
    for (const auto* database : {"part.db", "all.db", "whole.db"}) add_hero(database);

    const auto result = project.aludel({"squash", "a1:b2", "-m", "the beginning", "--rev-id", "s1"});
    ASSERT_EQ(result.status, 0) << result.error;
    expect_contains(result.output, "_the_beginning.yaml\n");
    expect_contains(result.error, "_add_age.yaml: comes from s1 now\n");
    expect_contains(result.error, "aludel squash --finish s1\n");
    EXPECT_EQ(project.succeed({"history"}), "s1 -> c3 (head)  add age\nbase -> s1  the beginning\n");
    EXPECT_EQ(project.succeed({"heads"}), "s1 -> c3 (head)  add age\n");

    EXPECT_EQ(succeed({"current"}, "whole.db"), "c3 (head)  add age\n");
    EXPECT_EQ(succeed({"current"}, "all.db"), "s1  the beginning\n") << "before anything is written";
    EXPECT_EQ(succeed({"current"}, "part.db"), "a1 (replaced)  first\n");
    expect_contains(succeed({"history", "-i"}, "all.db"), "s1 (current)");
    expect_contains(aludel({"check"}, "all.db").output, "  c3 add age: not applied\n");
    expect_contains(succeed({"upgrade"}, "part.db"), "  + b2 add power\n  + s1 the beginning\n  + c3 add age\n");
    expect_contains(succeed({"upgrade"}, "all.db"), "b2 -> c3\n");
    expect_contains(succeed({"upgrade"}, "whole.db"), "c3 -> c3\n");
    for (const auto* database : {"part.db", "all.db", "whole.db"}) {
        EXPECT_EQ(succeed({"check"}, database), "nothing is pending\n");
        EXPECT_EQ(succeed({"current"}, database), "c3 (head)  add age\n");
        EXPECT_EQ(heroes(database), 1);
    }

    const auto removed = project.succeed({"squash", "--finish", "s1"});
    expect_contains(removed, "_add_power.yaml\n");
    expect_contains(removed, "_first.yaml\n");
    EXPECT_EQ(project.revision_count(), 2U);
    EXPECT_EQ(succeed({"check"}, "part.db"), "nothing is pending\n");
    expect_contains(succeed({"upgrade"}, "none.db"), "  + s1 the beginning\n  + c3 add age\n");
    expect_contains(project.succeed({"squash", "--finish", "s1"}), "nothing is left");
}

TEST_F(Squash, WritesNothingWhereItRefuses) {
    EXPECT_EQ(project.aludel({"squash"}).status, 64);
    EXPECT_EQ(project.aludel({"squash", "--finish", "a1"}).status, 1);
    expect_contains(project.aludel({"squash", "c3:a1"}).error, "a1 does not come from c3");
    project.succeed({"revision", "--empty", "--head", "b2", "--splice", "-m", "aside", "--rev-id", "x1"});
    const auto refused = project.aludel({"squash", "a1:c3"});
    EXPECT_EQ(refused.status, 1);
    expect_contains(refused.error, "are not closed:\n  x1 comes from b2");
    EXPECT_EQ(project.revision_count(), 4U);
}

} // namespace
