#include "history/recording.hpp"
#include "locked.hpp"

#include <algorithm>
#include <utility>

namespace aludel {

using namespace detail;

namespace {

std::vector<Record> stamps_of(const ChainIndex& chain, std::span<const std::string> ids) {
    std::vector<Record> records;
    for (const auto& id : ids) {
        records.emplace_back(*chain.find(id));
    }
    return records;
}

Outcome stamp_locked(Locked& locked, std::span<const std::string> revisions, bool purge) {
    if (!purge) locked.check_rows();
    auto after = purge ? std::vector<std::string>() : locked.applied_ids();
    auto change = stamped_revisions(locked.graph, revisions, after);

    auto& history = locked.history;
    history.create();
    if (purge) {
        history.clear();
    } else {
        record_replacing(history, locked, change.recorded);
        // Whatever was half done, somebody has put it in order.
        if (const auto& half = locked.half_done) history.erase(std::span(&half->revision, 1));
        history.erase(change.forgotten);
    }
    history.insert(stamps_of(locked.index, change.recorded));
    locked.transaction->commit();
    std::erase_if(after,
                  [&](const auto& id) { return std::ranges::find(change.forgotten, id) != change.forgotten.end(); });
    after.insert(after.end(), change.recorded.begin(), change.recorded.end());
    return locked.outcome(Outcome::Status::stamped, after, std::move(change.recorded));
}

} // namespace

Outcome stamp(Connection& connection, const Chain& chain, std::span<const std::string> revisions, bool purge,
              const UpgradeOptions& options) {
    return with_lock(connection, chain, options,
                     [&](Locked& locked) { return stamp_locked(locked, revisions, purge); });
}

Outcome stamp(Connection& connection, const Chain& chain, std::string_view revision, bool purge,
              const UpgradeOptions& options) {
    const std::string spelling(revision);
    return stamp(connection, chain, std::span(&spelling, 1), purge, options);
}

} // namespace aludel
