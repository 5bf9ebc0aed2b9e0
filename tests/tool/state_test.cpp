// STATE: models, a revision, empty, a database, a file.
#include "tests/tool/tool_project.hpp"

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

class StateOf : public testing::Test {
protected:
    void SetUp() override {
        project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
        project.succeed({"upgrade", "--url", "sqlite:///h.db"});
        write_file(project.path("schema.yaml"), project.succeed({"inspect", "--url", "sqlite:///h.db"}));
        project.write_hero("column name=power type=integer default=0\n");
    }
    const ToolProject project;
};

TEST_F(StateOf, EveryKindSaysTheSame) {
    for (const auto* state : {"heads", "a1", "sqlite:///h.db", "schema.yaml"}) {
        SCOPED_TRACE(state);
        EXPECT_EQ(project.succeed({"diff", "--from", state}), "  + hero.power   integer not null default 0\n");
        EXPECT_EQ(project.succeed({"diff", "--from", state, "--to", "a1"}), "no changes\n");
    }
    expect_contains(project.succeed({"diff", "--from", "empty"}), "+ table hero");
}

TEST_F(StateOf, FilesAndDatabasesNeedNoProject) {
    const TemporaryDirectory elsewhere;
    write_file(elsewhere / "schema.yaml", read_file(project.path("schema.yaml")));
    const auto aludel = [&](std::vector<std::string> words) {
        words.insert(words.begin(), ALUDEL_TEST_TOOL);
        return run(words, {.directory = elsewhere.path()});
    };
    const auto difference = aludel({"diff", "--from", "empty", "--to", "schema.yaml"});
    EXPECT_EQ(difference.status, 0) << difference.error;
    expect_contains(difference.output, "+ table hero");
    const auto sql = aludel({"diff", "--from", "empty", "--to", "schema.yaml", "--format", "sql"});
    EXPECT_EQ(sql.status, 64);
    expect_contains(sql.error, "--dialect");
    const auto models = aludel({"diff", "--from", "schema.yaml"});
    EXPECT_EQ(models.status, 1);
    expect_contains(models.error, "holds a project");
}

TEST_F(StateOf, DiffInEveryFormat) {
    expect_contains(project.succeed({"diff", "--format", "yaml"}), "add_column");
    expect_contains(project.succeed({"diff", "--format", "json"}), "\"add_column\"");
    expect_contains(project.succeed({"diff", "--format", "sql"}), "ALTER TABLE");
    EXPECT_EQ(project.aludel({"diff", "--check"}).status, 2);
    EXPECT_EQ(project.aludel({"diff", "--check", "--to", "heads"}).status, 0);
}

TEST_F(StateOf, InspectInEveryFormat) {
    expect_contains(project.succeed({"inspect", "--url", "sqlite:///h.db", "--format", "sql"}), "CREATE TABLE");
    expect_contains(project.succeed({"inspect", "--url", "sqlite:///h.db", "--format", "json"}), "\"hero\"");
    const auto text = project.succeed({"inspect", "--url", "sqlite:///h.db"});
    EXPECT_EQ(text.find("aludel_revision"), std::string::npos) << "the history table is not the user's";
}

} // namespace
