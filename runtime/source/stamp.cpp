#include "locked.hpp"

#include <utility>

namespace aludel {

using namespace detail;

namespace {

std::vector<Record> stamps_of(const ChainIndex& chain, std::span<const std::string> ids) {
    std::vector<Record> records;
    for (const auto& id : ids) {
        const auto& revision = *chain.find(id);
        records.push_back({revision.id, revision.checksum, revision.message, 0});
    }
    return records;
}

} // namespace

Outcome stamp(Connection& connection, const Chain& chain, std::string_view revision, bool purge,
              const UpgradeOptions& options) {
    Locked locked(connection, chain, options);
    if (!purge) check_history(locked.index, locked.applied);
    const auto targets = locked.graph.resolve(revision, locked.applied_ids());
    const auto kept = purge ? std::vector<Applied>() : locked.applied;
    auto revisions = pending(locked.graph, kept, targets);

    auto& history = locked.history;
    if (!locked.has_history) history.create();
    // Whatever was half done, somebody has put it in order.
    if (const auto& half = locked.half_done) history.erase(std::span(&half->revision, 1));
    if (purge)
        history.clear();
    else
        history.erase(to_take_back(locked.graph, kept, targets));
    history.insert(stamps_of(locked.index, revisions));
    locked.transaction->commit();
    return locked.outcome(Outcome::Status::stamped, locked.graph.ancestors(targets), std::move(revisions));
}

} // namespace aludel
