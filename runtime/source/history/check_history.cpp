#include "history/check_history.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace aludel::detail {

namespace {

std::multiset<std::string_view> lines_of(std::string_view text) {
    std::multiset<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.insert(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// Those of the first that are not in the second, without their digests.
std::string left_over(const std::multiset<std::string_view>& lines, const std::multiset<std::string_view>& others) {
    std::string text;
    for (auto line = lines.begin(); line != lines.end(); line = lines.upper_bound(*line)) {
        if (lines.count(*line) <= others.count(*line)) continue;
        text += (text.empty() ? "" : ", ") + std::string(line->substr(std::min(line->find(' ') + 1, line->size())));
    }
    return text;
}

std::string what_changed(std::string_view before, std::string_view now) {
    if (before.empty()) return {};
    const auto old_lines = lines_of(before), new_lines = lines_of(now);
    const auto had = left_over(old_lines, new_lines), has = left_over(new_lines, old_lines);
    if (had.empty() && has.empty()) return "its operations are in another order";
    if (had == has) return "it has another " + has;
    if (had.empty()) return "it has " + has + " besides";
    if (has.empty()) return "it no longer has " + had;
    return "it had " + had + ", and has " + has;
}

std::string gap_in(const ChainIndex& chain, std::span<const Applied> applied) {
    std::set<std::string_view> ids;
    for (const auto& row : applied) ids.insert(row.revision);
    for (const auto& row : applied) {
        const auto* revision = chain.find(row.revision);
        if (!revision) continue;
        for (const auto* needed : {&revision->parents, &revision->depends_on})
            for (const auto& id : *needed)
                if (!ids.contains(id))
                    return "revision " + row.revision + " is on record, and " + std::string(id) +
                           ", which it comes from, is not";
    }
    return {};
}

} // namespace

HistoryProblems problems_of(const ChainIndex& chain, std::span<const Applied> applied, const DetailsOf& details_of) {
    HistoryProblems problems;
    for (const auto& row : applied) {
        const auto* revision = chain.find(row.revision);
        if (revision && revision->checksum == row.checksum) continue;
        const auto details = details_of ? details_of(row.revision) : Details();
        if (revision) {
            problems.changed.push_back({row.revision, what_changed(details.operations, revision->operations)});
            continue;
        }
        auto& unknown = problems.unknown.emplace_back();
        unknown.revision = row.revision;
        unknown.checksum = row.checksum;
        unknown.application = details.application;
        unknown.compatibility = details.compatibility;
    }
    problems.gap = gap_in(chain, applied);
    return problems;
}

std::string sentence(const ChangedRevision& changed) {
    return "revision " + changed.revision + " was changed after it was applied to this database" +
           (changed.what.empty() ? "" : ": " + changed.what);
}

std::string listed(std::span<const AppliedRevision> revisions) {
    std::string text;
    for (const auto& each : revisions) {
        text += (text.empty() ? "" : ", ") + (each.revision.empty() ? "one without an id" : each.revision);
        if (!each.application.empty()) text += " (by " + each.application + ")";
    }
    return text;
}

Compatibility left_by(std::span<const AppliedRevision> revisions) {
    auto least = Compatibility::write;
    for (const auto& each : revisions) least = std::min(least, each.compatibility);
    return least;
}

void check_history(const ChainIndex& chain, std::span<const Applied> applied, const DetailsOf& details_of) {
    const auto problems = problems_of(chain, applied, details_of);
    if (!problems.unknown.empty())
        refuse(Refusal::newer, {},
               "the database has had revisions that this program does not know: " + listed(problems.unknown),
               "A newer program was here. Nothing was changed: use that one, or take its revisions back with it.");
    if (!problems.changed.empty())
        refuse(Refusal::changed, problems.changed[0].revision, sentence(problems.changed[0]),
               "Nothing was changed. Put the revision back as it was, and write what is new as a new revision.");
    if (!problems.gap.empty())
        refuse(Refusal::damaged, {}, "the history has a gap: " + problems.gap,
               "Nothing was changed. Was a backup restored in part? Restore it whole, or, where the schema is known, "
               "stamp "
               "the database with its revision.");
}

} // namespace aludel::detail
