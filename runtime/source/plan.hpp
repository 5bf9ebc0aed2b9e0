// What is to be done: from the chain, what the database has, and where it shall be. Nothing here touches a database.
#pragma once

#include "history/history_table.hpp"

#include <aludel/error.hpp>
#include <aludel/revision_graph.hpp>

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace aludel::detail {

/// Throws Error before anything is changed. `revision` may be empty.
[[noreturn]] void refuse(Refusal refusal, std::string_view revision, std::string message, std::string hint);

struct PlannedRevision {
    const ChainRevision* revision;
    std::span<const ChainStep> steps; ///< in the database's dialect and the plan's direction
    bool replaces = false;            ///< it has no steps: its row takes the place of others
};

enum class Direction { up, down };

/// Looks up the revisions of a chain by id.
class ChainIndex {
public:
    explicit ChainIndex(const Chain& chain);
    /// Of the chain, or one that another replaces and that still is there; else null.
    const ChainRevision* find(std::string_view id) const;
    /// What a revision that replaces it says of it; null where none does.
    const ReplacedRevision* find_replaced(std::string_view id) const;

private:
    std::unordered_map<std::string_view, const ChainRevision*> revisions_;
    std::unordered_map<std::string_view, const ReplacedRevision*> replaced_;
};

/// Whether everything is applied, and nothing else, with equal checksums.
bool is_up_to_date(const Chain& chain, std::span<const Applied> applied);

/// The revisions to apply, in their order, so that all of the graph's are.
std::vector<std::string> pending(const RevisionGraph& graph, std::span<const Applied> applied);
/// So that these are, with all that they come from.
std::vector<std::string> pending(const RevisionGraph& graph, std::span<const std::string> ids,
                                 std::span<const std::string> applied);
/// The revisions to take back, newest first, so that none of these is applied, and nothing that comes from them.
std::vector<std::string> to_take_back(const RevisionGraph& graph, std::span<const std::string> ids,
                                      std::span<const std::string> applied);

/// The steps of these revisions. Throws Error, before anything is changed, where one has none in this dialect or cannot
/// be taken back.
std::vector<PlannedRevision> planned(const ChainIndex& chain, std::span<const std::string> ids, Direction direction,
                                     std::string_view dialect);
/// Throws Error, before anything is changed, where one calls a function that is not at hand.
void require_functions(std::span<const PlannedRevision> plan);

/// Those that no other has for a parent, sorted.
std::vector<std::string> heads_of(const Chain& chain);
std::vector<std::string> sorted_heads(const RevisionGraph& graph, std::span<const std::string> ids);
std::vector<std::string> ids_of(std::span<const Applied> applied);
std::vector<std::string> ids_of(std::span<const PlannedRevision> plan);

} // namespace aludel::detail
