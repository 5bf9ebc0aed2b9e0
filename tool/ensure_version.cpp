#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/move.hpp"
#include "tool/script.hpp"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string url;
    bool json = false;
    ScriptChoice script;
};

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    if (options.script.sql)
        return print_script(options.script, options.url, ":", workspace, [](const ScriptTarget& target) {
            return ensure_version_script(target.chain(), target.dialect);
        });
    const auto engine = engine_for(options.url);
    const auto chain = workspace.chain(engine.dialect());
    TerminalProgress progress;
    const auto making = upgrade_options({}, engine, progress);
    auto connection = engine.connect();
    const bool created = ensure_version(connection, chain.chain(), making);
    progress.finish();
    if (options.json)
        std::cout << nlohmann::json{{"database", engine.url()}, {"created", created}}.dump(2) << "\n";
    else
        std::cout << engine.url() << (created ? " has a history table now\n" : " has a history table already\n");
    return done;
}

} // namespace

void add_ensure_version(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("ensure-version", "Makes the history table, where it is not there",
                                "aludel ensure-version --url sqlite:///heroes.db");
    command.url(options->url);
    command.json(options->json);
    add_script_options(command, options->script);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
