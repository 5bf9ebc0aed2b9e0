#include <aludel/error.hpp>
#include <aludel/revision_graph.hpp>

#include <algorithm>
#include <queue>
#include <string>
#include <utility>

namespace aludel {

namespace {

using Index = std::unordered_map<std::string, std::size_t>;

Index index_of(std::span<const RevisionNode> nodes) {
    Index index;
    index.reserve(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) index.emplace(nodes[i].id, i);
    return index;
}

/// Calls `visit` with the index of every parent and dependency that is there.
template <class Visit>
void for_each_parent(const RevisionNode& node, const Index& index, Visit visit,
                     Edges edges = Edges::parents_and_dependencies) {
    for (const auto* list : {&node.parents, &node.depends_on}) {
        if (list == &node.depends_on && edges == Edges::parents) return;
        for (const auto& id : *list)
            if (const auto found = index.find(id); found != index.end()) visit(found->second);
    }
}

std::vector<std::vector<std::size_t>> children_of(std::span<const RevisionNode> nodes, const Index& index,
                                                  Edges edges = Edges::parents_and_dependencies) {
    std::vector<std::vector<std::size_t>> children(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for_each_parent(
            nodes[i], index, [&](std::size_t parent) { children[parent].push_back(i); }, edges);
    return children;
}

/// Kahn's algorithm; of the revisions that are ready, the least id comes first. Those in a cycle, and what comes from
/// them, are left out.
std::vector<std::size_t> sorted(std::span<const RevisionNode> nodes, const Index& index) {
    const auto children = children_of(nodes, index);
    std::vector<std::size_t> waiting_for(nodes.size(), 0);
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for_each_parent(nodes[i], index, [&](std::size_t) { ++waiting_for[i]; });

    const auto later = [&](std::size_t left, std::size_t right) { return nodes[left].id > nodes[right].id; };
    std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> ready(later);
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (waiting_for[i] == 0) ready.push(i);

    std::vector<std::size_t> order;
    order.reserve(nodes.size());
    while (!ready.empty()) {
        order.push_back(ready.top());
        ready.pop();
        for (const auto child : children[order.back()])
            if (--waiting_for[child] == 0) ready.push(child);
    }
    return order;
}

/// The revisions that go round in a circle with this one, `a, b, a`; empty where it only comes from a circle.
std::string circle(std::span<const RevisionNode> nodes, const Index& index, std::size_t start) {
    std::vector<std::size_t> came_from(nodes.size(), nodes.size());
    std::vector<std::size_t> open{start};
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        bool closed = false;
        for_each_parent(nodes[at], index, [&](std::size_t parent) {
            if (came_from[parent] != nodes.size()) return;
            came_from[parent] = at;
            closed = closed || parent == start;
            open.push_back(parent);
        });
        if (!closed) continue;
        std::string text = nodes[start].id;
        for (auto step = came_from[start]; step != start; step = came_from[step])
            text = nodes[step].id + ", " + text; // from the start, parent after parent
        return nodes[start].id + ", " + text;
    }
    return {};
}

void find_cycles(std::span<const RevisionNode> nodes, const Index& index, std::vector<GraphProblem>& problems) {
    const auto order = sorted(nodes, index);
    if (order.size() == index.size()) return;
    std::vector<bool> in_order(nodes.size(), false);
    for (const auto i : order) in_order[i] = true;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (in_order[i] || index.at(nodes[i].id) != i) continue;
        const auto text = circle(nodes, index, i);
        if (text.empty()) continue;
        problems.push_back({GraphProblem::Kind::cycle, i, "revision " + nodes[i].id + " comes from itself: " + text});
        return; // one place to mend is enough to open it
    }
}

using Kind = GraphProblem::Kind;

void find_missing(const RevisionNode& node, std::size_t at, const Index& index, std::vector<GraphProblem>& problems) {
    const auto find = [&](const std::vector<std::string>& ids, Kind kind, const char* verb) {
        for (const auto& id : ids)
            if (!index.contains(id))
                problems.push_back({kind, at, "revision " + node.id + verb + id + ", which is not there", id});
    };
    find(node.parents, Kind::missing_parent, " has the parent ");
    find(node.depends_on, Kind::missing_dependency, " depends on ");
}

void find_labels(std::span<const RevisionNode> nodes, const Index& index, std::vector<GraphProblem>& problems) {
    Index labelled;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto& label = nodes[i].branch;
        if (label.empty() || index.at(nodes[i].id) != i) continue;
        if (const auto named = index.find(label); named != index.end())
            problems.push_back({Kind::label, i, "the label " + label + " is a revision's id, too", {}, named->second});
        if (const auto [first, is_new] = labelled.emplace(label, i); !is_new)
            problems.push_back({Kind::label,
                                i,
                                "the label " + label + " is that of revision " + nodes[first->second].id + " already",
                                {},
                                first->second});
    }
}

