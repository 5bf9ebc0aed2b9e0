#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/dry_run.hpp"
#include "tool/script.hpp"

#include <aludel/terminal_progress.hpp>

#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string url;
    std::string revision = "heads";
    double lock_timeout = 60;
    bool dry_run = false;
    bool no_safety_copy = false;
    bool json = false;
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
    auto connection = engine.connect();
    UpgradeOptions upgrade;
    upgrade.lock_timeout = std::chrono::milliseconds(static_cast<std::int64_t>(options.lock_timeout * 1000));
    TerminalProgress progress;
    if (!options.json) upgrade.on_progress = progress.callback();
    if (!options.json) upgrade.on_wait = progress.wait_callback();
    if (options.no_safety_copy) upgrade.safety_copy = SafetyCopy::never;
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
    command.option("--lock-timeout", options->lock_timeout, "Seconds to wait for another upgrade (default: 60)")
        .between(0.0, 86400.0);
    command.flag("--dry-run", options->dry_run, "Say what it would do to this database, and write nothing");
    command.flag("--no-safety-copy", options->no_safety_copy,
                 "Make no copy of a SQLite file before what cannot be taken back");
    command.json(options->json);
    add_script_options(command, options->script);
    add_call_option(command, options->script);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
