#include "upgrade_plan.hpp"

#include <algorithm>

namespace aludel::detail {

namespace {

PlannedRevision planned_or_recorded(const ChainIndex& index, const Recognised& known, const std::string& id,
                                    std::string_view dialect) {
    const auto begun = std::ranges::find_if(known.begun, [&](const Begun& each) { return each.revision->id == id; });
    if (begun != known.begun.end()) return {begun->revision, {}, true};
    return planned(index, std::span(&id, 1), Direction::up, dialect).front();
}

} // namespace

std::vector<PlannedRevision> upgrade_plan(const ChainIndex& index, const Recognised& known,
                                          std::span<const std::string> pending, std::string_view dialect) {
    check_half_done(index, known.half_done, Direction::up);
    auto ids = with_missing(pending, known.begun);
    put_first(known.half_done, ids);
    std::vector<PlannedRevision> plan;
    for (const auto& id : ids) plan.push_back(planned_or_recorded(index, known, id, dialect));
    return plan;
}

} // namespace aludel::detail
