#include "locked.hpp"

namespace aludel {

bool ensure_version(Connection& connection, const Chain& chain, const UpgradeOptions& options) {
    try {
        detail::Locked locked(connection, chain, options);
        if (locked.has_history) return false;
        locked.history.create();
        locked.transaction->commit();
        return true;
    } catch (const detail::Cancelled&) {
        return false;
    }
}

} // namespace aludel
