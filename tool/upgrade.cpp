#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/dry_run.hpp"
#include "tool/move.hpp"
#include "tool/script.hpp"

#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string url;
    std::string revision = "heads";
    bool dry_run = false;
    bool json = false;
    MoveChoice move;
    ScriptChoice script;
};

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    if (options.script.sql)
        return print_script(options.script, options.url, options.revision, workspace, [&](ScriptTarget& to) {
            return to.connection ? upgrade_script(*to.connection, to.chain(), options.revision, to.options)
                                 : upgrade_script(to.chain(), to.dialect, options.revision, to.options);
        });
    const auto engine = engine_for(options.url);
    if (options.dry_run) {
        print_dry_run(workspace, engine, options.revision, true, options.json);
        return done;
    }
    const auto chain = workspace.chain(engine.dialect());
    // What no database can be brought to is refused before one is made.
    const auto& graph = workspace.history().graph();
    if (!is_relative(graph, options.revision)) graph.resolve(options.revision);
    TerminalProgress progress;
    const auto upgrade = options.json ? upgrade_options(options.move) : upgrade_options(options.move, engine, progress);
    auto connection = engine.connect();
    const auto outcome = upgrade_to(connection, chain.chain(), options.revision, upgrade);
    progress.finish();
    print_outcome(outcome, engine, workspace.history(), options.json);
    return done;
}

} // namespace

void add_upgrade(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("upgrade", "Brings a database up", "aludel upgrade --url sqlite:///heroes.db");
    command.option("REVISION", options->revision,
                   "An id or its beginning, head, heads (default), +1; with --sql from:to");
    command.url(options->url);
    add_lock_option(command, options->move);
    command.flag("--dry-run", options->dry_run, "Say what it would do to this database, and write nothing");
    add_copy_option(command, options->move);
    command.json(options->json);
    add_script_options(command, options->script);
    add_call_option(command, options->script);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
