// What a list of revisions says of each.
#pragma once

#include <aludel/revision_graph.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace aludel::detail {

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

} // namespace aludel::detail
