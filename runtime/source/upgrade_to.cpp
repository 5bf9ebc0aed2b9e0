#include "locked.hpp"

#include <optional>
#include <utility>

namespace aludel {

using namespace detail;

Outcome upgrade_to(Connection& connection, const Chain& chain, std::string_view revision,
                   const UpgradeOptions& options) {
    // Of the first round: in a later one "+1" would count from where others have gone.
    std::optional<std::vector<std::string>> wanted;
    return with_lock(connection, chain, options, [&](Locked& locked) {
        locked.check_rows();
        const auto applied = locked.applied_ids();
        const bool is_later_round = wanted.has_value();
        if (!is_later_round) wanted = upgrade_revisions(locked.graph, revision, applied);
        auto revisions = pending(locked.graph, *wanted, applied);
        if (is_later_round && revisions.empty()) return locked.up_to_date();
        return upgrade_locked(locked, std::move(revisions));
    });
}

} // namespace aludel
