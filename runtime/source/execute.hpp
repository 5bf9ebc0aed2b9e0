// Runs planned steps inside of an exclusive transaction.
#pragma once

#include "plan.hpp"
#include "session.hpp"

#include <aludel/upgrade.hpp>

#include <chrono>
#include <span>
#include <vector>

namespace aludel::detail {

/// How long each revision took, in the plan's order. Throws Error with the revision and the step.
std::vector<std::chrono::microseconds> execute(Connection& connection, ExclusiveTransaction& transaction,
                                               std::span<const PlannedRevision> plan, const UpgradeOptions& options);

} // namespace aludel::detail
