#include "downgrade_plan.hpp"

namespace aludel::detail {

void stand_at_half_done(const ChainIndex& index, Recognised& known) {
    check_half_done(index, known.half_done, Direction::down);
    refuse_begun(known.begun);
    if (const auto& half = known.half_done) known.applied.push_back({half->revision, half->checksum});
}

std::vector<PlannedRevision> downgrade_plan(const RevisionGraph& graph, const ChainIndex& index, Recognised known,
                                            std::string_view revision, std::string_view dialect) {
    stand_at_half_done(index, known);
    auto revisions = downgrade_revisions(graph, revision, ids_of(known.applied));
    put_first(known.half_done, revisions);
    return planned(index, revisions, Direction::down, dialect);
}

} // namespace aludel::detail
