// `aludel edit`, with a program in the place of the editor.
#include "tests/tool/tool_project.hpp"

#include <gtest/gtest.h>

#include <filesystem>

using namespace aludel::test;

namespace {

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

class Edit : public testing::Test {
protected:
    void SetUp() override {
        project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
        for (const auto& entry : std::filesystem::directory_iterator(project.path("migrations"))) file = entry.path();
        copy = file.parent_path() / ("." + file.stem().string() + ".edited.yaml");
    }
    RunResult edit(const std::string& editor, std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"edit", "a1"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return project.aludel(arguments, {.environment = {{"VISUAL", ""}, {"EDITOR", editor}}});
    }

    const ToolProject project;
    std::filesystem::path file, copy;
};

TEST_F(Edit, PutsWhatWasSavedIntoPlace) {
    const auto result = edit("sed -i -e 's/message: first/message: \"the first\" # a word/'");
    EXPECT_EQ(result.status, 0) << result.error;
    expect_contains(read_file(file), "message: \"the first\" # a word\n");
    EXPECT_FALSE(std::filesystem::exists(copy));
    EXPECT_EQ(project.succeed({"history"}), "base -> a1 (head)  the first\n");
    expect_contains(edit("true").output, "nothing was changed");
}

TEST_F(Edit, LeavesTheRevisionWhereWhatWasSavedIsWrong) {
    const auto before = read_file(file);
    for (const auto& [command, message] : std::vector<std::pair<std::string, std::string>>{
             {"sed -i 's/create_table/craete_table/'",
              "unknown operation 'craete_table' (did you mean 'create_table'?)"},
             {"sed -i 's/^revision: a1/revision: b2/'", "the id was 'a1'"},
             {"sed -i 's/^parents: .*/parents: [zz]/'", "has the parent zz, which is not there"},
             {"sed -i 's/type: bigint/type: enum mood/'", "mood"}}) {
        const auto result = edit(command);
        EXPECT_EQ(result.status, 1) << command;
        expect_contains(result.error, ".edited.yaml:");
        expect_contains(result.error, message);
        expect_contains(result.error, "is as it was. What was written is in ");
        EXPECT_EQ(read_file(file), before);
        EXPECT_NE(read_file(copy), before);
        expect_contains(edit("true").error, "there is what was written before");
        std::filesystem::remove(copy);
    }
    EXPECT_EQ(edit("false").status, 1);
    EXPECT_FALSE(std::filesystem::exists(copy)) << "nothing was written";
}

TEST_F(Edit, AFileThatWasChangedMeanwhileStays) {
    const auto result = edit("sh -c 'echo \"# mine\" >> \"$1\"; echo \"# theirs\" >> \"" + file.string() + "\"' -");
    EXPECT_EQ(result.status, 1);
    expect_contains(result.error, "was changed meanwhile, and is left so");
    expect_contains(read_file(file), "# theirs\n");
    expect_contains(read_file(copy), "# mine\n");
}

TEST_F(Edit, AskTheDatabaseOfTheEnvironmentAsOtherCommandsDo) {
    const auto before = read_file(file);
    project.succeed({"upgrade", "--url", "sqlite:///h.db"});
    const auto refused = project.aludel(
        {"edit", "a1"}, {.environment = {{"ALUDEL_URL", "sqlite:///h.db"}, {"VISUAL", "sed -i s/first/1st/"}}});
    EXPECT_EQ(refused.status, 1) << refused.output;
    expect_contains(refused.error, "revision a1 has been applied to sqlite:///h.db");
    EXPECT_EQ(read_file(file), before);
}

TEST_F(Edit, OnATerminalAsksWhetherToGoOn) {
    // Wrong the first time, right the second.
    write_file(project.path("editor"), "#!/bin/sh\nif [ -e again ]; then sed -i 's/craete/create/' \"$1\"\n"
                                       "else sed -i 's/create_table/craete_table/' \"$1\"; touch again; fi\n"
                                       "echo '# edited' >> \"$1\"\n");
    std::filesystem::permissions(project.path("editor"), std::filesystem::perms::owner_all);
    setenv("VISUAL", project.path("editor").c_str(), 1);
    const auto before = read_file(file);
    const auto left = project.aludel_on_terminal("edit a1", "n\n");
    EXPECT_EQ(left.status, 1) << left.output;
    expect_contains(left.output, "unknown operation 'craete_table'");
    expect_contains(left.output, "Edit it again?");
    EXPECT_EQ(read_file(file), before);

    std::filesystem::remove(copy);
    std::filesystem::remove(project.path("again"));
    const auto mended = project.aludel_on_terminal("edit a1", "y\n");
    unsetenv("VISUAL");
    EXPECT_EQ(mended.status, 0) << mended.output;
    EXPECT_EQ(read_file(file), before + "# edited\n# edited\n");
}

TEST_F(Edit, RefusesWhatADatabaseHasHad) {
    project.succeed({"upgrade", "--url", "sqlite:///h.db"});
    const auto result = edit("false", {"--url", "sqlite:///h.db"});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.error, "revision a1 has been applied to sqlite:///h.db");
}

} // namespace
