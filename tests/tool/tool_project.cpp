#include "tests/tool/tool_project.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

namespace aludel::test {

namespace {

constexpr auto hero = "table name=hero file=model.hpp line=9\n"
                      "column name=id type=bigint\n"
                      "column name=name type=text\n";
constexpr auto hero_key = "primary_key column=id\n";

std::string length_of(const std::string& text) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%08zu", text.size());
    return digits;
}

} // namespace

ToolProject::ToolProject() {
    const auto root = path("").lexically_normal().string();
    write_file(path("build/aludel-projects/heroes/project.json"),
               R"({"version": 1, "name": "heroes", "target": "heroes", "configuration": "", "cmake": "cmake",
"source_directory": ")" +
                   root + R"(", "build_directory": ")" + root + R"(build",
"output_directory": ")" +
                   root + R"(build/aludel-projects/heroes", "migrations": [")" + root + R"(migrations"],
"databases": ["sqlite"], "models": [")" +
                   root + R"(model.hpp"],
"snapshot_objects": [")" +
                   root + R"(build/models.o"], "on_pending": "warn"})");
    write_hero("");
}

void ToolProject::write_models(std::string records) const {
    std::ranges::replace(records, ' ', '\t');
    std::ranges::replace(records, '~', ' ');
    write_file(path("build/models.o"), "an object \x7f"
                                       "ALUDEL-SNAPSHOT-1\x7f" +
                                           length_of(records) + "\n" + records +
                                           "\x7f"
                                           "END\x7f and more");
}

void ToolProject::write_hero(const std::string& records) const { write_models(hero + records + hero_key); }

RunResult ToolProject::aludel(const std::vector<std::string>& arguments, const RunOptions& options) const {
    std::vector<std::string> command = {ALUDEL_TEST_TOOL, "--no-build"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    auto run_options = options;
    run_options.directory = path("");
    run_options.environment.insert({{"ALUDEL_URL", ""}, {"ALUDEL_BUILD", ""}, {"ALUDEL_MESSAGE", ""}});
    return run(command, run_options);
}

RunResult ToolProject::aludel_on_terminal(const std::string& arguments, const std::string& input,
                                          const std::string& screen) const {
    const std::string command = std::string("'") + ALUDEL_TEST_TOOL + "' --no-build " + arguments;
    return run({"script", "--quiet", "--flush", "--return", "--command", command, screen},
               {.directory = path(""), .environment = {{"TERM", "xterm"}, {"ALUDEL_URL", ""}}, .input = input});
}

std::string ToolProject::succeed(const std::vector<std::string>& arguments) const {
    const auto result = aludel(arguments);
    EXPECT_EQ(result.status, 0) << result.output << result.error;
    return result.output;
}

std::size_t ToolProject::revision_count() const {
    if (!std::filesystem::exists(path("migrations"))) return 0;
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(path("migrations")), std::filesystem::directory_iterator()));
}

} // namespace aludel::test
