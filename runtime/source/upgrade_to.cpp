#include "locked.hpp"

namespace aludel {

Outcome upgrade_to(Connection& connection, const Chain& chain, std::string_view revision,
                   const UpgradeOptions& options) {
    return detail::with_lock(connection, chain, options, [&](detail::Locked& locked) {
        locked.check_rows();
        return detail::upgrade_locked(locked, upgrade_revisions(locked.graph, revision, locked.applied_ids()));
    });
}

} // namespace aludel
