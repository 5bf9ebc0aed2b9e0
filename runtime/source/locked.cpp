#include "locked.hpp"

#include "execute.hpp"

#include <algorithm>
#include <utility>

namespace aludel::detail {

namespace {

std::vector<std::string> sorted_heads(const RevisionGraph& graph, std::span<const std::string> ids) {
    auto heads = graph.heads_among(ids);
    std::ranges::sort(heads);
    return heads;
}

} // namespace

Locked::Locked(Connection& of, const Chain& chain, const UpgradeOptions& with)
    : connection(of),
      options(with),
      graph(chain),
      index(chain),
      history(of.session(), chain.history),
      transaction(of.session().begin_exclusive(with.lock_timeout)),
      has_history(history.exists()),
      was_empty(!has_history && history.database_is_empty()) {
    if (has_history) applied = history.read();
    half_done = take_half_done(applied);
}

Outcome Locked::outcome(Outcome::Status status, std::span<const std::string> after,
                        std::vector<std::string> revisions) const {
    const auto duration = std::chrono::steady_clock::now() - begin;
    return {status, sorted_heads(graph, applied_ids()), sorted_heads(graph, after), std::move(revisions),
            std::chrono::duration_cast<std::chrono::microseconds>(duration)};
}

Outcome Locked::up_to_date() const { return outcome(Outcome::Status::up_to_date, applied_ids(), {}); }

Outcome upgrade_locked(Locked& locked, std::vector<std::string> revisions) {
    check_half_done(locked.index, locked.half_done, Direction::up);
    put_first(locked.half_done, revisions);
    if (revisions.empty()) return locked.up_to_date();
    const auto plan = planned(locked.index, revisions, Direction::up, locked.connection.dialect());
    execute(locked, plan, Direction::up);

    auto after = locked.applied_ids();
    after.insert(after.end(), revisions.begin(), revisions.end());
    const auto status = locked.was_empty ? Outcome::Status::created : Outcome::Status::upgraded;
    return locked.outcome(status, after, std::move(revisions));
}

} // namespace aludel::detail
