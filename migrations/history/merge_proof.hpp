// What two sides of a merge do to one another. A database may have had either side first: both orders are replayed.
#pragma once

#include "migrations/history/history.hpp"

#include <string>
#include <vector>

namespace aludel::migrations {

struct MergeProof {
    std::string left;
    std::string right;
    std::vector<std::string> both_touch;  ///< tables, enums and other objects by name
    std::vector<std::string> differences; ///< lines of what one order has and the other has not; empty: none
    std::vector<std::string> unproven;    ///< steps over rows whose order nobody can prove, `file:line:column: why`

    bool order_does_not_matter() const { return differences.empty() && unproven.empty(); }
};

/// Throws FileError at the operation that does not fit after the other side.
MergeProof prove_merge(const RevisionHistory& history, const std::string& left, const std::string& right);
/// Of each two of these revisions.
std::vector<MergeProof> prove_merge(const RevisionHistory& history, const std::vector<std::string>& parents);

} // namespace aludel::migrations
