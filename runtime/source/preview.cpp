#include "downgrade_plan.hpp"
#include "history/check_history.hpp"
#include "run_step.hpp"
#include "upgrade_plan.hpp"

#include <aludel/error.hpp>
#include <aludel/preview.hpp>

#include <algorithm>

namespace aludel {

using namespace detail;

namespace {

Recognised read_standing(Session& session, const Chain& chain) {
    History history(session, chain);
    return recognised(chain, history.exists() ? history.read() : std::vector<Applied>());
}

class Previewer {
public:
    Previewer(Connection& connection, const Chain& chain, Direction direction)
        : connection_(connection),
          graph_(chain),
          index_(chain),
          direction_(direction),
          known_(read_standing(connection.session(), chain)) {
        check_history(index_, known_.applied);
        check_begun(index_, known_.begun, known_.rows);
    }

    Preview of(std::string_view revision) {
        auto plan = plan_to(revision);
        if (const auto done = steps_done(known_.half_done, plan); done > 0)
            plan.front().steps = plan.front().steps.subspan(done);
        Preview preview;
        preview.from = heads_before(graph_, known_);
        preview.to = sorted_heads(graph_, after(ids_of(plan)));
        if (direction_ == Direction::up)
            for (const auto& each : known_.replacing) preview.revisions.push_back({each.revision, {}, true});
        for (const auto& each : plan) preview.revisions.push_back({each.revision, each.steps, each.replaces});
        return preview;
    }

private:
    std::vector<PlannedRevision> plan_to(std::string_view revision) const {
        if (direction_ == Direction::down)
            return downgrade_plan(graph_, index_, known_, revision, connection_.dialect());
        const auto pending = upgrade_revisions(graph_, revision, ids_of(known_.applied));
        return upgrade_plan(index_, known_, pending, connection_.dialect());
    }

    std::vector<std::string> after(const std::vector<std::string>& ids) const {
        if (direction_ == Direction::up) return ids_after(index_, known_, ids);
        auto result = ids_of(known_.applied);
        std::erase_if(result, [&](const auto& id) { return std::ranges::find(ids, id) != ids.end(); });
        return result;
    }

    Connection& connection_;
    RevisionGraph graph_;
    ChainIndex index_;
    Direction direction_;
    Recognised known_;
};

} // namespace

Preview preview_upgrade(Connection& connection, const Chain& chain, std::string_view revision) {
    return Previewer(connection, chain, Direction::up).of(revision);
}

Preview preview_downgrade(Connection& connection, const Chain& chain, std::string_view revision) {
    return Previewer(connection, chain, Direction::down).of(revision);
}

std::string obstacle(Connection& connection, const ChainStep& step) {
    try {
        check_rows(connection.session(), step);
    } catch (const Error& error) {
        if (!error.code().empty()) throw; // the database's own: a table or function that is not there yet
        return error.message();
    }
    return {};
}

} // namespace aludel
