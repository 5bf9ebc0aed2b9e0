// What the commands that move a database have in common.
#pragma once

#include "tool/command.hpp"

#include <aludel/engine.hpp>
#include <aludel/terminal_progress.hpp>
#include <aludel/upgrade.hpp>

namespace aludel::tool {

struct MoveChoice {
    double lock_timeout = 60; ///< seconds
    bool no_safety_copy = false;
};

/// `--lock-timeout`
void add_lock_option(Command& command, MoveChoice& choice);
/// `--no-safety-copy`
void add_copy_option(Command& command, MoveChoice& choice);

UpgradeOptions upgrade_options(const MoveChoice& choice);
/// The same, told on the terminal from now on: `progress` must live as long.
UpgradeOptions upgrade_options(const MoveChoice& choice, const Engine& engine, TerminalProgress& progress);

} // namespace aludel::tool
