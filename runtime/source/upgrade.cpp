// To the heads, at launch. The other ways (upgrade_to, downgrade_to, stamp) are in files of their own: an application
// that does not call them does not link them.
#include "locked.hpp"

#include <aludel/error.hpp>

#include <optional>

namespace aludel {

using namespace detail;

namespace {

/// A database that another process has for itself is not waited for longer here than for its lock.
class LimitedWaiting {
public:
    LimitedWaiting(Session& session, std::chrono::milliseconds longest) : session_(session) {
        session_.limit_waiting(longest);
    }
    LimitedWaiting(const LimitedWaiting&) = delete;
    LimitedWaiting& operator=(const LimitedWaiting&) = delete;
    ~LimitedWaiting() { session_.limit_waiting(std::nullopt); }

private:
    Session& session_;
};

/// One query, no lock. Nothing where the database is not at the head, or cannot say so: then the lock is taken, and
/// whatever is wrong is told there.
std::optional<Outcome> at_head(Session& session, const Chain& chain, std::chrono::milliseconds longest_wait) {
    const auto begin = std::chrono::steady_clock::now();
    if (session.in_transaction()) return std::nullopt; // a missing table would break the application's transaction
    try {
        const LimitedWaiting limited(session, longest_wait);
        if (!is_up_to_date(chain, History(session, chain.history).read())) return std::nullopt;
        const auto heads = heads_of(chain);
        const auto duration = std::chrono::steady_clock::now() - begin;
        return Outcome{Outcome::Status::up_to_date,
                       heads,
                       heads,
                       {},
                       std::chrono::duration_cast<std::chrono::microseconds>(duration)};
    } catch (const Error&) {
    }
    return std::nullopt;
}

} // namespace

Outcome upgrade(const Engine& engine, const Chain& chain, const UpgradeOptions& options) {
    auto connection = engine.connect();
    return upgrade(connection, chain, options);
}

Outcome upgrade(Connection& connection, const Chain& chain, const UpgradeOptions& options) {
    if (auto outcome = at_head(connection.session(), chain, options.lock_timeout)) return *std::move(outcome);
    Locked locked(connection, chain, options);
    locked.check_rows();
    return upgrade_locked(locked, pending(locked.graph, locked.applied));
}

} // namespace aludel
