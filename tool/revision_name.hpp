// Revisions that a command names where no database is asked.
#pragma once

#include <aludel/revision_graph.hpp>

#include <string>
#include <vector>

namespace aludel::tool {

/// A relative one counts from the heads: `-1` is the one before. Throws UsageError for `current`.
std::vector<std::string> named(const RevisionGraph& graph, const std::string& spelling);
/// Each of them once, in their order.
std::vector<std::string> named(const RevisionGraph& graph, const std::vector<std::string>& spellings);
/// Exactly one. Throws UsageError for base and for several.
std::string one_named(const RevisionGraph& graph, const std::string& spelling);

} // namespace aludel::tool
