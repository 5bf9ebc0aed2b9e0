#include "locked.hpp"

#include "execute.hpp"

#include <utility>

namespace aludel::detail {

namespace {

std::vector<Record> records_of(std::span<const PlannedRevision> plan,
                               std::span<const std::chrono::microseconds> durations) {
    std::vector<Record> records;
    records.reserve(plan.size());
    for (std::size_t i = 0; i < plan.size(); ++i) {
        const auto& revision = *plan[i].revision;
        records.push_back({revision.id, revision.checksum, revision.message, durations[i].count()});
    }
    return records;
}

} // namespace

Locked::Locked(Connection& of, const Chain& chain, const UpgradeOptions& with)
    : connection(of),
      options(with),
      graph(chain),
      index(chain),
      transaction(of.session().begin_exclusive(with.lock_timeout)),
      has_history(history_exists(of.session())),
      was_empty(!has_history && database_is_empty(of.session())) {
    if (has_history) applied = read_history(of.session());
}

Outcome Locked::outcome(Outcome::Status status, std::span<const std::string> after,
                        std::vector<std::string> revisions) const {
    const auto duration = std::chrono::steady_clock::now() - begin;
    return {status, heads_of(index, applied_ids()), heads_of(index, after), std::move(revisions),
            std::chrono::duration_cast<std::chrono::microseconds>(duration)};
}

Outcome Locked::up_to_date() const { return outcome(Outcome::Status::up_to_date, applied_ids(), {}); }

Outcome upgrade_locked(Locked& locked, std::span<const std::string> targets) {
    auto revisions = pending(locked.graph, locked.applied, targets);
    if (revisions.empty()) return locked.up_to_date();
    auto& session = locked.connection.session();
    const auto plan = planned(locked.index, revisions, Direction::up, session.dialect());
    if (!locked.has_history) create_history(session);
    const auto durations = execute(locked.connection, *locked.transaction, plan, locked.options);
    insert_history(session, records_of(plan, durations));
    locked.transaction->commit();

    auto after = locked.applied_ids();
    after.insert(after.end(), revisions.begin(), revisions.end());
    const auto status = locked.was_empty ? Outcome::Status::created : Outcome::Status::upgraded;
    return locked.outcome(status, after, std::move(revisions));
}

} // namespace aludel::detail
