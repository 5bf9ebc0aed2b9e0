// All that --help says, as plain values: what completion and the manual page are made of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace aludel::tool {

/// What a value on the command line is.
enum class ValueKind : std::uint8_t { text, file, directory, revision, state };

struct DeclaredOption {
    std::vector<std::string> names; ///< `-m`, `--message`; of an argument, the one name that --help shows: `REVISION`
    std::string help;
    bool takes_value = false;
    ValueKind kind = ValueKind::text;
    std::vector<std::string> words; ///< all that it may be; empty: anything
};

struct DeclaredCommand {
    std::string name;
    std::string description;
    std::string example; ///< a whole command line
    std::vector<DeclaredOption> options;
    std::vector<DeclaredOption> arguments; ///< in their order
    bool takes_many = false;               ///< whether the last argument may be several
};

struct Declaration {
    std::string description;
    std::vector<DeclaredOption> options; ///< of every command
    std::vector<DeclaredCommand> commands;
};

} // namespace aludel::tool
