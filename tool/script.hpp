// `--sql`: a command prints a script that does the same, and changes nothing.
#pragma once

#include "tool/command.hpp"
#include "tool/workspace.hpp"

#include <aludel/connection.hpp>
#include <aludel/script.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace aludel::tool {

struct ScriptChoice {
    bool sql = false;
    std::string dialect;
    std::string calls = "refuse";
};

/// `--sql` and `--dialect`, after `--json`.
void add_script_options(Command& command, ScriptChoice& choice);
/// `--calls`, for commands whose revisions may call functions.
void add_call_option(Command& command, ScriptChoice& choice);

/// What a script is for: the database of `url`, or any of a dialect.
struct ScriptTarget {
    migrations::OwnedChain owner;
    std::string dialect;
    std::optional<Connection> connection;
    ScriptOptions options;

    const Chain& chain() const { return owner.chain(); }
};

/// Prints what `write` returns. A `revision` that is a range says itself where it begins: then no
/// database is asked. Throws UsageError where nothing says for which kind of database it is, and FileError at
/// the revision that no script can do.
int print_script(const ScriptChoice& choice, const std::string& url, std::string_view revision, Workspace& workspace,
                 const std::function<std::string(ScriptTarget&)>& write);

} // namespace aludel::tool
