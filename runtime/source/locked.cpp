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

/// What is replaced is still told by its own name.
std::vector<std::string> heads_before(const Locked& locked) {
    auto ids = locked.applied_ids();
    for (const auto& each : locked.begun) ids.emplace_back(each.revision->id);
    auto heads = sorted_heads(locked.graph, ids);
    for (const auto& each : locked.begun)
        if (!each.rows.empty()) std::ranges::replace(heads, std::string(each.revision->id), each.rows.back());
    for (const auto& [revision, last] : locked.replacing) std::ranges::replace(heads, std::string(revision->id), last);
    return heads;
}

/// What is missing of a revision that is begun runs, and the revision itself is only recorded.
std::vector<PlannedRevision> planned_up(const Locked& locked, std::span<const std::string> ids) {
    std::vector<PlannedRevision> plan;
    for (const auto& id : ids) {
        const auto begun =
            std::ranges::find_if(locked.begun, [&](const Begun& each) { return each.revision->id == id; });
        if (begun != locked.begun.end()) {
            plan.push_back({begun->revision, {}, true});
            continue;
        }
        const auto one = planned(locked.index, std::span(&id, 1), Direction::up, locked.connection.dialect());
        plan.push_back(one.front());
    }
    return plan;
}

/// `applied` and the revisions of a plan, but for what others of them replace.
std::vector<std::string> ids_after(const Locked& locked, std::span<const std::string> revisions) {
    auto ids = locked.applied_ids();
    ids.insert(ids.end(), revisions.begin(), revisions.end());
    std::erase_if(ids, [&](const std::string& id) { return locked.index.find_replaced(id) != nullptr; });
    return ids;
}

} // namespace

Locked::Locked(Connection& of, const Chain& chain, const UpgradeOptions& with)
    : connection(of),
      options(with),
      graph(chain),
      index(chain),
      history(of.session(), chain.history),
      transaction(of.session().begin_exclusive(LockWait(with))),
      has_history(history.exists()),
      was_empty(!has_history && history.database_is_empty()) {
    if (has_history) rows_committed = rows = history.read();
    half_done = take_half_done(rows);
    auto known = recognised(chain, rows, half_done ? half_done->revision : std::string_view());
    applied = std::move(known.applied);
    replacing = std::move(known.replacing);
    begun = std::move(known.begun);
}

void Locked::prepare_history() {
    if (!has_history) history.create();
    for (const auto& each : replacing) history.replace(*each.revision);
}

std::vector<Applied> Locked::rows_now() {
    return has_history || history.exists() ? history.read() : std::vector<Applied>();
}

std::int64_t Locked::count_rows(std::string_view table) const {
    const auto result = connection.session().query("SELECT count(*) FROM " + quoted(table, '"'), {});
    return std::get<std::int64_t>(result.rows.at(0).at(0));
}

void Locked::log(LogLevel level, std::string_view text) const {
    if (options.log) options.log(level, text);
}

void Locked::check_rows() const {
    check_history(index, applied);
    check_begun(index, begun, rows);
}

Outcome Locked::outcome(Outcome::Status status, std::span<const std::string> after,
                        std::vector<std::string> revisions) const {
    const auto duration = std::chrono::steady_clock::now() - begin;
    return {status, heads_before(*this), sorted_heads(graph, after), std::move(revisions),
            std::chrono::duration_cast<std::chrono::microseconds>(duration)};
}

Outcome Locked::up_to_date() const { return outcome(Outcome::Status::up_to_date, applied_ids(), {}); }

Outcome upgrade_locked(Locked& locked, std::vector<std::string> revisions) {
    check_half_done(locked.index, locked.half_done, Direction::up);
    revisions = with_missing(revisions, locked.begun);
    put_first(locked.half_done, revisions);
    if (revisions.empty() && locked.replacing.empty()) return locked.up_to_date();
    const auto executed = execute(locked, planned_up(locked, revisions), Direction::up);
    revisions.resize(executed.revisions);

    const auto after = ids_after(locked, revisions);
    const auto status = executed.cancelled ? Outcome::Status::cancelled
                        : locked.was_empty ? Outcome::Status::created
                                           : Outcome::Status::upgraded;
    auto recorded = std::move(revisions);
    for (const auto& each : locked.replacing) recorded.insert(recorded.begin(), std::string(each.revision->id));
    return locked.outcome(status, after, std::move(recorded));
}

namespace {

/// Before the lock was had.
Outcome cancelled(Connection& connection, const Chain& chain) {
    const auto applied = applied_revisions(connection, chain);
    std::vector<std::string> ids;
    for (const auto& row : applied) ids.push_back(row.revision);
    const auto heads = sorted_heads(RevisionGraph(chain), ids);
    return {Outcome::Status::cancelled, heads, heads, {}, {}};
}

} // namespace

Outcome with_lock(Connection& connection, const Chain& chain, const UpgradeOptions& options,
                  const std::function<Outcome(Locked&)>& work) {
    std::vector<std::string> done;
    for (;;) {
        try {
            Locked locked(connection, chain, options);
            auto outcome = work(locked);
            outcome.revisions.insert(outcome.revisions.begin(), done.begin(), done.end());
            return outcome;
        } catch (const Overtaken& overtaken) {
            done.insert(done.end(), overtaken.revisions.begin(), overtaken.revisions.end());
        } catch (const Cancelled&) {
            return cancelled(connection, chain);
        }
    }
}

} // namespace aludel::detail
