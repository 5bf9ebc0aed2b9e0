// Revisions as `heads`, `history`, `branches` and `show` print them.
#pragma once

#include "tool/workspace.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace aludel::tool {

struct RevisionTextOptions {
    bool verbose = false;
    bool json = false;
    /// `current`, `applied`, or empty; none: no database was asked
    std::function<std::string(const std::string& id)> mark = {};
};

/// What stands behind a revision's id, as Alembic has it: the labels of its branches, `(head)`, `(effective head)`
/// where another depends on it, `(branchpoint)`, `(mergepoint)`.
class RevisionMarks {
public:
    explicit RevisionMarks(const RevisionGraph& graph);

    std::string text(const std::string& id) const; ///< ` (shoppingcart) (head)`, or empty
    const std::vector<std::string>& labels(const std::string& id) const;
    const std::vector<std::string>& children(const std::string& id) const;

private:
    std::map<std::string, std::vector<std::string>> labels_;
    std::map<std::string, std::vector<std::string>> children_;
    std::set<std::string> merges_;
    std::set<std::string> needed_;
};

/// A line for each (`parents -> id (head) message`), a paragraph where verbose, or one JSON list.
void print_revisions(const migrations::RevisionHistory& history, const std::vector<std::string>& ids,
                     const RevisionTextOptions& options);
/// The same, and below each the revisions that come after it.
void print_branches(const migrations::RevisionHistory& history, const std::vector<std::string>& ids,
                    const RevisionTextOptions& options);

} // namespace aludel::tool
