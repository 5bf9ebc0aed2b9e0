#include "tool/command.hpp"
#include "tool/revision_text.hpp"

#include <algorithm>
#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    bool verbose = false;
    bool json = false;
};

/// Newest first.
std::vector<std::string> branch_points(const RevisionGraph& graph) {
    const RevisionMarks marks(graph);
    auto ids = graph.topological_order();
    std::erase_if(ids, [&](const std::string& id) { return marks.children(id).size() < 2; });
    std::ranges::reverse(ids);
    return ids;
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    print_branches(history, branch_points(history.graph()), {.verbose = options.verbose, .json = options.json});
    return done;
}

} // namespace

void add_branches(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("branches", "The revisions after which there are several", "aludel branches -v");
    command.flag("-v,--verbose", options->verbose, "All that a revision says of itself");
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