std::vector<RevisionNode> nodes_of(const Chain& chain) {
    std::vector<RevisionNode> nodes;
    nodes.reserve(chain.revisions.size());
    for (const auto& revision : chain.revisions) {
        RevisionNode node;
        node.id = revision.id;
        node.parents.assign(revision.parents.begin(), revision.parents.end());
        node.depends_on.assign(revision.depends_on.begin(), revision.depends_on.end());
        node.branch = revision.branch;
        nodes.push_back(std::move(node));
    }
    return nodes;
}

} // namespace

std::vector<GraphProblem> graph_problems(std::span<const RevisionNode> nodes) {
    std::vector<GraphProblem> problems;
    const auto index = index_of(nodes);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (const auto first = index.at(nodes[i].id); first != i)
            problems.push_back({Kind::duplicate, i, "revision " + nodes[i].id + " is there twice", {}, first});
        find_missing(nodes[i], i, index, problems);
    }
    find_labels(nodes, index, problems);
    if (problems.empty()) find_cycles(nodes, index, problems);
    return problems;
}

RevisionGraph::RevisionGraph(std::vector<RevisionNode> nodes) : nodes_(std::move(nodes)), index_(index_of(nodes_)) {
    const auto problems = graph_problems(nodes_);
    if (problems.empty()) return;
    std::string text;
    for (const auto& problem : problems) text += (text.empty() ? "" : "; ") + problem.text;
    throw Error(text);
}

RevisionGraph::RevisionGraph(const Chain& chain) : RevisionGraph(nodes_of(chain)) {}

std::vector<std::string> RevisionGraph::topological_order() const {
    std::vector<std::string> ids;
    ids.reserve(nodes_.size());
    for (const auto i : sorted(nodes_, index_)) ids.push_back(nodes_[i].id);
    return ids;
}

std::vector<std::string> RevisionGraph::heads() const {
    std::vector<bool> is_parent(nodes_.size(), false);
    for (const auto& node : nodes_)
        for (const auto& parent : node.parents) is_parent[index_.at(parent)] = true;
    std::vector<std::string> heads;
    for (std::size_t i = 0; i < nodes_.size(); ++i)
        if (!is_parent[i]) heads.push_back(nodes_[i].id);
    std::sort(heads.begin(), heads.end());
    return heads;
}

std::vector<std::string> RevisionGraph::roots() const {
    std::vector<std::string> roots;
    for (const auto& node : nodes_)
        if (node.parents.empty()) roots.push_back(node.id);
    std::sort(roots.begin(), roots.end());
    return roots;
}

const RevisionNode* RevisionGraph::find(std::string_view id) const {
    const auto found = index_.find(std::string(id));
    return found == index_.end() ? nullptr : &nodes_[found->second];
}

namespace {

template <class Neighbours>
std::vector<std::string> reachable(std::span<const RevisionNode> nodes, const Index& index,
                                   std::span<const std::string> ids, Neighbours neighbours) {
    std::vector<bool> reached(nodes.size(), false);
    std::vector<std::size_t> open;
    const auto reach = [&](std::size_t at) {
        if (!reached[at]) open.push_back(at);
        reached[at] = true;
    };
    for (const auto& id : ids)
        if (const auto found = index.find(id); found != index.end()) reach(found->second);
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        neighbours(at, reach);
    }
    std::vector<std::string> result;
    for (const auto i : sorted(nodes, index))
        if (reached[i]) result.push_back(nodes[i].id);
    return result;
}

} // namespace

std::vector<std::string> RevisionGraph::children(std::string_view id) const {
    std::vector<std::string> children;
    for (const auto& node : nodes_)
        if (std::find(node.parents.begin(), node.parents.end(), id) != node.parents.end()) children.push_back(node.id);
    std::sort(children.begin(), children.end());
    return children;
}

std::vector<std::string> RevisionGraph::ancestors(std::span<const std::string> ids, Edges edges) const {
    return reachable(nodes_, index_, ids,
                     [&](std::size_t at, auto reach) { for_each_parent(nodes_[at], index_, reach, edges); });
}

std::vector<std::string> RevisionGraph::descendants(std::span<const std::string> ids, Edges edges) const {
    const auto children = children_of(nodes_, index_, edges);
    return reachable(nodes_, index_, ids, [&](std::size_t at, auto reach) {
        for (const auto child : children[at]) reach(child);
    });
}

std::vector<std::string> RevisionGraph::heads_among(std::span<const std::string> ids, Edges edges) const {
    std::vector<bool> is_parent(nodes_.size(), false);
    for (const auto& id : ids)
        if (const auto* node = find(id))
            for_each_parent(
                *node, index_, [&](std::size_t parent) { is_parent[parent] = true; }, edges);
    std::vector<std::string> heads;
    for (const auto& id : ids)
        if (const auto found = index_.find(id); found == index_.end() || !is_parent[found->second]) heads.push_back(id);
    return heads;
}

} // namespace aludel
