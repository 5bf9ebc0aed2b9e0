#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/move.hpp"
#include "tool/script.hpp"

#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string url;
    std::vector<std::string> revisions;
    bool purge = false;
    bool json = false;
    MoveChoice move;
    ScriptChoice script;
};

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    if (options.script.sql)
        return print_script(options.script, options.url, options.revisions.front(), workspace, [&](ScriptTarget& to) {
            return to.connection ? stamp_script(*to.connection, to.chain(), options.revisions, options.purge)
                                 : stamp_script(to.chain(), to.dialect, options.revisions, options.purge);
        });
    const auto engine = engine_for(options.url);
    const auto chain = workspace.chain(engine.dialect());
    TerminalProgress progress;
    const auto recording =
        options.json ? upgrade_options(options.move) : upgrade_options(options.move, engine, progress);
    auto connection = engine.connect_existing();
    const auto outcome = stamp(connection, chain.chain(), options.revisions, options.purge, recording);
    progress.finish();
    print_outcome(outcome, engine, workspace.history(), options.json);
    return done;
}

} // namespace

void add_stamp(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command =
        commands.add("stamp", "Records a revision without running it", "aludel stamp heads --url sqlite:///heroes.db");
    command
        .option("REVISION", options->revisions,
                "An id or its beginning, head, heads, base; several: of several branches")
        .required();
    command.url(options->url);
    add_lock_option(command, options->move);
    command.flag("--purge", options->purge, "Forget first whatever is recorded, known or not");
    command.json(options->json);
    add_script_options(command, options->script);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
