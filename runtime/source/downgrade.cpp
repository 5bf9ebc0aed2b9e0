#include "execute.hpp"
#include "locked.hpp"

#include <algorithm>
#include <utility>

namespace aludel {

using namespace detail;

Outcome downgrade_to(Connection& connection, const Chain& chain, std::string_view revision,
                     const UpgradeOptions& options) {
    Locked locked(connection, chain, options);
    locked.check_rows();
    refuse_begun(locked.begun);
    check_half_done(locked.index, locked.half_done, Direction::down);
    // Half taken back, it still is where the database stands: "-1" must not mean the one below.
    if (const auto& half = locked.half_done) locked.applied.push_back({half->revision, half->checksum});
    auto revisions = downgrade_revisions(locked.graph, revision, locked.applied_ids());
    put_first(locked.half_done, revisions);
    if (revisions.empty()) return locked.up_to_date();
    const auto plan = planned(locked.index, revisions, Direction::down, connection.dialect());
    execute(locked, plan, Direction::down);

    auto after = locked.applied_ids();
    std::erase_if(after, [&](const auto& id) { return std::ranges::find(revisions, id) != revisions.end(); });
    return locked.outcome(Outcome::Status::downgraded, after, std::move(revisions));
}

} // namespace aludel
