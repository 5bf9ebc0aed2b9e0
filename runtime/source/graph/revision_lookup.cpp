// A revision or a branch by what a person wrote of its name.
#include "edit_distance.hpp"
#include "graph/revision_spelling.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace aludel::detail {

namespace {

using Ids = std::vector<std::string>;

/// The id or label that was probably meant: compared with as much of it as was written. Empty: none is near.
std::string nearest(const std::vector<RevisionNode>& nodes, std::string_view written) {
    std::string best;
    std::size_t best_distance = written.size() / 2 + 1;
    const auto consider = [&](const std::string& name) {
        const auto d = std::min(edit_distance(written, name),
                                edit_distance(written, std::string_view(name).substr(0, written.size())));
        if (d < best_distance || (d == best_distance && !best.empty() && name < best)) {
            best = name;
            best_distance = d;
        }
    };
    for (const auto& node : nodes) {
        consider(node.id);
        if (!node.branch.empty()) consider(node.branch);
    }
    return best;
}

std::string hint_of_nearest(const std::vector<RevisionNode>& nodes, std::string_view written) {
    if (nodes.empty()) return "There are no revisions.";
    const auto name = nearest(nodes, written);
    return name.empty() ? "" : "The nearest is " + name + ".";
}

const RevisionNode* labelled(const RevisionGraph& graph, std::string_view label) {
    if (label.empty()) return nullptr;
    const auto found = std::find_if(graph.nodes().begin(), graph.nodes().end(),
                                    [&](const RevisionNode& node) { return node.branch == label; });
    return found == graph.nodes().end() ? nullptr : &*found;
}

} // namespace

std::string joined(std::span<const std::string> ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text;
}

void fail_spelling(std::string message, std::string hint) {
    ErrorDetails details;
    details.hint = std::move(hint);
    throw Error(std::move(message), std::move(details));
}

bool is_name(const RevisionGraph& graph, std::string_view written) {
    return graph.find(written) != nullptr || labelled(graph, written) != nullptr;
}

const RevisionNode& one_named(const RevisionGraph& graph, std::string_view written, std::string_view branch) {
    if (const auto* node = graph.find(written)) return *node;
    if (const auto* node = labelled(graph, written)) return *node;
    Ids candidates;
    for (const auto& node : graph.nodes())
        if (!written.empty() && node.id.starts_with(written)) candidates.push_back(node.id);
    if (!branch.empty() && candidates.size() > 1)
        candidates = on_branch_of(graph, branch_named(graph, branch).id, std::move(candidates));
    std::sort(candidates.begin(), candidates.end());
    if (candidates.size() == 1) return *graph.find(candidates[0]);
    if (candidates.empty())
        fail_spelling("there is no revision or branch " + std::string(written),
                      hint_of_nearest(graph.nodes(), written));
    fail_spelling("several revisions begin with " + std::string(written) + ": " + joined(candidates));
}

const RevisionNode& branch_named(const RevisionGraph& graph, std::string_view branch) {
    return one_named(graph, branch, {});
}

std::vector<std::string> on_branch_of(const RevisionGraph& graph, const std::string& revision,
                                      std::vector<std::string> ids, Edges edges) {
    std::unordered_set<std::string> line;
    for (auto& id : graph.ancestors(std::span(&revision, 1), edges)) line.insert(std::move(id));
    for (auto& id : graph.descendants(std::span(&revision, 1), edges)) line.insert(std::move(id));
    std::erase_if(ids, [&](const std::string& id) { return !line.contains(id); });
    return ids;
}

} // namespace aludel::detail
