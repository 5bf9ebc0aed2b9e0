#include "migrations/operation/table_lookup.hpp"
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
    bool verbose = false;
    bool json = false;
};

/// What its downgrade does; `before` is the schema before the revision.
std::string downgrade_text(const migrations::Revision& revision, const migrations::Schema& before) {
    if (!revision.irreversible.empty()) return ""; // it is said with all else
    try {
        auto after = before;
        apply_all(revision.upgrade, after);
        return "  downgrade:\n" +
               changes_text(revision.downgrade ? *revision.downgrade : reverse(revision.upgrade, before), after);
    } catch (const migrations::OperationError& error) {
        return std::string("  no downgrade: ") + error.what() + "\n";
    }
}

void show(const migrations::RevisionHistory& history, const std::string& id, bool verbose) {
    print_revisions(history, {id}, {.verbose = true});
    const auto& revision = history.at(id).revision;
    // What its own parents and dependencies made, not what else is in the chain.
    auto ancestors = revision.parents;
    ancestors.insert(ancestors.end(), revision.depends_on.begin(), revision.depends_on.end());
    const auto before = history.schema_at(ancestors);
    std::cout << changes_text(revision.upgrade, before);
    if (verbose) std::cout << downgrade_text(revision, before);
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    const auto ids = named(history.graph(), options.revision);
    if (options.json) {
        print_revisions(history, ids, {.json = true});
        return done;
    }
    for (const auto& id : ids) show(history, id, options.verbose);
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
    command.flag("-v,--verbose", options->verbose, "What its downgrade does, too");
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
