#include "tool/command.hpp"
#include "tool/database.hpp"

#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string url;
    std::string revision = "heads";
    double lock_timeout = 60;
    bool json = false;
};

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto engine = engine_for(options.url);
    const auto chain = workspace.chain(engine.dialect());
    // What no database can be brought to is refused before one is made.
    if (options.revision.find_first_of("+-") != 0) workspace.history().graph().resolve(options.revision);
    auto connection = engine.connect();
    UpgradeOptions upgrade;
    upgrade.lock_timeout = std::chrono::milliseconds(static_cast<std::int64_t>(options.lock_timeout * 1000));
    const auto outcome = upgrade_to(connection, chain.chain(), options.revision, upgrade);
    print_outcome(outcome, engine, workspace.history(), options.json);
    return done;
}

} // namespace

void add_upgrade(CLI::App& app, CommandLine& line) {
    auto options = std::make_shared<Options>();
    auto* command = add_command(app, "upgrade", "Brings a database up", "aludel upgrade --url sqlite:///heroes.db");
    command->add_option("REVISION", options->revision, "An id or its beginning, head, heads (default), +1");
    add_url(*command, options->url);
    command->add_option("--lock-timeout", options->lock_timeout, "Seconds to wait for another upgrade (default: 60)")
        ->check(CLI::Range(0.0, 86400.0));
    add_json(*command, options->json);
    command->callback([options, &line] { line.run = [options, &line] { return run(*options, line.project); }; });
}

} // namespace aludel::tool
