// A project as the command sees it, without a compiler: a project file, and models as the bytes an object would hold.
#pragma once

#include "tests/support/run.hpp"
#include "tests/support/temporary_directory.hpp"

#include <string>
#include <vector>

namespace aludel::test {

class ToolProject {
public:
    /// A hero with an id and a name.
    ToolProject();

    /// Records of the snapshot format (migrations/formats.md), blanks for tabs, `~` for blanks.
    void write_models(std::string records) const;
    /// The hero with more columns and what else belongs to the table: `column name=power type=integer\n`.
    void write_hero(const std::string& records) const;

    /// `aludel --no-build …` in the project's directory.
    RunResult aludel(const std::vector<std::string>& arguments, const RunOptions& options = {}) const;
    /// The same with a terminal, on which `input` is typed. What it wrote is all in `output`, and while it runs in the
    /// file `screen`.
    RunResult aludel_on_terminal(const std::string& arguments, const std::string& input,
                                 const std::string& screen = "/dev/null") const;
    /// Expects status 0; returns standard output.
    std::string succeed(const std::vector<std::string>& arguments) const;

    std::filesystem::path path(const std::string& name) const { return directory_ / name; }
    std::size_t revision_count() const;

private:
    TemporaryDirectory directory_;
};

} // namespace aludel::test
