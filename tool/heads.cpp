#include "tool/command.hpp"
#include "tool/revision_text.hpp"

#include <iostream>
#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    bool verbose = false;
    bool json = false;
};

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    print_revisions(history, history.graph().heads(), {.verbose = options.verbose, .json = options.json});
    return done;
}

} // namespace

void add_heads(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("heads", "The newest revisions: those that no other comes from", "aludel heads -v");
    command.flag("-v,--verbose", options->verbose, "All that a revision says of itself");
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
