// What a downgrade does: the same for the run itself, its script and its preview.
#pragma once

#include "history/replaced.hpp"

#include <string_view>
#include <vector>

namespace aludel::detail {

/// Throws Error where a downgrade cannot begin. A revision that is half taken back still is where the database stands:
/// "-1" must not mean the one below.
void stand_at_half_done(const ChainIndex& index, Recognised& known);

/// To where `revision` says. Throws Error, before anything is changed, where that cannot be done.
std::vector<PlannedRevision> downgrade_plan(const RevisionGraph& graph, const ChainIndex& index, Recognised known,
                                            std::string_view revision, std::string_view dialect);

} // namespace aludel::detail
