#include "tool/report.hpp"

#include "migrations/report.hpp"

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

/// `-- ` before every line.
std::string commented(const std::string& text) {
    std::string result = "-- ";
    for (const char c : text) result += c == '\n' ? std::string("\n-- ") : std::string(1, c);
    return result + "\n";
}

std::string rebuild_text(const Step& step) {
    std::string text = commented("table " + step.subject + " is made again, its rows copied, with:");
    for (const auto& edit : step.edits)
        text += commented("  " + edit.subject + (edit.text.empty() ? " (taken away)" : ": " + edit.text));
    for (const auto& source : step.sources) text += commented("  " + source.column + " = " + source.expression);
    return text;
}

std::string statement(const std::string& sql) { return sql + (sql.ends_with(';') ? "\n" : ";\n"); }

std::string step_text(const Step& step) {
    switch (step.kind) {
    case ChainStep::Kind::sql: return statement(step.sql);
    case ChainStep::Kind::check: return commented("stops where this finds a row (" + step.text + "): " + step.sql);
    case ChainStep::Kind::rebuild: return rebuild_text(step);
    case ChainStep::Kind::call: return commented("calls " + step.subject + "() of the application");
    case ChainStep::Kind::sql_then_commit: return commented("can be used after a commit only:") + statement(step.sql);
    case ChainStep::Kind::sql_alone: return commented("runs outside of any transaction:") + statement(step.sql);
    }
    return "";
}

} // namespace

std::string to_string(const Rename& rename) {
    if (rename.table.name.empty()) return rename.from + ":" + rename.to;
    return migrations::to_string(rename.table) + "." + rename.from + ":" + rename.to;
}

std::string changes_text(const std::vector<Operation>& operations, Schema before) {
    std::vector<ReportLine> lines;
    for (const auto& operation : operations) {
        std::ranges::move(report_lines(operation, before), std::back_inserter(lines));
        apply(operation, before);
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

std::string sql_text(const std::vector<Operation>& operations, Schema before, const Dialect& dialect) {
    std::string text;
    for (const auto& step : dialect.render(operations, before)) text += step_text(step);
    return text;
}

} // namespace aludel::tool
