// The aludel command: reads the command line, runs the command, turns what goes wrong into one message and a status.
#include "tool/command.hpp"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace {

using namespace aludel::tool;

void add_shared_options(CLI::App& app, CommandLine& line) {
    auto& project = line.project;
    auto* build =
        app.add_option("-C", project.build_directory,
                       "The build directory (default: build, else the only one below here that holds a project)");
    build->envname("ALUDEL_BUILD")->type_name("DIR");
    app.add_option("--name", project.name, "The target, where several have migrations")->type_name("TARGET");
    app.add_option("--configuration", project.configuration, "Debug, Release, …: of a multi-configuration build");
    app.add_option("--directory", project.directory, "No project: a directory of revision files")->type_name("DIR");
    app.add_flag("--no-build", project.no_build, "Read the models as they were last built");
}

int usage(const CLI::App& app, const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error); // --help, --version
    const CLI::App* command = &app;
    if (const auto chosen = app.get_subcommands(); !chosen.empty()) command = chosen.front();
    const std::string name = command == &app ? "aludel" : "aludel " + command->get_name();
    std::cerr << "aludel: " << error.what() << "\n  See: " << name << " --help\n";
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
    try {
        app.parse(argc, argv);
        if (!line.run) throw UsageError("which command?\n  See: aludel --help");
        const int status = line.run();
        std::cout.flush();
        return std::cout ? status : report("the output cannot be written");
    } catch (const CLI::ParseError& error) {
        return usage(app, error);
    } catch (const UsageError& error) {
        std::cerr << "aludel: " << error.what() << "\n";
        return wrong_usage;
    } catch (const std::exception& error) {
        std::cout.flush();
        return report(error.what());
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
         {add_init,    add_diff,    add_revision, add_check,          add_upgrade, add_downgrade, add_stamp,
          add_current, add_history, add_heads,    add_branches,       add_show,    add_merge,     add_rebase,
          add_squash,  add_edit,    add_inspect,  add_ensure_version, add_embed,   add_snapshot})
        add(commands);
    return run(app, line, argc, argv);
}
