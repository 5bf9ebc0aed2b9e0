// What a downgrade does, for its script and its preview.
#pragma once

#include "replaced.hpp"

#include <string_view>
#include <vector>

namespace aludel::detail {

/// To where `revision` says. Throws Error, before anything is changed, where that cannot be done.
std::vector<PlannedRevision> downgrade_plan(const RevisionGraph& graph, const ChainIndex& index,
                                            const Recognised& known, std::string_view revision,
                                            std::string_view dialect);

} // namespace aludel::detail
