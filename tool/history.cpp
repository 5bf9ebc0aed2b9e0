#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/revision_text.hpp"

#include <algorithm>
#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string url;
    std::string range;
    bool verbose = false;
    bool indicate_current = false;
    bool json = false;
};

/// Newest first.
std::vector<std::string> listed(const std::string& range, const RevisionGraph& graph,
                                const std::vector<std::string>& applied) {
    if (!range.empty() && range.find(':') == std::string::npos) throw UsageError("-r \"" + range + "\" is not from:to");
    auto revisions = revisions_of(graph, resolve_range(graph, range.empty() ? ":" : range, applied));
    std::ranges::reverse(revisions);
    return revisions;
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    std::vector<std::string> applied;
    std::vector<std::string> current;
    RevisionTextOptions text{.verbose = options.verbose, .json = options.json};
    if (options.indicate_current || options.range.find("current") != std::string::npos) {
        applied = applied_ids(read_applied(engine_for(options.url), workspace));
        current = history.whole_graph().heads_among(applied);
        text.mark = [&](const std::string& id) -> std::string {
            if (std::ranges::find(current, id) != current.end()) return "current";
            return std::ranges::find(applied, id) != applied.end() ? "applied" : "";
        };
    }
    print_revisions(history, listed(options.range, history.graph(), applied), text);
    return done;
}

} // namespace

void add_history(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command =
        commands.add("history", "The revisions, newest first", "aludel history -i --url sqlite:///heroes.db");
    command.url(options->url);
    command.option("-r,--rev-range", options->range, "from:to, either may be left out; `current` is the database's");
    command.flag("-v,--verbose", options->verbose, "All that a revision says of itself");
    command.flag("-i,--indicate-current", options->indicate_current, "Mark what the database has");
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
