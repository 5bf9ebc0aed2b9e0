// The commands of a program's command line.
#pragma once

#include "command_line/arguments.hpp"

#include <aludel/chain.hpp>
#include <aludel/engine.hpp>

#include <functional>
#include <string>

namespace aludel::detail {

struct Command {
    const Arguments& arguments;
    const Chain& chain;
    /// Throws UsageError where no database is named.
    std::function<Engine()> engine;
    bool has_engine; ///< one is named
    std::string output = {};
};

/// Each returns the exit status.
int run_move(Command& command);
int run_current(Command& command);
int run_history(Command& command);

} // namespace aludel::detail
