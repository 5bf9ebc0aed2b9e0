// To the heads, at launch. The other ways (upgrade_to, downgrade_to, stamp) are in files of their own: an application
// that does not call them does not link them.
#include "history/check_history.hpp"
#include "history/standing.hpp"
#include "locked.hpp"
#include "read_in_time.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace aludel {

using namespace detail;

namespace {

/// The history without a lock: nothing where there is none, or it is not to be read. Then the lock is taken: whatever
/// is wrong is told there, and who has it.
std::optional<std::vector<Applied>> peek(Session& session, const Chain& chain, const UpgradeOptions& options) {
    if (session.in_transaction()) return std::nullopt; // a missing table would break the application's transaction
    try {
        Patience patience(std::min(options.lock_timeout, longest_commit));
        return read_in_time(session, patience, options.stop, [&] { return History(session, chain.history).read(); });
    } catch (const Error&) {
        return std::nullopt;
    }
}

[[noreturn]] void refuse_newer(const Standing& standing) {
    refuse(Refusal::newer, standing.unknown.front().revision,
           "the database has had revisions that this program does not know: " + listed(standing.unknown),
           standing.state == Standing::State::newer_read_only
               ? "Nothing was changed. Use the newer program, or open the database for reading alone: "
                 "accept_read_only."
               : "A newer program was here. Nothing was changed: use that one, or take its revisions back with it.");
}

/// Where a newer application has been, and has all that this one has.
std::optional<Outcome::Status> newer(Session& session, const Chain& chain, std::vector<Applied> rows,
                                     const UpgradeOptions& options) {
    if (rows.size() <= chain.revisions.size()) return std::nullopt;
    History history(session, chain);
    const auto standing = standing_of(history, chain, std::move(rows));
    if (standing.unknown.empty() || !standing.pending.empty() || !standing.changed.empty()) return std::nullopt;
    if (standing.state == Standing::State::newer_compatible) return Outcome::Status::newer_compatible;
    if (standing.state == Standing::State::half_done) return std::nullopt;
    if (standing.state != Standing::State::newer_read_only || !options.accept_read_only) refuse_newer(standing);
    session.make_read_only();
    return Outcome::Status::newer_read_only;
}

/// One query, and no lock, where nothing is to be done.
std::optional<Outcome> without_lock(Session& session, const Chain& chain, const UpgradeOptions& options) {
    const auto begin = std::chrono::steady_clock::now();
    auto rows = peek(session, chain, options);
    if (!rows) return std::nullopt;
    std::optional<Outcome::Status> status = Outcome::Status::up_to_date;
    if (!is_up_to_date(chain, *rows)) status = newer(session, chain, *std::move(rows), options);
    if (!status) return std::nullopt;
    const auto heads = heads_of(chain);
    const auto duration = std::chrono::steady_clock::now() - begin;
    return Outcome{*status, heads, heads, {}, std::chrono::duration_cast<std::chrono::microseconds>(duration)};
}

} // namespace

Outcome upgrade(const Engine& engine, const Chain& chain, const UpgradeOptions& options) {
    auto connection = engine.connect();
    return upgrade(connection, chain, options);
}

Outcome upgrade(Connection& connection, const Chain& chain, const UpgradeOptions& options) {
    if (auto outcome = without_lock(connection.session(), chain, options)) return *std::move(outcome);
    return with_lock(connection, chain, options, [](Locked& locked) {
        locked.check_rows();
        return upgrade_locked(locked, pending(locked.graph, locked.applied));
    });
}

} // namespace aludel
