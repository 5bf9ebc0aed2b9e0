// What an upgrade does: the same for the run itself, its script and its preview.
#pragma once

#include "history/replaced.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::detail {

/// For these pending revisions: what is half done comes first. What is missing of a revision that is begun runs, and
/// the revision itself is only recorded. Throws Error, before anything is changed, where that cannot be done.
std::vector<PlannedRevision> upgrade_plan(const ChainIndex& index, const Recognised& known,
                                          std::span<const std::string> pending, std::string_view dialect);

} // namespace aludel::detail
