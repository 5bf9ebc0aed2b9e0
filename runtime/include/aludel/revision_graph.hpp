// The order of revisions comes from their parents alone.
#pragma once

#include <aludel/chain.hpp>

#include <cstddef>
#include <map>
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
    enum class Kind { duplicate, missing_parent, missing_dependency, cycle, label };
    Kind kind;
    std::size_t node;         ///< index of the revision that is to be mended
    std::string text;         ///< a sentence without its place
    std::string missing = {}; ///< the parent or dependency that is not there
    std::size_t other = {};   ///< index of the revision that has the id or the label already
};

/// Every problem of these revisions, in their order; empty where they make a graph.
std::vector<GraphProblem> graph_problems(std::span<const RevisionNode> nodes);

/// Which ways lead from one revision to another.
enum class Edges { parents, parents_and_dependencies };

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

    /// Those that have this one for a parent, sorted.
    std::vector<std::string> children(std::string_view id) const;
    /// These and all that they come from, in topological order.
    std::vector<std::string> ancestors(std::span<const std::string> ids,
                                       Edges edges = Edges::parents_and_dependencies) const;
    /// These and all that come from them, in topological order.
    std::vector<std::string> descendants(std::span<const std::string> ids,
                                         Edges edges = Edges::parents_and_dependencies) const;
    /// Those that no other of them has for a parent, in their order. Ids that the graph does not know are among them.
    std::vector<std::string> heads_among(std::span<const std::string> ids, Edges edges = Edges::parents) const;
    /// The labels of the branches that revisions are on, sorted; revisions without one are left out. As Alembic has it:
    /// a label is its revision's and what comes from that, and goes back along the line to where that parted from
    /// others.
    std::map<std::string, std::vector<std::string>> labels() const;

    /// What a person wrote, in Alembic's spelling: an id or its unique beginning, a branch's label, `head`, `heads`,
    /// `base`, `current`, `+2`, `-1`, `id+2`, `head-1`, and each of them on one branch: `label@head`, `label@+2`,
    /// `id@head`. `applied` is what the database has, for `current` and the relative ones. No id means base.
    /// Throws Error for what is unknown (with the nearest known) or ambiguous (with the candidates).
    std::vector<std::string> resolve(std::string_view spelling, std::span<const std::string> applied = {}) const;

private:
    std::vector<RevisionNode> nodes_;
    std::unordered_map<std::string, std::size_t> index_;
};

/// Whether it counts from where a database stands: `+2`, `label@-1`.
bool is_relative(const RevisionGraph& graph, std::string_view spelling);

/// What a spelling asks of a database that has `applied`. Each throws Error as resolve() does, and where the spelling
/// leads the other way.
/// The revisions to apply, in their order.
std::vector<std::string> upgrade_revisions(const RevisionGraph& graph, std::string_view spelling,
                                           std::span<const std::string> applied);
/// The revisions to take back, newest first: what comes from the named one, or needs that. Other branches stay, and
/// `label@` says which of several branches goes.
std::vector<std::string> downgrade_revisions(const RevisionGraph& graph, std::string_view spelling,
                                             std::span<const std::string> applied);

/// What a stamp changes in what a database has on record.
struct StampedRevisions {
    std::vector<std::string> forgotten;
    std::vector<std::string> recorded; ///< in topological order
};
/// Branches that none of the spellings names keep what they have.
StampedRevisions stamped_revisions(const RevisionGraph& graph, std::span<const std::string> spellings,
                                   std::span<const std::string> applied);

/// Two ends of a part of the graph; no ids means base.
struct RevisionRange {
    std::vector<std::string> from;
    std::vector<std::string> to;
};
/// `from:to`. What is left out is base or heads; what is relative counts from the other end: `-2:head`, `5f3a:+2`.
/// Throws Error as resolve() does, and where there is no colon.
RevisionRange resolve_range(const RevisionGraph& graph, std::string_view spelling,
                            std::span<const std::string> applied = {});
/// Both ends and what lies between them, in topological order; from base, all that `to` comes from. Throws Error where
/// `to` does not come from `from`.
std::vector<std::string> revisions_of(const RevisionGraph& graph, const RevisionRange& range);

} // namespace aludel
