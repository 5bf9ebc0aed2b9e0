// A project of its own in a temporary directory, that uses aludel in one of the ways it can be used.
#pragma once

#include "tests/support/run.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace aludel::test {

enum class Way { installed, subdirectory, fetch_content };
inline constexpr const char* generators[] = {"Ninja", "Unix Makefiles", "Ninja Multi-Config"};

/// In `a project/app`: a target `heroes`, its main.cpp, model.hpp and migrations. The space is there on purpose.
class NestedProject {
public:
    explicit NestedProject(Way way, std::string generator = "Ninja");

    /// The lines after `add_executable(heroes main.cpp)`.
    void write_call(const std::string& lines) const;
    /// What stands between the braces of Hero, besides its id and name.
    void write_model(const std::string& members, const std::string& options = "",
                     const std::string& comment = "") const;

    RunResult configure(const std::vector<std::string>& arguments = {}) const;
    RunResult build(const std::string& target = "") const;
    /// The aludel command, in the source directory.
    RunResult aludel(const std::vector<std::string>& arguments) const;
    /// `heroes <database> …`, see main.cpp.
    RunResult heroes(const std::vector<std::string>& arguments) const;

    std::filesystem::path source() const { return directory_ / "a project"; }
    std::filesystem::path app() const { return source() / "app"; }
    std::filesystem::path build_directory() const { return source() / "build"; }
    std::filesystem::path executable() const;
    std::filesystem::path generated(const std::string& name) const;
    /// The only revision file, or an empty path.
    std::vector<std::filesystem::path> revisions() const;

private:
    TemporaryDirectory directory_;
    std::string generator_;
};

/// What a build that had nothing to do does not print.
bool did_something(const RunResult& build);

} // namespace aludel::test
