// Revisions that others replace. A database that has had all of them has had the one instead; one that has had a part
// of them gets the rest first.
#pragma once

#include "plan.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::detail {

/// A revision that takes the place of others, all of which the database has had.
struct Replacing {
    const ChainRevision* revision;
    std::string last; ///< of those others, as the database has them
};
/// A revision of which the database has had a part.
struct Begun {
    const ChainRevision* revision;
    std::vector<std::string> rows;    ///< what it has had, in that order
    std::vector<std::string> missing; ///< what it lacks, in the order in which it is applied
};

/// A history's rows as the chain knows them.
struct Recognised {
    std::vector<Applied> applied;     ///< without what is begun
    std::vector<Replacing> replacing; ///< among those applied, where the rows still are of what they replace
    std::vector<Begun> begun;
};
/// `half`: the revision that is half done, if any: it is begun, and not there.
Recognised recognised(const Chain& chain, std::vector<Applied> rows, std::string_view half);

/// The ids with what is missing before each revision that is begun.
std::vector<std::string> with_missing(std::span<const std::string> ids, std::span<const Begun> begun);
/// The first of the rows that is of a revision which others replace, and not as it was; null: none is.
const Applied* changed_part(const ChainIndex& index, std::span<const Applied> rows);
/// Throws Error where something is missing that the chain no longer has, or was changed since it was applied.
void check_begun(const ChainIndex& index, std::span<const Begun> begun, std::span<const Applied> rows);
/// Throws Error where anything is begun: only an upgrade goes on from there.
void refuse_begun(std::span<const Begun> begun);
/// Throws Error where rows are of revisions that others replace, all or a part: only an upgrade takes them over.
void refuse_replaced(const Chain& chain, std::span<const Applied> rows);

} // namespace aludel::detail
