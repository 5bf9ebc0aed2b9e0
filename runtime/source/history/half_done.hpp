// The revision that a run of several transactions has left half done. Its row in the history tells how far it went
// behind its checksum, `1:… up 2/5`, and how far a batched update is, `1:… up 2/5 i4711` (see cursor.hpp): no launch
// takes such a database for whole, of whatever version it is.
#pragma once

#include "plan.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::detail {

struct HalfDone {
    std::string revision;
    std::string checksum;
    Direction direction = Direction::up;
    std::size_t steps_done = 0;
    std::size_t step_count = 0; ///< 0: the row is not as aludel writes it
    std::string cursor;         ///< within the next step; empty: it has not begun
};

/// "revision 1a2b is half applied (2 of its 5 steps)"
std::string described(const HalfDone& half);
/// What its row in the history has for a checksum.
std::string marked_checksum(const HalfDone& half);
bool is_marked(std::string_view checksum);
/// Takes its row out of the history's rows, where there is one.
std::optional<HalfDone> take_half_done(std::vector<Applied>& rows);

/// Throws Error where it is not half done in this direction, or not as the chain knows it.
void check_half_done(const ChainIndex& chain, const std::optional<HalfDone>& half, Direction direction);
/// Puts it before all others: what it needs is done. Throws Error where it is not among them.
void put_first(const std::optional<HalfDone>& half, std::vector<std::string>& revisions);
/// Of the plan's first revision. Throws Error where that has not as many steps as it had.
std::size_t steps_done(const std::optional<HalfDone>& half, std::span<const PlannedRevision> plan);

} // namespace aludel::detail
