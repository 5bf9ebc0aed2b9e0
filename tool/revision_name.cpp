#include "tool/revision_name.hpp"

#include "tool/command.hpp"

#include <algorithm>

namespace aludel::tool {

std::vector<std::string> named(const RevisionGraph& graph, const std::string& spelling) {
    if (spelling.starts_with("current") && graph.find(spelling) == nullptr)
        throw UsageError("\"" + spelling + "\" is where a database stands, and none is asked here");
    return graph.resolve(spelling, graph.topological_order());
}

std::vector<std::string> named(const RevisionGraph& graph, const std::vector<std::string>& spellings) {
    std::vector<std::string> ids;
    for (const auto& spelling : spellings)
        for (auto& id : named(graph, spelling))
            if (std::ranges::find(ids, id) == ids.end()) ids.push_back(std::move(id));
    return ids;
}

std::string one_named(const RevisionGraph& graph, const std::string& spelling) {
    const auto ids = named(graph, spelling);
    if (ids.size() == 1) return ids[0];
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    throw UsageError("\"" + spelling + "\" is not one revision" + (ids.empty() ? "" : ": it may be any of " + text));
}

} // namespace aludel::tool
