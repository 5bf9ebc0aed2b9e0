// --help and the manual page, which say the same.
#include "tests/tool/tool_project.hpp"

#include <gtest/gtest.h>

#include <sstream>

using namespace aludel::test;

namespace {

/// The commands that --help lists.
std::vector<std::string> commands(const ToolProject& project) {
    std::istringstream help(project.succeed({"--help"}));
    std::vector<std::string> names;
    bool listed = false;
    for (std::string line; std::getline(help, line);) {
        if (listed && line.starts_with("  ") && line.size() > 2 && line[2] != ' ')
            names.push_back(line.substr(2, line.find(' ', 2) - 2));
        if (line == "Subcommands:") listed = true;
        if (line.starts_with("Example")) break;
    }
    return names;
}

/// The words of a help text that begin with two dashes.
std::vector<std::string> options(const std::string& help) {
    std::vector<std::string> names;
    for (auto at = help.find("--"); at != std::string::npos; at = help.find("--", at + 2)) {
        const auto end = help.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", at);
        const bool declared = help.rfind('\n', at) + 12 > at; // at the beginning of its line
        if (declared && end > at + 3) names.push_back(help.substr(at, end - at));
    }
    return names;
}

TEST(Help, every_command_has_an_example) {
    const ToolProject project;
    const auto names = commands(project);
    EXPECT_GE(names.size(), 15U);
    for (const auto& command : names) {
        const auto text = project.succeed({command, "--help"});
        EXPECT_NE(text.find("Example:\n  aludel " + command), std::string::npos) << text;
    }
    EXPECT_NE(project.succeed({"--help"}).find("Example:\n  aludel "), std::string::npos);
    EXPECT_EQ(project.succeed({"--version"}), "aludel 0.1.0\n");
}

TEST(Manual, names_every_command_and_option_without_a_warning) {
    const ToolProject project;
    const auto page = project.succeed({"man"});
    if (run({"sh", "-c", "command -v groff"}).status != 0) GTEST_SKIP() << "groff is not installed";
    const auto shown = run({"groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-P-cbou"}, {.input = page});
    EXPECT_EQ(shown.status, 0);
    EXPECT_EQ(shown.error, "");
    std::string text = shown.output;
    for (auto at = text.find("\u2010"); at != std::string::npos; at = text.find("\u2010", at)) text.replace(at, 3, "-");
    for (auto at = text.find("\u2212"); at != std::string::npos; at = text.find("\u2212", at)) text.replace(at, 3, "-");
    for (const auto& command : commands(project)) {
        EXPECT_NE(text.find("aludel " + command), std::string::npos) << command;
        for (const auto& option : options(project.succeed({command, "--help"})))
            EXPECT_NE(text.find(option), std::string::npos) << command << " " << option;
    }
}

} // namespace
