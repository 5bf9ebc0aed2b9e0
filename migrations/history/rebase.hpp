// A branch gets another parent: only the `parents:` of its first revision changes.
#pragma once

#include "migrations/history/history.hpp"

#include <string>
#include <vector>

namespace aludel::migrations {

struct Rebase {
    std::string first;                ///< of the branch: the revision that gets the new parent
    std::vector<std::string> moved;   ///< it and all that comes from it, in topological order
    std::vector<std::string> parents; ///< that it had; empty: it was a root
    std::string file;
    std::string text;                ///< of the file, with the new parent in place of the old one
    std::vector<RevisionFile> files; ///< all, as they will be
};

/// The branch of `revision` is what it comes from and `onto` does not. Nothing is written, and nothing replayed: what
/// the files make together is for the caller to see. Throws Error where the branch has no one beginning, or `onto`
/// comes from it, and FileError where the file's parents stand in an unusual way.
Rebase plan_rebase(const RevisionHistory& history, const std::string& revision, const std::string& onto);

} // namespace aludel::migrations
