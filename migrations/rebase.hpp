// A branch gets another parent: only the `parents:` of its first revision changes.
#pragma once

#include "migrations/dialect.hpp"
#include "migrations/history.hpp"

#include <span>
#include <string>
#include <vector>

namespace aludel::migrations {

struct Rebase {
    std::string first;                ///< of the branch: the revision that gets the new parent
    std::vector<std::string> moved;   ///< it and all that comes from it, in topological order
    std::vector<std::string> parents; ///< that it had; empty: it was a root
    std::string file;
    std::string text; ///< of the file, with the new parent in place of the old one
};

/// The branch of `revision` is what it comes from and `onto` does not. The whole chain is replayed and rendered as it
/// will be; nothing is written. Throws Error where the branch has no one beginning, or `onto` comes from it, and
/// FileError at the operation that does not fit any more.
Rebase plan_rebase(const RevisionHistory& history, const std::string& revision, const std::string& onto,
                   std::span<const Dialect* const> dialects);

} // namespace aludel::migrations
