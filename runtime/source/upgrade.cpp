#include "execute.hpp"
#include "history_table.hpp"
#include "plan.hpp"

#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace aludel {

namespace {

using namespace detail;
using Clock = std::chrono::steady_clock;
using Ids = std::vector<std::string>;

std::chrono::microseconds since(Clock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
}

/// What the database says once it is this process's to change.
struct Standing {
    std::vector<Applied> applied;
    bool has_history = false;
    bool was_empty = false;
};

Standing read_standing(Session& session) {
    Standing standing;
    standing.has_history = history_exists(session);
    if (standing.has_history)
        standing.applied = read_history(session);
    else
        standing.was_empty = database_is_empty(session);
    return standing;
}

Outcome up_to_date(const ChainIndex& chain, std::span<const Applied> applied, Clock::time_point begin) {
    const auto heads = heads_of(chain, ids_of(applied));
    return {Outcome::Status::up_to_date, heads, heads, {}, since(begin)};
}

/// One query, no lock. Nothing where the database is not at the head, or cannot say so: then the lock is taken, and
/// whatever is wrong is told there.
std::optional<Outcome> at_head(Session& session, const Chain& chain, Clock::time_point begin) {
    if (session.in_transaction()) return std::nullopt; // a missing table would break the application's transaction
    try {
        const auto applied = read_history(session);
        if (!is_up_to_date(chain, applied)) return std::nullopt;
        const auto heads = heads_of(chain);
        return Outcome{Outcome::Status::up_to_date, heads, heads, {}, since(begin)};
    } catch (const Error&) {
    }
    return std::nullopt;
}

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

std::vector<Record> stamps_of(const ChainIndex& chain, const Ids& ids) {
    std::vector<Record> records;
    for (const auto& id : ids) {
        const auto& revision = *chain.find(id);
        records.push_back({revision.id, revision.checksum, revision.message, 0});
    }
    return records;
}

void apply(Connection& connection, ExclusiveTransaction& transaction, const Standing& standing,
           std::span<const PlannedRevision> plan, const UpgradeOptions& options) {
    if (!standing.has_history) create_history(connection.session());
    const auto durations = execute(connection, transaction, plan, options);
    insert_history(connection.session(), records_of(plan, durations));
    transaction.commit();
}

/// `spelling`: as in upgrade_to(); every head where it is none.
Outcome upgrade_under_lock(Connection& connection, const Chain& chain, std::string_view spelling,
                           const UpgradeOptions& options, Clock::time_point begin) {
    const RevisionGraph graph(chain);
    const ChainIndex index(chain);
    auto& session = connection.session();
    const auto transaction = session.begin_exclusive(options.lock_timeout);
    const auto standing = read_standing(session);
    check_history(index, standing.applied);

    auto ids = ids_of(standing.applied);
    const auto targets = graph.resolve(spelling, ids);
    auto revisions = pending(graph, standing.applied, targets);
    if (revisions.empty()) return up_to_date(index, standing.applied, begin);
    const auto plan = planned(index, revisions, Direction::up, session.dialect());
    apply(connection, *transaction, standing, plan, options);

    Outcome outcome;
    outcome.status = standing.was_empty ? Outcome::Status::created : Outcome::Status::upgraded;
    outcome.from = heads_of(index, ids);
    ids.insert(ids.end(), revisions.begin(), revisions.end());
    outcome.to = heads_of(index, ids);
    outcome.revisions = std::move(revisions);
    outcome.duration = since(begin);
    return outcome;
}

} // namespace

Outcome upgrade(const Engine& engine, const Chain& chain, const UpgradeOptions& options) {
    auto connection = engine.connect();
    return upgrade(connection, chain, options);
}

Outcome upgrade(Connection& connection, const Chain& chain, const UpgradeOptions& options) {
    const auto begin = Clock::now();
    if (auto outcome = at_head(connection.session(), chain, begin)) return *std::move(outcome);
    return upgrade_under_lock(connection, chain, "heads", options, begin);
}

Outcome upgrade_to(Connection& connection, const Chain& chain, std::string_view revision,
                   const UpgradeOptions& options) {
    return upgrade_under_lock(connection, chain, revision, options, Clock::now());
}

Outcome downgrade_to(Connection& connection, const Chain& chain, std::string_view revision,
                     const UpgradeOptions& options) {
    const auto begin = Clock::now();
    const RevisionGraph graph(chain);
    const ChainIndex index(chain);
    auto& session = connection.session();
    const auto transaction = session.begin_exclusive(options.lock_timeout);
    const auto standing = read_standing(session);
    check_history(index, standing.applied);

    auto ids = ids_of(standing.applied);
    const auto targets = graph.resolve(revision, ids);
    auto revisions = to_take_back(graph, standing.applied, targets);
    if (revisions.empty()) return up_to_date(index, standing.applied, begin);
    const auto plan = planned(index, revisions, Direction::down, session.dialect());
    execute(connection, *transaction, plan, options);
    delete_history(session, revisions);
    transaction->commit();

    Outcome outcome;
    outcome.status = Outcome::Status::downgraded;
    outcome.from = heads_of(index, ids);
    std::erase_if(ids,
                  [&](const auto& id) { return std::find(revisions.begin(), revisions.end(), id) != revisions.end(); });
    outcome.to = heads_of(index, ids);
    outcome.revisions = std::move(revisions);
    outcome.duration = since(begin);
    return outcome;
}

Outcome stamp(Connection& connection, const Chain& chain, std::string_view revision, bool purge,
              const UpgradeOptions& options) {
    const auto begin = Clock::now();
    const RevisionGraph graph(chain);
    const ChainIndex index(chain);
    auto& session = connection.session();
    const auto transaction = session.begin_exclusive(options.lock_timeout);
    const auto standing = read_standing(session);
    if (!purge) check_history(index, standing.applied);

    const auto before = ids_of(standing.applied);
    const auto targets = graph.resolve(revision, before);
    const auto kept = purge ? std::vector<Applied>() : standing.applied;
    auto revisions = pending(graph, kept, targets);
    create_history(session);
    if (purge)
        clear_history(session);
    else
        delete_history(session, to_take_back(graph, kept, targets));
    insert_history(session, stamps_of(index, revisions));
    transaction->commit();

    Outcome outcome;
    outcome.status = Outcome::Status::stamped;
    outcome.from = heads_of(index, before);
    outcome.to = heads_of(index, graph.ancestors(targets));
    outcome.revisions = std::move(revisions);
    outcome.duration = since(begin);
    return outcome;
}

} // namespace aludel
