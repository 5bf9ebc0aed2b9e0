#include "graph/revision_marks.hpp"

#include "graph/revision_spelling.hpp"

#include <algorithm>

namespace aludel::detail {

namespace {

const std::vector<std::string>& found(const std::map<std::string, std::vector<std::string>>& lists,
                                      const std::string& id) {
    static const std::vector<std::string> none;
    const auto list = lists.find(id);
    return list == lists.end() ? none : list->second;
}

} // namespace

RevisionMarks::RevisionMarks(const RevisionGraph& graph) : labels_(graph.labels()) {
    for (const auto& node : graph.nodes()) {
        if (node.parents.size() > 1) merges_.insert(node.id);
        for (const auto& id : node.parents) children_[id].push_back(node.id);
        needed_.insert(node.depends_on.begin(), node.depends_on.end());
    }
    for (auto& [id, children] : children_) std::ranges::sort(children);
}

const std::vector<std::string>& RevisionMarks::labels(const std::string& id) const { return found(labels_, id); }
const std::vector<std::string>& RevisionMarks::children(const std::string& id) const { return found(children_, id); }

std::string RevisionMarks::text(const std::string& id) const {
    std::string text;
    if (!labels(id).empty()) text += " (" + joined(labels(id)) + ")";
    if (children(id).empty()) text += needed_.contains(id) ? " (effective head)" : " (head)";
    if (children(id).size() > 1) text += " (branchpoint)";
    if (merges_.contains(id)) text += " (mergepoint)";
    return text;
}

} // namespace aludel::detail
