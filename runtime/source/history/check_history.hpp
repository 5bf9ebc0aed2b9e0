// What a database has had, beside what the chain knows of it.
#pragma once

#include "history/history_table.hpp"
#include "plan.hpp"

#include <aludel/status.hpp>

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace aludel::detail {

/// What the database keeps of a revision.
using DetailsOf = std::function<Details(std::string_view revision)>;

struct HistoryProblems {
    std::vector<AppliedRevision> unknown; ///< to the chain; with what their details say
    std::vector<ChangedRevision> changed;
    std::string gap; ///< "revision b is on record, and a, which it comes from, is not"
};
HistoryProblems problems_of(const ChainIndex& chain, std::span<const Applied> applied, const DetailsOf& details_of);

/// As a sentence: "revision a was changed after it was applied to this database: it had …".
std::string sentence(const ChangedRevision& changed);
/// "9f… (by heroes 2.0), …"
std::string listed(std::span<const AppliedRevision> revisions);
/// The least that they leave to an application that does not know them.
Compatibility left_by(std::span<const AppliedRevision> revisions);

/// Throws Error where the database knows a revision that the chain does not, or knows it otherwise, or where one that
/// is needed for another is missing.
void check_history(const ChainIndex& chain, std::span<const Applied> applied, const DetailsOf& details_of = {});

} // namespace aludel::detail
