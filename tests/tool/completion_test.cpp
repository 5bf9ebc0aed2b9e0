// What a shell offers, asked of the real shells.
#include "tests/tool/tool_project.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

using namespace aludel::test;

namespace {

using Lines = std::vector<std::string>;

/// Sorted, each without what stands behind its tab.
Lines candidates(const std::string& text) {
    std::istringstream stream(text);
    Lines lines;
    for (std::string line; std::getline(stream, line);)
        if (!line.empty()) lines.push_back(line.substr(0, line.find('\t')));
    std::ranges::sort(lines);
    return lines;
}

class Completion : public testing::Test {
protected:
    void SetUp() override {
        project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
        project.write_hero("column name=power type=integer default=0\n");
        project.succeed({"revision", "-m", "add power", "--rev-id", "a2"});
        for (const auto* shell : {"bash", "zsh", "fish"})
            write_file(project.path(shell), project.succeed({"completion", shell}));
        std::filesystem::create_directory(project.path("bin"));
        std::filesystem::create_symlink(ALUDEL_TEST_TOOL, project.path("bin/aludel"));
    }
    Lines offered(std::vector<std::string> words) const {
        words.insert(words.begin(), {ALUDEL_TEST_TOOL, "__complete"});
        const auto result = run(words, {.directory = project.path("")});
        EXPECT_EQ(result.status, 0);
        EXPECT_EQ(result.error, "");
        return candidates(result.output);
    }
    Lines in_shell(const std::string& shell, const std::string& script) const {
        if (run({"sh", "-c", "command -v " + shell}).status != 0) return {"not installed"};
        const auto path = project.path("bin").string() + ":" + std::getenv("PATH");
        const auto result =
            run({shell, "-c", script}, {.directory = project.path(""), .environment = {{"PATH", path}}});
        EXPECT_EQ(result.error, "");
        return candidates(result.output);
    }
    const ToolProject project;
};

TEST_F(Completion, offers_what_may_stand_there) {
    EXPECT_EQ(offered({"upg"}), (Lines{"upgrade", "upgrade-all"}));
    EXPECT_EQ(offered({"--no-build", "sta"}), Lines{"stamp"});
    EXPECT_EQ(offered({"diff", "--dial"}), Lines{"--dialect"});
    EXPECT_EQ(offered({"diff", "--format", "y"}), Lines{"yaml"});
    EXPECT_EQ(offered({"diff", "--format=y"}), Lines{"--format=yaml"});
    EXPECT_EQ(offered({"show", "a"}), (Lines{"a1", "a2"}));
    EXPECT_EQ(offered({"show", "h"}), (Lines{"head", "heads"}));
    EXPECT_EQ(offered({"merge", "a1", "a"}), (Lines{"a1", "a2"})) << "merge takes several";
    EXPECT_EQ(offered({"show", "a1", "a"}), Lines()) << "show takes one";
    EXPECT_EQ(offered({"diff", "--from", "mod"}), (Lines{":files", "models"}));
    EXPECT_EQ(offered({"--directory", ""}), Lines{":directories"});
    EXPECT_EQ(offered({"--directory", "migrations", "show", "a"}), (Lines{"a1", "a2"}));
    EXPECT_EQ(offered({"-C", "nowhere", "show", "a"}), Lines()) << "no project is no message";
    EXPECT_EQ(offered({"nonsense", "--ver"}), Lines{"--version"});
}

TEST_F(Completion, offers_every_command_that_help_shows) {
    const auto help = project.succeed({"--help"});
    const auto all = offered({""});
    EXPECT_GE(all.size(), 15U);
    for (const auto& command : all) EXPECT_NE(help.find("\n  " + command + " "), std::string::npos) << command;
}

TEST_F(Completion, works_in_bash) {
    const auto complete = [&](const std::string& line) {
        return in_shell("bash", "source ./bash; COMP_LINE='" + line +
                                    "'; COMP_POINT=${#COMP_LINE}; _aludel; printf '%s\\n' \"${COMPREPLY[@]}\"");
    };
    if (complete("aludel ") == Lines{"not installed"}) GTEST_SKIP() << "bash is not installed";
    EXPECT_EQ(complete("aludel hist"), Lines{"history"});
    EXPECT_EQ(complete("aludel show a"), (Lines{"a1", "a2"}));
    EXPECT_EQ(complete("aludel diff --format="), (Lines{"json", "sql", "text", "yaml"}));
    EXPECT_EQ(complete("aludel --directory migr"), Lines{"migrations"});
}

TEST_F(Completion, works_in_fish) {
    const auto complete = [&](const std::string& line) {
        return in_shell("fish", "source ./fish; complete -C '" + line + "'");
    };
    if (complete("aludel ") == Lines{"not installed"}) GTEST_SKIP() << "fish is not installed";
    EXPECT_EQ(complete("aludel hist"), Lines{"history"});
    EXPECT_EQ(complete("aludel show a"), (Lines{"a1", "a2"}));
    EXPECT_EQ(complete("aludel --directory migr"), Lines{"migrations/"});
}

TEST_F(Completion, works_in_zsh) {
    // Completion exists on a terminal alone: what stands in the line after the tab key is printed.
    const auto complete = [&](const std::string& line) {
        return in_shell("zsh",
                        "zmodload zsh/zpty; zpty shell zsh -f -i; "
                        "zpty -w shell 'PS1=; autoload -U compinit; compinit -u -D; source ./zsh; "
                        "show() { print -r \"<$BUFFER>\" >answer; }; zle -N show; bindkey \"^X\" show; : >ready'; "
                        "for i in {1..900}; do [[ -e ready ]] && break; sleep 0.1; done; "
                        "zpty -w -n shell $'" +
                            line +
                            "\\t\\x18'; "
                            "for i in {1..900}; do [[ -s answer ]] && break; zpty -r -t shell x; sleep 0.1; done; cat "
                            "answer; rm answer ready");
    };
    if (run({"sh", "-c", "command -v zsh"}).status != 0) GTEST_SKIP() << "zsh is not installed";
    EXPECT_EQ(complete("aludel hist"), Lines{"<aludel history >"});
    EXPECT_EQ(complete("aludel diff --format ya"), Lines{"<aludel diff --format yaml >"});
    EXPECT_EQ(complete("aludel --directory migr"), Lines{"<aludel --directory migrations/>"});
}

} // namespace
