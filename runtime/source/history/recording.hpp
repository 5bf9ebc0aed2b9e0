// What is written into a history, be it a database's or a script's: both have the same words.
#pragma once

#include "history/replaced.hpp"

#include <algorithm>
#include <chrono>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace aludel::detail {

/// Each revision, or in the place of what it replaces. `durations`: of each, or none.
template <class AnyHistory>
void record_applied(AnyHistory& history, std::span<const PlannedRevision> applied,
                    std::span<const std::chrono::microseconds> durations = {}) {
    std::vector<Record> records;
    for (std::size_t i = 0; i < applied.size(); ++i) {
        const auto& [revision, steps, replaces] = applied[i];
        if (replaces) {
            history.insert(std::exchange(records, {}));
            history.replace(*revision);
        } else {
            records.emplace_back(*revision, durations.empty() ? 0 : durations[i].count());
        }
    }
    history.insert(records);
}

/// Of a stamp, which then inserts `recorded`: the rows of what is replaced go, where what replaces it is among those.
/// Throws Error elsewhere.
template <class AnyHistory>
void record_replacing(AnyHistory& history, const Recognised& known, std::span<const std::string> recorded) {
    for (const auto& each : known.replacing) history.replace(*each.revision);
    for (const auto& each : known.begun) {
        // Without rows it is begun by what is half done alone, and that goes anyhow.
        if (!each.rows.empty() && std::ranges::find(recorded, each.revision->id) == recorded.end())
            refuse_begun(std::span(&each, 1));
        history.erase(each.rows);
    }
}

} // namespace aludel::detail
