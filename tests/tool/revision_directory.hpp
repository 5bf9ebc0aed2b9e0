// A directory of revision files, without models: revisions are written by the command, operations by hand.
#pragma once

#include "tests/tool/tool_project.hpp"

#include <string>
#include <vector>

namespace aludel::test {

class RevisionDirectory {
public:
    RevisionDirectory() { std::filesystem::create_directory(path("migrations")); }

    /// `aludel --directory migrations …`, beside it.
    RunResult aludel(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--directory", "migrations"});
        return project_.aludel(arguments);
    }
    /// The same on a terminal: see ToolProject.
    RunResult aludel_on_terminal(const std::string& arguments, const std::string& screen) const {
        return project_.aludel_on_terminal("--directory migrations " + arguments, "", screen);
    }
    /// Expects status 0; returns standard output.
    std::string succeed(const std::vector<std::string>& arguments) const;
    /// Expects status 1, and nothing written; returns standard error.
    std::string fail(const std::vector<std::string>& arguments) const;

    /// `aludel revision --empty --rev-id ID -m MESSAGE …`, with these operations (`[drop_table: {table: a}]`) in place
    /// of none. Returns the file's path.
    std::filesystem::path revision(const std::string& id, const std::string& message,
                                   const std::vector<std::string>& options = {},
                                   const std::string& operations = "[]") const;
    /// All files, their names and texts.
    std::string files() const;
    std::filesystem::path path(const std::string& name) const { return project_.path(name); }

private:
    ToolProject project_;
};

/// `[create_table: …]` of a table with an id and, where `parent` is given, a foreign key to it.
std::string create_table(const std::string& name, const std::string& parent = {});

void expect_contains(const std::string& text, const std::string& part);

} // namespace aludel::test
