#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/revision_text.hpp"

#include <algorithm>
#include <memory>
#include <set>

namespace aludel::tool {

namespace {

struct Options {
    std::string url;
    std::string range;
    bool verbose = false;
    bool indicate_current = false;
    bool json = false;
};

/// The revisions of `from:to`, both included, newest first.
std::vector<std::string> revisions_of(const std::string& range, const RevisionGraph& graph,
                                      const std::vector<std::string>& current) {
    const auto resolve = [&](const std::string& spelling) {
        return spelling == "current" ? current : graph.resolve(spelling, current);
    };
    const auto colon = range.find(':');
    if (!range.empty() && colon == std::string::npos) throw UsageError("-r \"" + range + "\" is not from:to");
    const auto from = range.empty() ? "" : range.substr(0, colon);
    const auto to = range.empty() ? "" : range.substr(colon + 1);

    auto revisions = graph.ancestors(to.empty() ? graph.heads() : resolve(to));
    if (!from.empty()) {
        const auto first = resolve(from);
        std::set<std::string> before;
        for (auto& id : graph.ancestors(first)) before.insert(std::move(id));
        for (const auto& id : first) before.erase(id);
        std::erase_if(revisions, [&](const std::string& id) { return before.contains(id); });
    }
    std::ranges::reverse(revisions);
    return revisions;
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    std::set<std::string> applied;
    std::vector<std::string> current;
    RevisionTextOptions text{.verbose = options.verbose, .json = options.json};
    if (options.indicate_current || options.range.find("current") != std::string::npos) {
        auto connection = engine_for(options.url).connect_existing();
        const auto rows = applied_revisions(connection);
        for (const auto& row : rows) applied.insert(row.revision);
        current = applied_heads(history, rows);
        text.mark = [&](const std::string& id) -> std::string {
            if (std::ranges::find(current, id) != current.end()) return "current";
            return applied.contains(id) ? "applied" : "";
        };
    }
    print_revisions(history, revisions_of(options.range, history.graph(), current), text);
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
