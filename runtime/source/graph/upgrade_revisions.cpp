#include "graph/revision_spelling.hpp"
#include "plan.hpp"

namespace aludel {

std::vector<std::string> upgrade_revisions(const RevisionGraph& graph, std::string_view spelling,
                                           std::span<const std::string> applied) {
    const auto parts = detail::parsed(graph, spelling);
    if (parts.is_relative && parts.symbol.empty() && parts.steps < 0)
        detail::fail_spelling(std::string(spelling) + " is below where the database stands", "To go there, downgrade.");
    return detail::pending(graph, detail::resolved(graph, parts, applied), applied);
}

} // namespace aludel
