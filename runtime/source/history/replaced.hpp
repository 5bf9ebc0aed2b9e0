// Revisions that others replace. A database that has had all of them has had the one instead; one that has had a part
// of them gets the rest first.
#pragma once

#include "history/half_done.hpp"
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

/// A history's rows, and what they are as the chain knows them.
struct Recognised {
    std::vector<Applied> rows;         ///< but for what is half done
    std::optional<HalfDone> half_done; ///< not among `applied`
    std::vector<Applied> applied;      ///< without what is begun
    std::vector<Replacing> replacing;  ///< among those applied, where the rows still are of what they replace
    std::vector<Begun> begun;
};
/// What is half done begins the revision that replaces it, and is not there itself.
Recognised recognised(const Chain& chain, std::vector<Applied> rows);

/// Sorted. What is replaced is told by its own name.
std::vector<std::string> heads_before(const RevisionGraph& graph, const Recognised& known);
/// `applied` and these revisions, but for what others of them replace.
std::vector<std::string> ids_after(const ChainIndex& index, const Recognised& known,
                                   std::span<const std::string> revisions);

/// The ids with what is missing before each revision that is begun.
std::vector<std::string> with_missing(std::span<const std::string> ids, std::span<const Begun> begun);
/// The first of the rows that is of a revision which others replace, and not as it was; null: none is.
const Applied* changed_part(const ChainIndex& index, std::span<const Applied> rows);
/// Throws Error where something is missing that the chain no longer has, or was changed since it was applied.
void check_begun(const ChainIndex& index, std::span<const Begun> begun, std::span<const Applied> rows);
/// Throws Error where any is there: only an upgrade goes on from that.
void refuse_begun(std::span<const Begun> begun);

} // namespace aludel::detail
