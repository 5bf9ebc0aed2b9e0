#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace aludel::test {

struct RunOptions {
    std::filesystem::path directory;                ///< where it runs; empty: here
    std::map<std::string, std::string> environment; ///< added to this process's; an empty value removes
    std::string input;                              ///< its standard input, which is never a terminal
};

struct RunResult {
    int status = 0; ///< 128 and the signal's number where one ended it, as shells say it
    std::string output;
    std::string error;
};

/// Runs a program (found in PATH), without a shell, to its end. Throws std::runtime_error where it cannot be started.
/// Safe to call from several threads at once.
RunResult run(const std::vector<std::string>& command, const RunOptions& options = {});

} // namespace aludel::test
