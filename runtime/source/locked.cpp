#include "locked.hpp"

#include "execute.hpp"
#include "history/check_history.hpp"
#include "read_in_time.hpp"
#include "upgrade_plan.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

namespace aludel::detail {

Locked::Locked(Connection& of, const Chain& chain, const UpgradeOptions& with)
    : connection(of),
      options(with),
      graph(chain),
      index(chain),
      history(of.session(), chain),
      transaction(of.session().begin_exclusive(LockWait(with, chain.history))),
      has_history(history.exists()),
      was_empty(!has_history && history.database_is_empty()) {
    if (has_history) rows_committed = history.read();
    had_history = !rows_committed.empty();
    static_cast<Recognised&>(*this) = recognised(chain, rows_committed);
}

void Locked::prepare_history() {
    history.create();
    for (const auto& each : replacing) history.replace(*each.revision);
}

bool Locked::wants_safety_copy(std::span<const PlannedRevision> plan, Direction direction) const {
    if (was_empty || plan.empty() || options.safety_copy == SafetyCopy::never) return false;
    return options.safety_copy == SafetyCopy::always || direction == Direction::down ||
           std::ranges::any_of(plan, [](const auto& each) { return each.revision->loses_rows; });
}

void Locked::make_safety_copy(std::span<const PlannedRevision> plan, Direction direction, const CopyProgress& told) {
    const std::string name = direction == Direction::down ? "before-downgrade-of-" : "before-";
    safety_copy = connection.session().copy_beside(name + std::string(plan[0].revision->id), told);
    if (!safety_copy.empty()) log(LogLevel::info, "the database as it was is in " + safety_copy);
}

void Locked::remove_safety_copy() {
    std::error_code ignored; // it is in nobody's way
    if (const auto path = std::exchange(safety_copy, {}); !path.empty()) std::filesystem::remove(path, ignored);
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

void Locked::accept_change(Applied& row) {
    const auto* revision = index.find(row.revision);
    if (!revision || revision->checksum == row.checksum) return;
    const auto problems =
        problems_of(index, std::span(&row, 1), [this](std::string_view id) { return history.details(id); });
    log(LogLevel::warning, sentence(problems.changed.front()));
    row.checksum = revision->checksum;
}

void Locked::check_rows() {
    const auto details_of = [this](std::string_view revision) { return history.details(revision); };
    auto known = applied;
    if (options.changed_revisions == ChangedRevisions::warn)
        for (auto& row : known) accept_change(row);
    check_history(index, known, details_of);
    check_begun(index, begun, rows);
}

Outcome Locked::outcome(Outcome::Status status, std::span<const std::string> after,
                        std::vector<std::string> revisions) const {
    const auto duration = std::chrono::steady_clock::now() - begin;
    return {status,
            heads_before(graph, *this),
            sorted_heads(graph, after),
            std::move(revisions),
            std::chrono::duration_cast<std::chrono::microseconds>(duration),
            safety_copy,
            left_out};
}

Outcome Locked::up_to_date() const { return outcome(Outcome::Status::up_to_date, applied_ids(), {}); }

namespace {

/// Where the tables are not those that the history tells of, the way out is another one than where a step is wrong.
Error with_way_out(const Locked& locked, const Error& error) {
    auto details = error.details();
    if (locked.had_history && locked.transaction->failed_for_a_missing_table(error)) {
        details.refusal = Refusal::damaged;
        details.hint +=
            " The history says that it was made: where a backup was restored in part, restore it whole, the "
            "history table with it.";
    } else if (!locked.had_history && !locked.was_empty && locked.transaction->failed_for_an_existing_table(error)) {
        details.refusal = Refusal::not_adopted;
        details.hint += " The database has tables, and no history of aludel's: where they are those of a revision, "
                        "record it once with `aludel stamp`.";
    }
    return Error(error.message(), std::move(details));
}

Executed execute_up(Locked& locked, std::span<const PlannedRevision> plan) {
    try {
        return execute(locked, plan, Direction::up);
    } catch (const Error& error) {
        throw with_way_out(locked, error);
    }
}

} // namespace

Outcome upgrade_locked(Locked& locked, std::vector<std::string> revisions) {
    const auto plan = upgrade_plan(locked.index, locked, revisions, locked.connection.dialect());
    if (plan.empty() && locked.replacing.empty()) return locked.up_to_date();
    const auto executed = execute_up(locked, plan);
    revisions = ids_of(std::span(plan).first(executed.revisions));

    const auto after = ids_after(locked.index, locked, revisions);
    const auto status = executed.cancelled ? Outcome::Status::cancelled
                        : locked.was_empty ? Outcome::Status::created
                                           : Outcome::Status::upgraded;
    auto recorded = std::move(revisions);
    if (locked.has_committed) // with the first commit
        for (const auto& each : locked.replacing) recorded.insert(recorded.begin(), std::string(each.revision->id));
    return locked.outcome(status, after, std::move(recorded));
}

namespace {

/// Nothing where another process has the database for itself.
std::vector<std::string> ids_without_lock(Connection& connection, const Chain& chain) {
    std::vector<std::string> ids;
    Patience patience(longest_commit);
    try {
        const auto applied =
            read_in_time(connection.session(), patience, {}, [&] { return applied_revisions(connection, chain); });
        for (const auto& row : applied) ids.push_back(row.revision);
    } catch (const Error& error) {
        if (!connection.session().failed_for_a_lock(error)) throw;
    }
    return ids;
}

/// Before the lock was had.
Outcome cancelled(Connection& connection, const Chain& chain) {
    const auto heads = sorted_heads(RevisionGraph(chain), ids_without_lock(connection, chain));
    return {Outcome::Status::cancelled, heads, heads, {}, {}};
}

/// A later round alone may have had nothing left to do, and the call still has changed the database.
Outcome joined(const std::optional<Outcome>& earlier, Outcome later) {
    if (!earlier) return later;
    later.from = earlier->from;
    later.revisions.insert(later.revisions.begin(), earlier->revisions.begin(), earlier->revisions.end());
    later.left_out.insert(later.left_out.begin(), earlier->left_out.begin(), earlier->left_out.end());
    later.duration += earlier->duration;
    if (later.status != Outcome::Status::cancelled) later.status = earlier->status;
    if (later.safety_copy.empty()) later.safety_copy = earlier->safety_copy;
    return later;
}

} // namespace

Outcome with_lock(Connection& connection, const Chain& chain, const UpgradeOptions& options,
                  const std::function<Outcome(Locked&)>& work) {
    std::optional<Outcome> earlier; // of the rounds that changed anything
    for (;;) {
        try {
            Locked locked(connection, chain, options);
            if (earlier) locked.safety_copy = earlier->safety_copy;
            auto outcome = joined(earlier, work(locked));
            if (locked.is_overtaken) {
                if (locked.has_committed) earlier = std::move(outcome);
                continue;
            }
            if (!options.keep_safety_copy && outcome.status != Outcome::Status::cancelled) {
                locked.remove_safety_copy();
                outcome.safety_copy.clear();
            }
            return outcome;
        } catch (const Cancelled&) {
            return joined(earlier, cancelled(connection, chain));
        }
    }
}

} // namespace aludel::detail
