#include "downgrade_plan.hpp"

namespace aludel::detail {

std::vector<PlannedRevision> downgrade_plan(const RevisionGraph& graph, const ChainIndex& index,
                                            const Recognised& known, std::string_view revision,
                                            std::string_view dialect) {
    check_half_done(index, known.half_done, Direction::down);
    refuse_begun(known.begun);
    auto applied = ids_of(known.applied);
    // Half taken back, it still is where the database stands: "-1" must not mean the one below.
    if (known.half_done) applied.push_back(known.half_done->revision);
    auto revisions = downgrade_revisions(graph, revision, applied);
    put_first(known.half_done, revisions);
    return planned(index, revisions, Direction::down, dialect);
}

} // namespace aludel::detail
