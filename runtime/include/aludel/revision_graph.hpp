// The order of revisions comes from their parents alone.
#pragma once

#include <aludel/chain.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace aludel {

/// One revision as the graph sees it. `parents` and `depends_on` name others by their whole id.
struct RevisionNode {
    std::string id;
    std::vector<std::string> parents;
    std::vector<std::string> depends_on;
    std::string branch;
};

/// What is wrong with a set of revisions: told by the graph, so that a reader of files can add the place.
struct GraphProblem {
    enum class Kind { duplicate, missing_parent, cycle };
    Kind kind;
    std::size_t node;         ///< index of the revision that is to be mended
    std::string text;         ///< a sentence without its place
    std::string missing = {}; ///< the parent or dependency that is not there
};

/// Every problem of these revisions, in their order; empty where they make a graph.
std::vector<GraphProblem> graph_problems(std::span<const RevisionNode> nodes);

/// A directed graph without cycles, from revisions to their parents. Immutable. Ids that it returns are views of its
/// own nodes.
class RevisionGraph {
public:
    /// Throws Error where graph_problems() is not empty.
    explicit RevisionGraph(std::vector<RevisionNode> nodes);
    explicit RevisionGraph(const Chain& chain);

    /// Every revision after its parents and dependencies; the same for the same set, whatever order it came in.
    std::vector<std::string> topological_order() const;
    std::vector<std::string> heads() const;
    std::vector<std::string> roots() const;
    const RevisionNode* find(std::string_view id) const;
    const std::vector<RevisionNode>& nodes() const { return nodes_; }

    /// These and all that they come from, in topological order.
    std::vector<std::string> ancestors(std::span<const std::string> ids) const;
    /// These and all that come from them, in topological order.
    std::vector<std::string> descendants(std::span<const std::string> ids) const;

    /// What a person wrote, in Alembic's spelling: an id or its unique beginning, `head`, `heads`, `base`, `+2`, `-1`,
    /// `id+2`, `id-1`. `applied` is where the database stands, for the relative ones. No id means base.
    /// Throws Error for what is unknown (with the nearest known) or ambiguous (with the candidates).
    std::vector<std::string> resolve(std::string_view spelling, std::span<const std::string> applied = {}) const;

private:
    std::vector<RevisionNode> nodes_;
    std::unordered_map<std::string, std::size_t> index_;
};

} // namespace aludel
