// Runs a plan to its end.
#pragma once

#include "locked.hpp"

#include <cstddef>
#include <span>

namespace aludel::detail {

struct Executed {
    std::size_t revisions; ///< of the plan, that are committed: all, unless it was cancelled or overtaken
    bool cancelled;
};

/// Runs what is not done yet of the plan, writes it into the history, and commits: all in one transaction, unless a
/// step or the options ask for more. Throws Error with the revision, the step, and what is committed.
Executed execute(Locked& locked, std::span<const PlannedRevision> plan, Direction direction);

} // namespace aludel::detail
