// The command line of a program that has its revisions inside: `upgrade`, `downgrade`, `stamp`, `current` and
// `history`, with the words, the output and the exit statuses of the aludel command.
#pragma once

#include <aludel/chain.hpp>
#include <aludel/engine.hpp>

namespace aludel {

/// Does what the arguments say (the first is the program's name) to the engine's database. Returns the exit status: 0
/// done, 1 failed, 2 not where it is asked to be (`current --check-heads`), 64 wrong usage. Messages go to standard
/// error, and hold no password. For `--sql`, include the script header of the database (script.hpp) as well.
int command_line(int argc, const char* const* argv, const Engine& engine, const Chain& chain) noexcept;

/// The same to the database of `--url URL` or the variable ALUDEL_URL.
int command_line(int argc, const char* const* argv, const Chain& chain) noexcept;

} // namespace aludel
