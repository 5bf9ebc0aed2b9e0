#include "plan.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace aludel::detail {

namespace {

std::unordered_set<std::string_view> revisions_of(std::span<const Applied> applied) {
    std::unordered_set<std::string_view> ids;
    for (const auto& row : applied) ids.insert(row.revision);
    return ids;
}

std::span<const ChainStep> steps_of(const ChainRevision& revision, Direction direction, std::string_view dialect) {
    for (const auto& steps : revision.dialects)
        if (steps.dialect == dialect) return direction == Direction::up ? steps.upgrade : steps.downgrade;
    refuse(Refusal::none, revision.id, "the chain has no steps for " + std::string(dialect),
           "Add " + std::string(dialect) + " to DATABASES of add_migrations().");
}

} // namespace

void refuse(Refusal refusal, std::string_view revision, std::string message, std::string hint) {
    ErrorDetails details;
    details.revision = revision;
    details.hint = std::move(hint);
    details.refusal = refusal;
    throw Error(std::move(message), std::move(details));
}

ChainIndex::ChainIndex(const Chain& chain) {
    revisions_.reserve(chain.revisions.size());
    for (const auto& revision : chain.revisions) {
        revisions_.emplace(revision.id, &revision);
        for (const auto& part : revision.replaces) replaced_.emplace(part.id, &part);
    }
    for (const auto& revision : chain.replaced) revisions_.emplace(revision.id, &revision);
}

const ReplacedRevision* ChainIndex::find_replaced(std::string_view id) const {
    const auto found = replaced_.find(id);
    return found == replaced_.end() ? nullptr : found->second;
}

const ChainRevision* ChainIndex::find(std::string_view id) const {
    const auto found = revisions_.find(id);
    return found == revisions_.end() ? nullptr : found->second;
}

bool is_up_to_date(const Chain& chain, std::span<const Applied> applied) {
    if (applied.size() != chain.revisions.size()) return false;
    // Chains and histories mostly have one order: then nothing needs to be looked up.
    if (std::equal(applied.begin(), applied.end(), chain.revisions.begin(), [](const auto& row, const auto& revision) {
            return row.revision == revision.id && row.checksum == revision.checksum;
        }))
        return true;
    if (revisions_of(applied).size() != applied.size()) return false; // a table that lost its unique constraint
    const ChainIndex index(chain);
    return std::all_of(applied.begin(), applied.end(), [&](const Applied& row) {
        const auto* revision = index.find(row.revision);
        return revision && revision->checksum == row.checksum && !index.find_replaced(row.revision);
    });
}

std::vector<std::string> pending(const RevisionGraph& graph, std::span<const Applied> applied) {
    const auto done = revisions_of(applied);
    auto ids = graph.topological_order();
    std::erase_if(ids, [&](const std::string& id) { return done.contains(id); });
    return ids;
}

std::vector<std::string> pending(const RevisionGraph& graph, std::span<const std::string> ids,
                                 std::span<const std::string> applied) {
    const std::unordered_set<std::string_view> done(applied.begin(), applied.end());
    auto revisions = graph.ancestors(ids);
    std::erase_if(revisions, [&](const std::string& id) { return done.contains(id); });
    return revisions;
}

std::vector<std::string> to_take_back(const RevisionGraph& graph, std::span<const std::string> ids,
                                      std::span<const std::string> applied) {
    const std::unordered_set<std::string_view> done(applied.begin(), applied.end());
    auto revisions = graph.descendants(ids);
    std::erase_if(revisions, [&](const std::string& id) { return !done.contains(id); });
    std::reverse(revisions.begin(), revisions.end());
    return revisions;
}

std::vector<PlannedRevision> planned(const ChainIndex& chain, std::span<const std::string> ids, Direction direction,
                                     std::string_view dialect) {
    std::vector<PlannedRevision> plan;
    plan.reserve(ids.size());
    for (const auto& id : ids) {
        const auto& revision = *chain.find(id);
        if (direction == Direction::down && !revision.irreversible.empty())
            refuse(Refusal::irreversible, id,
                   "revision " + id + " cannot be taken back: " + std::string(revision.irreversible),
                   "Nothing was changed.");
        plan.push_back({&revision, steps_of(revision, direction, dialect)});
    }
    return plan;
}

void require_functions(std::span<const PlannedRevision> plan) {
    for (const auto& each : plan)
        for (const auto& step : each.steps)
            if (step.kind == ChainStep::Kind::call && !step.function)
                refuse(Refusal::needs_application, each.revision->id,
                       "revision " + std::string(each.revision->id) + " calls " + std::string(step.subject) +
                           "(), which only the application has",
                       "Nothing was changed. Launch the application: it upgrades its database.");
}

// Every launch does this: mostly the next revision is the child, and nothing needs to be looked up.
std::vector<std::string> heads_of(const Chain& chain) {
    const auto has_parent = [](const ChainRevision& revision, std::string_view id) {
        return std::find(revision.parents.begin(), revision.parents.end(), id) != revision.parents.end();
    };
    std::vector<std::string> heads;
    for (auto revision = chain.revisions.begin(); revision != chain.revisions.end(); ++revision)
        if (std::none_of(revision + 1, chain.revisions.end(),
                         [&](const ChainRevision& later) { return has_parent(later, revision->id); }))
            heads.emplace_back(revision->id);
    std::sort(heads.begin(), heads.end());
    return heads;
}

std::vector<std::string> sorted_heads(const RevisionGraph& graph, std::span<const std::string> ids) {
    auto heads = graph.heads_among(ids);
    std::ranges::sort(heads);
    return heads;
}

std::vector<std::string> ids_of(std::span<const Applied> applied) {
    std::vector<std::string> ids;
    ids.reserve(applied.size());
    for (const auto& row : applied) ids.push_back(row.revision);
    return ids;
}

std::vector<std::string> ids_of(std::span<const PlannedRevision> plan) {
    std::vector<std::string> ids;
    ids.reserve(plan.size());
    for (const auto& each : plan) ids.emplace_back(each.revision->id);
    return ids;
}

} // namespace aludel::detail
