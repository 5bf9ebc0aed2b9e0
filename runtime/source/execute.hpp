// Runs a plan to its end.
#pragma once

#include "locked.hpp"

#include <span>

namespace aludel::detail {

/// Runs what is not done yet of the plan, writes it into the history, and commits: all in one transaction, unless a
/// step asks for more. Throws Error with the revision, the step, and what is committed.
void execute(Locked& locked, std::span<const PlannedRevision> plan, Direction direction);

} // namespace aludel::detail
