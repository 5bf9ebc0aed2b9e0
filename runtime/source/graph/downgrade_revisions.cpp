#include "graph/revision_spelling.hpp"
#include "plan.hpp"

#include <algorithm>
#include <utility>

namespace aludel {

using namespace detail;

namespace {

using Ids = std::vector<std::string>;

struct Target {
    Ids revision;       ///< one, or none for base
    std::string branch; ///< a revision of the branch that goes; empty: all of them
};

Target target_of(const RevisionGraph& graph, const Spelling& spelling, std::span<const std::string> applied) {
    Target target;
    if (!spelling.branch.empty()) target.branch = branch_named(graph, spelling.branch).id;
    target.revision = resolved(graph, spelling, applied);
    if (!spelling.is_relative || !spelling.symbol.empty()) return target;
    if (spelling.steps >= 0)
        fail_spelling(std::string(spelling.written) + " is not below where the database stands",
                      "To go there, upgrade.");
    // One step back from a branch's end leaves the other branches that begin there.
    if (const auto start = start_of(graph, spelling, applied); target.branch.empty() && !start.empty())
        target.branch = start[0];
    return target;
}

/// The first revisions to go.
Ids first_of(const RevisionGraph& graph, const Target& target) {
    auto first = target.revision.empty() ? graph.roots() : graph.children(target.revision[0]);
    if (target.branch.empty() || first.size() < 2) return first;
    return on_branch_of(graph, target.branch, std::move(first));
}

} // namespace

std::vector<std::string> downgrade_revisions(const RevisionGraph& graph, std::string_view spelling,
                                             std::span<const std::string> applied) {
    const auto target = target_of(graph, parsed(graph, spelling), applied);
    if (target.revision.size() > 1)
        fail_spelling(std::string(spelling) + " names several revisions: " + joined(target.revision),
                      "Name the one to go back to.");
    auto revisions = to_take_back(graph, first_of(graph, target), applied);
    if (revisions.empty() && !target.revision.empty() &&
        std::ranges::find(applied, target.revision[0]) == applied.end())
        fail_spelling("the database cannot go back to " + target.revision[0] + ", which it does not have",
                      applied.empty() ? "" : "It stands at " + joined(graph.heads_among(applied)) + ".");
    return revisions;
}

} // namespace aludel
