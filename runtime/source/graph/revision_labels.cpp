#include <aludel/revision_graph.hpp>

#include <algorithm>
#include <set>

namespace aludel {

namespace {

using Labels = std::map<std::string, std::set<std::string>>;

/// Back to where the line parted from others.
void add_before(Labels& labels, const RevisionGraph& graph, const RevisionNode& labelled) {
    const auto* at = &labelled;
    while (at->parents.size() == 1 && graph.children(at->id).size() < 2) {
        at = graph.find(at->parents[0]);
        if (at->parents.size() > 1 || graph.children(at->id).size() > 1) return;
        labels[at->id].insert(labelled.branch);
    }
}

} // namespace

std::map<std::string, std::vector<std::string>> RevisionGraph::labels() const {
    Labels labels;
    for (const auto& node : nodes_) {
        if (node.branch.empty()) continue;
        for (const auto& id : descendants(std::span(&node.id, 1), Edges::parents)) labels[id].insert(node.branch);
        add_before(labels, *this, node);
    }
    std::map<std::string, std::vector<std::string>> sorted;
    for (const auto& [id, names] : labels) sorted[id].assign(names.begin(), names.end());
    return sorted;
}

} // namespace aludel
