#include "revision_spelling.hpp"

#include <algorithm>
#include <unordered_set>

namespace aludel {

std::vector<std::string> upgrade_revisions(const RevisionGraph& graph, std::string_view spelling,
                                           std::span<const std::string> applied) {
    const auto parts = detail::parsed(graph, spelling);
    if (parts.is_relative && parts.symbol.empty() && parts.steps < 0)
        detail::fail_spelling(std::string(spelling) + " is below where the database stands", "To go there, downgrade.");
    const std::unordered_set<std::string_view> done(applied.begin(), applied.end());
    auto revisions = graph.ancestors(detail::resolved(graph, parts, applied));
    std::erase_if(revisions, [&](const std::string& id) { return done.contains(id); });
    return revisions;
}

} // namespace aludel
