#include "graph/revision_spelling.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace aludel {

using namespace detail;

RevisionRange resolve_range(const RevisionGraph& graph, std::string_view spelling,
                            std::span<const std::string> applied) {
    const auto colon = spelling.find(':');
    refuse_url(spelling);
    if (colon == spelling.npos) fail_spelling("\"" + std::string(spelling) + "\" is not from:to");
    const auto from = colon == 0 ? std::string_view("base") : spelling.substr(0, colon);
    const auto to = colon + 1 == spelling.size() ? std::string_view("heads") : spelling.substr(colon + 1);
    const auto counted_from = [&](std::string_view written, const std::vector<std::string>& other) {
        return graph.resolve(written, graph.ancestors(other));
    };
    if (is_relative(graph, to)) {
        auto first = graph.resolve(from, applied);
        auto last = counted_from(to, first);
        return {std::move(first), std::move(last)};
    }
    auto last = graph.resolve(to, applied);
    return {is_relative(graph, from) ? counted_from(from, last) : graph.resolve(from, applied), std::move(last)};
}

std::vector<std::string> revisions_of(const RevisionGraph& graph, const RevisionRange& range) {
    auto revisions = graph.ancestors(range.to);
    if (range.from.empty()) return revisions;
    for (const auto& id : range.from)
        if (std::ranges::find(revisions, id) == revisions.end())
            fail_spelling((range.to.empty() ? "base" : joined(range.to)) + " does not come from " + id);
    const auto after = graph.descendants(range.from);
    const std::unordered_set<std::string_view> kept(after.begin(), after.end());
    std::erase_if(revisions, [&](const std::string& id) { return !kept.contains(id); });
    return revisions;
}

} // namespace aludel
