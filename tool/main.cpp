// The aludel command: reads the command line, runs the command, turns what goes wrong into one message and a status.
#include "migrations/schema/nearest.hpp"
#include "tool/command.hpp"
#include "tool/complete.hpp"
#include "tool/without_passwords.hpp"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <span>

namespace {

using namespace aludel::tool;

void add_shared_options(CLI::App& app, CommandLine& line) {
    auto& project = line.project;
    Command shared(app, line);
    shared
        .option("-C", project.build_directory,
                "The build directory (default: build, else the only one below here that holds a project)")
        .environment("ALUDEL_BUILD")
        .is(ValueKind::directory);
    shared.option("--name", project.name, "The target, where several have migrations");
    shared.option("--configuration", project.configuration, "Debug, Release, …: of a multi-configuration build");
    shared.option("--directory", project.directories, "No project: a directory of revision files (several: again)")
        .is(ValueKind::directory);
    shared.flag("--no-build", project.no_build, "Read the models as they were last built");
}

/// For the first word that is none of the command's: ` (did you mean 'upgrade'?)`.
std::string nearest_known(const CLI::App& app, const CLI::App& command) {
    std::vector<std::string> names;
    for (const auto* level : {&app, &command})
        for (const auto* option : level->get_options())
            for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    if (&app == &command)
        for (const auto* other : app.get_subcommands([](const CLI::App*) { return true; }))
            if (!other->get_group().empty()) names.push_back(other->get_name());
    const std::vector<std::string_view> known(names.begin(), names.end());
    for (const auto& word : app.remaining(true)) {
        const auto name = word.substr(0, word.find('='));
        if (const auto best = aludel::migrations::nearest(name, known); !best.empty())
            return " (did you mean '" + std::string(best) + "'?)";
    }
    return "";
}

/// For a URL that is none of the command's words.
std::string way_to_give_url(const CLI::App& app) {
    for (const auto& word : app.remaining(true))
        if (word.find(":/") != word.npos) return "\n  A database is given by --url.";
    return "";
}

using Words = std::span<const char* const>;

int usage(const CLI::App& app, const CLI::ParseError& error, Words words) {
    if (error.get_exit_code() == 0) return app.exit(error); // --help, --version
    const CLI::App* command = &app;
    if (const auto chosen = app.get_subcommands(); !chosen.empty()) command = chosen.front();
    const std::string name = command == &app ? "aludel" : "aludel " + command->get_name();
    std::cerr << "aludel: " << without_passwords(error.what(), words) << nearest_known(app, *command)
              << way_to_give_url(app) << "\n  See: " << name << " --help\n";
    return wrong_usage;
}

/// A message that begins with its place (`file:line:column: error: …`) stands as it is, for editors to find.
int report(const std::string& message) {
    const bool has_place = message.find(": error: ") != std::string::npos;
    const bool colour = isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
    std::cerr << (has_place ? "" : colour ? "\033[1;31maludel:\033[0m " : "aludel: ") << message << "\n";
    return failed;
}

int run(CLI::App& app, CommandLine& line, int argc, char** argv) {
    std::vector<const char*> words(argv, argv + argc);
    if (const char* url = std::getenv("ALUDEL_URL")) words.push_back(url);
    try {
        app.parse(argc, argv);
        if (!line.run) throw UsageError("which command?\n  See: aludel --help");
        const int status = line.run();
        std::cout.flush();
        return std::cout ? status : report("the output cannot be written");
    } catch (const CLI::ParseError& error) {
        return usage(app, error, words);
    } catch (const UsageError& error) {
        std::cerr << "aludel: " << without_passwords(error.what(), words) << "\n";
        return wrong_usage;
    } catch (const std::exception& error) {
        std::cout.flush();
        return report(without_passwords(error.what(), words));
    }
}

} // namespace

int main(int argc, char** argv) {
    CommandLine line;
    CLI::App app("Migrations for C++ structs: compares, writes revisions, upgrades databases.", "aludel");
    app.set_version_flag("--version", "aludel " ALUDEL_VERSION);
    app.require_subcommand(0, 1);
    app.fallthrough();
    app.failure_message(CLI::FailureMessage::simple);
    app.footer("Example:\n  aludel revision -m \"add power\"");
    add_shared_options(app, line);
    Commands commands(app, line);
    for (const auto add :
         {add_init,       add_diff,    add_revision, add_check,   add_upgrade,  add_upgrade_all,    add_downgrade,
          add_stamp,      add_current, add_history,  add_heads,   add_branches, add_graph,          add_show,
          add_merge,      add_rebase,  add_squash,   add_edit,    add_inspect,  add_ensure_version, add_adopt_alembic,
          add_completion, add_man,     add_embed,    add_snapshot})
        add(commands);
    if (argc > 1 && std::string_view(argv[1]) == "__complete")
        return complete(commands.declaration(), {argv + 2, argv + argc});
    return run(app, line, argc, argv);
}
