// The program that runs a target's revisions before the target itself is launched.
#pragma once

#include <span>
#include <string>

namespace aludel::migrations {

/// Its main(): the command line of the runtime, for the databases of these dialects. Beside it stands what embed()
/// makes.
std::string embed_program(const std::string& name, std::span<const std::string> dialects);

} // namespace aludel::migrations
