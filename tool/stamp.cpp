#include "tool/command.hpp"
#include "tool/database.hpp"

#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string url;
    std::string revision;
    bool purge = false;
    bool json = false;
};

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto engine = engine_for(options.url);
    const auto chain = workspace.chain(engine.dialect());
    auto connection = engine.connect_existing();
    const auto outcome = stamp(connection, chain.chain(), options.revision, options.purge);
    print_outcome(outcome, engine, workspace.history(), options.json);
    return done;
}

} // namespace

void add_stamp(CLI::App& app, CommandLine& line) {
    auto options = std::make_shared<Options>();
    auto* command = add_command(app, "stamp", "Records a revision without running it",
                                "aludel stamp heads --url sqlite:///heroes.db");
    command->add_option("REVISION", options->revision, "An id or its beginning, head, heads, base")->required();
    add_url(*command, options->url);
    command->add_flag("--purge", options->purge, "Forget first whatever is recorded, known or not");
    add_json(*command, options->json);
    command->callback([options, &line] { line.run = [options, &line] { return run(*options, line.project); }; });
}

} // namespace aludel::tool
