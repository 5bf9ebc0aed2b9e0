// What the commands have in common: how they are declared, where they find their project, how they end.
#pragma once

#include "migrations/filter.hpp"
#include "tool/project.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <stdexcept>
#include <string>

namespace aludel::tool {

enum Status : int { done = 0, failed = 1, differs = 2, wrong_usage = 64 };

/// Ends the command with wrong_usage.
class UsageError : public std::runtime_error {
public:
    using runtime_error::runtime_error;
};

/// The command line: what every command shares, and the command that was chosen.
struct CommandLine {
    ProjectChoice project;
    std::function<int()> run; ///< returns the exit status
};

/// Declares a command. `example` is a whole command line, shown by --help.
CLI::App* add_command(CLI::App& app, const char* name, const char* description, const char* example);

/// `--url`, or ALUDEL_URL.
void add_url(CLI::App& command, std::string& url);
/// `--include` and `--exclude`.
void add_filter(CLI::App& command, migrations::Filter& filter);
/// `--json`.
void add_json(CLI::App& command, bool& json);

// One for each command, in the file of its name.
void add_check(CLI::App& app, CommandLine& line);
void add_current(CLI::App& app, CommandLine& line);
void add_diff(CLI::App& app, CommandLine& line);
void add_downgrade(CLI::App& app, CommandLine& line);
void add_embed(CLI::App& app, CommandLine& line);
void add_heads(CLI::App& app, CommandLine& line);
void add_history(CLI::App& app, CommandLine& line);
void add_init(CLI::App& app, CommandLine& line);
void add_inspect(CLI::App& app, CommandLine& line);
void add_merge(CLI::App& app, CommandLine& line);
void add_revision(CLI::App& app, CommandLine& line);
void add_show(CLI::App& app, CommandLine& line);
void add_snapshot(CLI::App& app, CommandLine& line);
void add_stamp(CLI::App& app, CommandLine& line);
void add_upgrade(CLI::App& app, CommandLine& line);

} // namespace aludel::tool
