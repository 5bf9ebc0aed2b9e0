// What only a person knows is asked on a terminal, and refused elsewhere with the options to paste.
#include "tests/tool/tool_project.hpp"

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

class Question : public testing::Test {
protected:
    void SetUp() override {
        project.write_hero("column name=alias type=text nullable=1\n");
        project.succeed({"revision", "-m", "first"});
    }
    const ToolProject project;
};

TEST_F(Question, PossibleRenameIsRefusedWithBothLines) {
    project.write_hero("column name=title type=text nullable=1\n");
    const auto result = project.aludel({"revision", "-m", "x"});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.error, "\n  --rename hero.alias:title ");
    expect_contains(result.error, "\n  --no-rename hero.alias:title ");
    EXPECT_EQ(project.revision_count(), 1U);

    const auto renamed = project.succeed({"revision", "-m", "x", "--rename", "hero.alias:title", "--stdout"});
    expect_contains(renamed, "rename_column");
    const auto replaced = project.succeed({"revision", "-m", "x", "--no-rename", "hero.alias:title", "--stdout"});
    expect_contains(replaced, "drop_column");
}

TEST_F(Question, PossibleRenameIsAskedOnATerminal) {
    project.write_hero("column name=title type=text nullable=1\n");
    auto result = project.aludel_on_terminal("revision --stdout", "perhaps\ny\n");
    EXPECT_EQ(result.status, 0) << result.output;
    expect_contains(result.output, "Is the column hero.title what hero.alias was?");
    expect_contains(result.output, "rename_column");
    result = project.aludel_on_terminal("revision --stdout", "n\n");
    expect_contains(result.output, "drop_column");
}

TEST_F(Question, NewRequiredColumnIsRefusedWithALineToPaste) {
    project.write_hero("column name=alias type=text nullable=1\ncolumn name=power type=integer\n");
    const auto result = project.aludel({"revision", "-m", "x"});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.error, "\n  --fill hero.power=0 ");
    EXPECT_EQ(project.revision_count(), 1U);
    expect_contains(project.succeed({"revision", "--fill", "hero.power=length(name)", "--stdout"}),
                    "fill: length(name)");
}

TEST_F(Question, NewRequiredColumnIsAskedOnATerminal) {
    project.write_hero("column name=alias type=text nullable=1\ncolumn name=power type=integer\n");
    const auto result = project.aludel_on_terminal("revision --stdout", "42\n");
    EXPECT_EQ(result.status, 0) << result.output;
    expect_contains(result.output, "hero.power (integer) is required");
    expect_contains(result.output, "fill:");
}

TEST_F(Question, AnswersThatFitNothingAreWrongUsage) {
    for (const auto& option : {"--rename", "--fill"}) {
        const auto result = project.aludel({"revision", "-m", "x", option, "hero.nobody:title=1"});
        EXPECT_EQ(result.status, 64);
        expect_contains(result.error, "hero.nobody:title=1");
    }
}

} // namespace
