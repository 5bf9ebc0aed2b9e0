#include "graph/revision_spelling.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace aludel {

using namespace detail;

namespace {

using Ids = std::vector<std::string>;

bool is_on(const RevisionGraph& graph, const std::string& id, const Ids& named) {
    return std::ranges::any_of(named, [&](const std::string& revision) {
        return !on_branch_of(graph, revision, {id}, Edges::parents_and_dependencies).empty();
    });
}

/// Takes out of `heads` what a stamp replaces: the heads of the branch, unless the revisions are heads already or stand
/// beside all of them.
void take_replaced(Ids& heads, const RevisionGraph& graph, const Spelling& spelling, const Ids& targets) {
    auto named = targets;
    if (!spelling.branch.empty()) named.push_back(branch_named(graph, spelling.branch).id);
    if (named.empty()) return heads.clear(); // base, of all branches
    const auto is_head = [&](const std::string& id) { return std::ranges::find(heads, id) != heads.end(); };
    if (!targets.empty() && std::ranges::all_of(targets, is_head)) return;
    const bool beside = !targets.empty() &&
                        std::ranges::none_of(heads, [&](const std::string& id) { return is_on(graph, id, targets); });
    if (!beside) std::erase_if(heads, [&](const std::string& id) { return is_on(graph, id, named); });
}

} // namespace

StampedRevisions stamped_revisions(const RevisionGraph& graph, std::span<const std::string> spellings,
                                   std::span<const std::string> applied) {
    auto kept = graph.heads_among(applied, Edges::parents_and_dependencies);
    Ids targets;
    for (const auto& written : spellings) {
        const auto spelling = parsed(graph, written);
        const auto named = resolved(graph, spelling, applied);
        take_replaced(kept, graph, spelling, named);
        targets.insert(targets.end(), named.begin(), named.end());
    }
    // What a branch that stays comes from is not claimed to be applied where nobody said so.
    const auto old = graph.ancestors(kept);
    auto now = graph.ancestors(targets);
    const std::unordered_set<std::string_view> staying(old.begin(), old.end());
    const std::unordered_set<std::string_view> stamped(now.begin(), now.end());
    const std::unordered_set<std::string_view> done(applied.begin(), applied.end());

    StampedRevisions change;
    for (const auto& id : applied)
        if (!staying.contains(id) && !stamped.contains(id)) change.forgotten.push_back(id);
    for (const auto& id : now)
        if (!done.contains(id)) change.recorded.push_back(id);
    return change;
}

} // namespace aludel
