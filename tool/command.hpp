// How a command is declared: its options bound to plain variables, and the function that runs it. CLI11 is behind it
// (command.cpp): it is a header of its own size, and no command should wait for it to compile.
#pragma once

#include "migrations/schema/filter.hpp"
#include "tool/declaration.hpp"
#include "tool/project.hpp"

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace aludel::tool {

enum Status : int { done = 0, failed = 1, differs = 2, wrong_usage = 64 };

/// Ends the command with wrong_usage.
class UsageError : public std::runtime_error {
public:
    using runtime_error::runtime_error;
};

struct ValueNote {
    ValueKind kind = ValueKind::text;
    std::vector<std::string> words;
};

/// What every command shares, and the command that was chosen.
struct CommandLine {
    ProjectChoice project;
    std::function<int()> run; ///< returns the exit status
    /// What the values of options are, where that is more than text.
    std::map<const CLI::Option*, ValueNote> notes = {};
};

/// One option or argument while it is declared.
class Option {
public:
    Option(CLI::Option& option, ValueNote& note) : option_(&option), note_(&note) {}

    Option& required();
    /// So that a shell can complete it.
    Option& is(ValueKind kind);
    /// Where it is not given, this variable is read.
    Option& environment(const char* variable);
    Option& one_of(const std::vector<std::string>& words);
    Option& between(double least, double most);
    Option& between(int least, int most);

private:
    CLI::Option* option_;
    ValueNote* note_;
};

/// One command while it is declared. Names with dashes (`-m,--message`) are options, others are arguments in their
/// order. Variables must live until the command has run.
class Command {
public:
    Command(CLI::App& app, CommandLine& line) : app_(&app), line_(&line) {}

    Option option(const char* names, std::string& value, const char* help);
    Option option(const char* names, double& value, const char* help);
    Option option(const char* names, int& value, const char* help);
    /// May be given several times; as an argument, takes all that is left.
    Option option(const char* names, std::vector<std::string>& values, const char* help);
    void flag(const char* names, bool& value, const char* help);
    void run(std::function<int(const ProjectChoice&)> function);

    /// `--url`, or ALUDEL_URL.
    void url(std::string& value);
    /// `--include`, `--exclude` and `--schema`.
    void filter(migrations::Filter& value);
    /// `--json`.
    void json(bool& value);
    /// `--json`, for `--format json`.
    void json(std::string& format);
    /// These two, which are declared already, cannot be given together.
    void exclude(const char* option, const char* other);
    /// --help does not show it.
    void hide();

private:
    Option declared(const char* names, CLI::Option& option);

    CLI::App* app_;
    CommandLine* line_;
};

/// All commands while they are declared.
class Commands {
public:
    Commands(CLI::App& app, CommandLine& line) : app_(&app), line_(&line) {}

    /// `example` is a whole command line, shown by --help.
    Command add(const char* name, const char* description, const char* example);
    /// What has been declared so far, but for what --help does not show.
    Declaration declaration() const;

private:
    CLI::App* app_;
    CommandLine* line_;
};

// One for each command, in the file of its name.
void add_adopt_alembic(Commands& commands);
void add_branches(Commands& commands);
void add_check(Commands& commands);
void add_completion(Commands& commands);
void add_current(Commands& commands);
void add_diff(Commands& commands);
void add_downgrade(Commands& commands);
void add_edit(Commands& commands);
void add_embed(Commands& commands);
void add_ensure_version(Commands& commands);
void add_graph(Commands& commands);
void add_heads(Commands& commands);
void add_history(Commands& commands);
void add_init(Commands& commands);
void add_inspect(Commands& commands);
void add_man(Commands& commands);
void add_merge(Commands& commands);
void add_rebase(Commands& commands);
void add_revision(Commands& commands);
void add_show(Commands& commands);
void add_snapshot(Commands& commands);
void add_squash(Commands& commands);
void add_stamp(Commands& commands);
void add_upgrade(Commands& commands);
void add_upgrade_all(Commands& commands);

} // namespace aludel::tool
