#include "downgrade_plan.hpp"
#include "execute.hpp"
#include "locked.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace aludel {

using namespace detail;

namespace {

/// `wanted`: of the first round, or nothing yet. In a later one "-1" would count from where others have gone.
Outcome downgrade_locked(Locked& locked, std::string_view revision, std::optional<std::vector<std::string>>& wanted) {
    locked.check_rows();
    stand_at_half_done(locked.index, locked);
    const bool is_later_round = wanted.has_value();
    if (!is_later_round) wanted = downgrade_revisions(locked.graph, revision, locked.applied_ids());
    auto revisions = to_take_back(locked.graph, *wanted, locked.applied_ids());
    if (is_later_round && revisions.empty()) return locked.up_to_date();
    put_first(locked.half_done, revisions);
    if (revisions.empty()) return locked.up_to_date();
    const auto plan = planned(locked.index, revisions, Direction::down, locked.connection.dialect());
    const auto executed = execute(locked, plan, Direction::down);
    revisions.resize(executed.revisions);

    auto after = locked.applied_ids();
    std::erase_if(after, [&](const auto& id) { return std::ranges::find(revisions, id) != revisions.end(); });
    return locked.outcome(executed.cancelled ? Outcome::Status::cancelled : Outcome::Status::downgraded, after,
                          std::move(revisions));
}

} // namespace

Outcome downgrade_to(Connection& connection, const Chain& chain, std::string_view revision,
                     const UpgradeOptions& options) {
    std::optional<std::vector<std::string>> wanted;
    return with_lock(connection, chain, options,
                     [&](Locked& locked) { return downgrade_locked(locked, revision, wanted); });
}

} // namespace aludel
