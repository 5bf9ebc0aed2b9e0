// Runs another program.
#pragma once

#include <string>
#include <vector>

namespace aludel::tool {

struct ProcessResult {
    int status = 0;     ///< its exit status; 128 + the signal that ended it
    std::string output; ///< standard output and standard error, in their order
};

/// Without a shell. Throws Error where the program cannot be started.
ProcessResult run_process(const std::vector<std::string>& command);

/// The same with this program's own input and output. Returns the status.
int run_in_terminal(const std::vector<std::string>& command);

} // namespace aludel::tool
