#include "tool/command.hpp"
#include "tool/report.hpp"
#include "tool/revision_name.hpp"
#include "tool/revision_text.hpp"

#include <iostream>
#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string revision = "heads";
    bool json = false;
};

void show(const migrations::RevisionHistory& history, const std::string& id) {
    print_revisions(history, {id}, {.verbose = true});
    const auto& revision = history.at(id).revision;
    // What its own parents and dependencies made, not what else is in the chain.
    auto before = revision.parents;
    before.insert(before.end(), revision.depends_on.begin(), revision.depends_on.end());
    std::cout << changes_text(revision.upgrade, history.schema_at(before));
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    const auto ids = named(history.graph(), options.revision);
    if (options.json) {
        print_revisions(history, ids, {.json = true});
        return done;
    }
    for (const auto& id : ids) show(history, id);
    return done;
}

} // namespace

void add_show(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("show", "One revision, and what it changes", "aludel show head");
    command
        .option("REVISION", options->revision,
                "An id or its beginning, a branch's label, head, heads, head-1, label@head")
        .required();
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
