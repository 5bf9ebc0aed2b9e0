// A plan written down, as execute.hpp runs it: the same steps, commits and rows of the history.
#pragma once

#include "plan.hpp"
#include "script/history_script.hpp"
#include "script/script_writer.hpp"

#include <aludel/script.hpp>

#include <cstddef>
#include <span>

namespace aludel::detail {

/// What of the plan is not done yet; of its first revision, `steps_done` are.
void write_plan(ScriptWriter& writer, HistoryScript& history, std::span<const PlannedRevision> plan,
                Direction direction, std::size_t steps_done, const ScriptOptions& options);

} // namespace aludel::detail
