#include "check_history.hpp"
#include "half_done.hpp"
#include "plan.hpp"
#include "replaced.hpp"
#include "run_step.hpp"

#include <aludel/error.hpp>
#include <aludel/preview.hpp>

#include <algorithm>
#include <optional>

namespace aludel {

using namespace detail;

namespace {

struct Standing {
    std::vector<Applied> applied;
    std::optional<HalfDone> half_done; ///< not among `applied`
};

Standing read_standing(Session& session, const Chain& chain) {
    Standing standing;
    History history(session, chain);
    if (history.exists()) standing.applied = history.read();
    standing.half_done = take_half_done(standing.applied);
    return standing;
}

class Previewer {
public:
    Previewer(Connection& connection, const Chain& chain, Direction direction)
        : connection_(connection),
          graph_(chain),
          index_(chain),
          direction_(direction),
          standing_(read_standing(connection.session(), chain)) {
        refuse_replaced(chain, standing_.applied);
        check_history(index_, standing_.applied);
        check_half_done(index_, standing_.half_done, direction);
    }

    Preview of(std::string_view revision) {
        Preview preview;
        preview.from = heads_among(ids_of(standing_.applied));
        auto applied = standing_.applied;
        // Half taken back, it still is where the database stands.
        if (const auto& half = standing_.half_done; half && direction_ == Direction::down)
            applied.push_back({half->revision, half->checksum});
        auto ids = direction_ == Direction::up ? upgrade_revisions(graph_, revision, ids_of(applied))
                                               : downgrade_revisions(graph_, revision, ids_of(applied));
        put_first(standing_.half_done, ids);
        const auto plan = planned(index_, ids, direction_, connection_.dialect());
        for (const auto& each : plan) preview.revisions.push_back({each.revision, each.steps});
        const auto done = steps_done(standing_.half_done, plan);
        if (done > 0) preview.revisions.front().steps = preview.revisions.front().steps.subspan(done);
        preview.to = heads_among(after(ids));
        return preview;
    }

private:
    std::vector<std::string> heads_among(const std::vector<std::string>& ids) const {
        auto heads = graph_.heads_among(ids);
        std::ranges::sort(heads);
        return heads;
    }

    std::vector<std::string> after(const std::vector<std::string>& ids) const {
        auto result = ids_of(standing_.applied);
        if (direction_ == Direction::up)
            result.insert(result.end(), ids.begin(), ids.end());
        else
            std::erase_if(result, [&](const auto& id) { return std::ranges::find(ids, id) != ids.end(); });
        return result;
    }

    Connection& connection_;
    RevisionGraph graph_;
    ChainIndex index_;
    Direction direction_;
    Standing standing_;
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
