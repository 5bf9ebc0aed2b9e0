// Revisions as `heads`, `history`, `branches` and `show` print them.
#pragma once

#include "runtime/source/graph/revision_marks.hpp"
#include "tool/workspace.hpp"

#include <functional>
#include <string>
#include <vector>

namespace aludel::tool {

struct RevisionTextOptions {
    bool verbose = false;
    bool json = false;
    /// `current`, `applied`, or empty; none: no database was asked
    std::function<std::string(const std::string& id)> mark = {};
};

using detail::RevisionMarks;

/// A line for each (`parents -> id (head) message`), a paragraph where verbose, or one JSON list.
void print_revisions(const migrations::RevisionHistory& history, const std::vector<std::string>& ids,
                     const RevisionTextOptions& options);
/// The same, and below each the revisions that come after it.
void print_branches(const migrations::RevisionHistory& history, const std::vector<std::string>& ids,
                    const RevisionTextOptions& options);

} // namespace aludel::tool
