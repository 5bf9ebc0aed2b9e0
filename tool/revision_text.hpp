// Revisions as `heads`, `history` and `show` print them.
#pragma once

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

/// A line for each (`parents -> id (head) message`), a paragraph where verbose, or one JSON list.
void print_revisions(const migrations::RevisionHistory& history, const std::vector<std::string>& ids,
                     const RevisionTextOptions& options);

} // namespace aludel::tool
