#include "tool/report.hpp"

#include "migrations/operation/report.hpp"
#include "migrations/operation/table_lookup.hpp"

#include <algorithm>
#include <iterator>

namespace aludel::tool {

using namespace migrations;

namespace {

/// Where a table is described; for what has no description any more, the models as a whole.
Place place_of(const std::optional<Name>& table, const Snapshot& models, const Project& project) {
    if (table)
        if (const auto place = models.places.find(*table); place != models.places.end()) return place->second;
    return {.file = project.models.empty() ? project.name : project.models.front().string(), .line = 1};
}

std::string indented(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += "  " + line + "\n";
    return text;
}

std::string rename_hint(const PossibleRename& rename) {
    const std::string owner = rename.table.name.empty() ? "" : migrations::to_string(rename.table) + ".";
    return "  ? " + owner + rename.to + " may be " + owner + rename.from + ", renamed: aludel revision --rename " +
           to_string(rename) + "\n";
}

} // namespace

std::string to_string(const Rename& rename) {
    if (rename.table.name.empty()) return rename.from + ":" + rename.to;
    return migrations::to_string(rename.table) + "." + rename.from + ":" + rename.to;
}

std::string changes_text(const std::vector<Operation>& operations, Schema before) {
    std::vector<ReportLine> lines;
    TableLookup lookup;
    for (const auto& operation : operations) {
        std::ranges::move(report_lines(operation, before), std::back_inserter(lines));
        apply(operation, before, lookup);
    }
    return indented(aligned(lines));
}

std::string pending_text(const Difference& difference, const Schema& before, const Snapshot& models,
                         const Project& project) {
    if (difference.operations.empty()) return "";
    const std::string severity = project.pending_is_error ? "error" : "warning";
    std::string text;
    for (const auto& group : report(difference.operations, before)) {
        text += migrations::to_string(place_of(group.table, models, project)) + ": " + severity + ": " +
                (group.table ? migrations::to_string(*group.table) + ": " : "") + std::to_string(group.changes) +
                (group.changes == 1 ? " change is" : " changes are") + " in no revision\n" + indented(group.lines);
    }
    for (const auto& rename : difference.possible_renames) text += rename_hint(rename);
    return text + "  write it: aludel revision -m \"…\"   (or: " + revision_command(project) + ")\n";
}

std::string ways_out_of(const std::vector<std::string>& heads) {
    return "  one after the other: aludel rebase " + heads[1] + " --onto " + heads[0] +
           "\n  bring them together: aludel merge -m \"…\"\n";
}

std::string sql_text(const std::vector<Operation>& operations, const Schema& before, const Dialect& dialect,
                     Connection* at) {
    auto after = before;
    const auto steps = dialect.render(operations, after);
    return steps.empty() ? "-- no changes\n" : dialect.script(steps, before, at);
}

} // namespace aludel::tool
