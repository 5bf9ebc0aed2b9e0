#include "tool/command.hpp"
#include "tool/new_revision.hpp"
#include "tool/workspace.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

namespace aludel::tool {

using namespace migrations;

namespace {

struct Options {
    std::vector<std::string> revisions;
    std::string message;
    std::string id;
};

std::vector<std::string> parents(const Options& options, const RevisionGraph& graph) {
    auto ids = graph.heads();
    if (!options.revisions.empty()) ids.clear();
    for (const auto& spelling : options.revisions)
        for (auto& id : graph.resolve(spelling))
            if (std::ranges::find(ids, id) == ids.end()) ids.push_back(std::move(id));
    if (ids.size() < 2) throw UsageError("there is nothing to merge: name two revisions, or have two heads");
    return ids;
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    auto revision = new_revision(history, parents(options, history.graph()), options.id);
    revision.message = options.message;
    if (revision.message.empty()) {
        for (const auto& parent : revision.parents)
            revision.message += (revision.message.empty() ? "merge " : " and ") + parent;
    }
    require_renderable(revision, history.schema_at(revision.parents), workspace.dialects());
    std::cout << add_revision(workspace.project().migrations, revision).string() << "\n";
    return done;
}

} // namespace

void add_merge(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command =
        commands.add("merge", "Writes a revision that comes after several", "aludel merge heads -m \"both\"");
    command.option("REVISION", options->revisions, "Its parents (default: all heads)");
    command.option("-m,--message", options->message, "What it does, in a few words");
    command.option("--rev-id", options->id, "Its id (default: 12 random hex digits)");
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
