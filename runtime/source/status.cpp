#include "history/check_history.hpp"
#include "history/replaced.hpp"
#include "history/standing.hpp"
#include "read_in_time.hpp"

#include <aludel/revision_graph.hpp>
#include <aludel/status.hpp>

#include <algorithm>
#include <utility>

namespace aludel {

using namespace detail;

namespace {

using State = Standing::State;

std::string joined(const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text.empty() ? "base" : text;
}

State state_of_newer(const Standing& standing) {
    if (!standing.pending.empty()) return State::newer;
    switch (left_by(standing.unknown)) {
    case Compatibility::write: return State::newer_compatible;
    case Compatibility::read: return State::newer_read_only;
    case Compatibility::none: break;
    }
    return State::newer;
}

std::string message_of(const Standing& standing) {
    switch (standing.state) {
    case State::up_to_date: return "the database is up to date at " + joined(standing.heads);
    case State::pending:
        return "the database is at " + joined(standing.heads) + ", and has not had " + joined(standing.pending);
    case State::newer_compatible:
        return "a newer program applied " + listed(standing.unknown) + ", with which this one can go on";
    case State::newer_read_only:
        return "a newer program applied " + listed(standing.unknown) + ": this one can read, and must not write";
    case State::newer:
        return "a newer program applied " + listed(standing.unknown) + ", with which this one cannot work";
    case State::changed: return sentence(standing.changed.front());
    case State::damaged:
    case State::half_done: break;
    }
    return {};
}

std::vector<std::string> known_ids(const ChainIndex& index, std::span<const Applied> applied) {
    std::vector<std::string> ids;
    for (const auto& row : applied)
        if (index.find(row.revision)) ids.push_back(row.revision);
    return ids;
}

} // namespace

Standing detail::standing_of(History& history, const Chain& chain, std::vector<Applied> rows) {
    const ChainIndex index(chain);
    const auto known = recognised(chain, std::move(rows));
    const auto& half = known.half_done;
    const auto& applied = known.applied;
    const auto* part = changed_part(index, known.rows);
    auto problems = problems_of(index, applied, [&](std::string_view revision) { return history.details(revision); });

    Standing standing{};
    const RevisionGraph graph(chain);
    standing.heads = graph.heads_among(known_ids(index, applied));
    std::ranges::sort(standing.heads);
    standing.pending = pending(graph, applied);
    standing.unknown = std::move(problems.unknown);
    standing.changed = std::move(problems.changed);
    if (part) standing.changed.push_back({part->revision, {}});
    standing.state = half                        ? State::half_done
                     : !standing.changed.empty() ? State::changed
                     : !standing.unknown.empty() ? state_of_newer(standing)
                     : !problems.gap.empty()     ? State::damaged
                     : !standing.pending.empty() ? State::pending
                                                 : State::up_to_date;
    standing.message = half                               ? described(*half)
                       : standing.state == State::damaged ? "the history has a gap: " + problems.gap
                                                          : message_of(standing);
    return standing;
}

Standing status(Connection& connection, const Chain& chain) {
    History history(connection.session(), chain);
    auto rows = history.exists() ? history.read() : std::vector<Applied>();
    return standing_of(history, chain, std::move(rows));
}

Standing status(const Engine& engine, const Chain& chain) {
    auto connection = engine.connect_existing();
    return status(connection, chain);
}

Standing require(Connection& connection, const Chain& chain, const RequireOptions& options) {
    if (options.wait.count() <= 0) return status(connection, chain);
    Patience patience(options.wait);
    for (;;) {
        auto standing =
            read_in_time(connection.session(), patience, options.stop, [&] { return status(connection, chain); });
        const bool may_change = standing.state == State::pending || standing.state == State::half_done;
        if (!may_change || !patience.pause_unless_stopped(options.stop)) return standing;
    }
}

Standing require(const Engine& engine, const Chain& chain, const RequireOptions& options) {
    auto connection = engine.connect_existing();
    return require(connection, chain, options);
}

} // namespace aludel
