#include "tool/dry_run.hpp"

#include <nlohmann/json.hpp>

namespace aludel::tool {

using namespace migrations;

namespace {

using Kind = ChainStep::Kind;
using Edit = TableEdit::Kind;

std::string listed(const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text.empty() ? "base" : text;
}

std::string edit_text(const TableEdit& edit) {
    const std::string subject(edit.subject), text(edit.text);
    switch (edit.kind) {
    case Edit::add_column: return "+ " + text;
    case Edit::drop_column: return "- column " + subject;
    case Edit::set_type: return "~ " + subject + ": " + text;
    case Edit::set_not_null: return "~ " + subject + ": NOT NULL";
    case Edit::drop_not_null: return "~ " + subject + ": may be NULL";
    case Edit::change_default: return "~ " + subject + ": DEFAULT " + text;
    case Edit::drop_default: return "~ " + subject + ": no default";
    case Edit::set_collation: return "~ " + subject + ": " + (text.empty() ? "no collation" : "COLLATE " + text);
    case Edit::set_generated: return "~ " + subject + ": " + (text.empty() ? "an ordinary column" : text);
    case Edit::add_constraint: return "+ " + text;
    case Edit::drop_primary_key: return "- primary key";
    case Edit::drop_unique: return "- unique " + subject;
    case Edit::drop_foreign_key: return "- foreign key " + subject;
    case Edit::drop_check: return "- check " + (subject.empty() ? text : subject);
    case Edit::set_option: return (text.empty() ? "- " : "+ ") + subject;
    }
    return "";
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (;;) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

/// What is executed, a line each.
std::vector<std::string> work_lines(const DryStep& dry) {
    const auto& step = *dry.step;
    const std::string subject(step.subject);
    if (step.kind == Kind::call) return {"calls " + subject + "() of the application"};
    if (step.kind != Kind::rebuild) return lines_of(step.sql);
    std::vector<std::string> lines;
    lines.push_back(dry.impact.work == Impact::Work::rewrites ? "makes " + subject + " again, and copies its rows:"
                                                              : "edits the definition of " + subject + ":");
    for (const auto& edit : step.edits) lines.push_back("  " + edit_text(edit));
    for (const auto& source : step.sources)
        lines.push_back("  " + std::string(source.column) + " = " + std::string(source.expression));
    return lines;
}

std::string rows_text(const DryStep& dry) {
    if (!dry.rows) return "not there yet";
    const auto number = std::to_string(dry.rows->rows) + (dry.rows->rows == 1 ? " row" : " rows");
    return dry.rows->estimated ? "about " + number : number;
}

std::string impact_line(const DryStep& dry) {
    std::string text = dry.impact.table ? to_string(*dry.impact.table) + " (" + rows_text(dry) + "): " : "";
    text += to_string(dry.impact.work);
    for (const auto& lock : dry.impact.locks)
        text += std::string(&lock == &dry.impact.locks.front() ? "; locks " : ", ") + to_string(lock.table) + ": " +
                lock.mode;
    return text;
}

std::vector<std::string> notes(const DryStep& dry) {
    std::vector<std::string> lines;
    const auto& step = *dry.step;
    if (step.kind == Kind::check) {
        lines.push_back("stops everything where it finds a row: " + std::string(step.text));
        lines.push_back(!dry.asked             ? "is asked when what comes before is done"
                        : dry.obstacle.empty() ? "finds no row now"
                                               : "WOULD STOP: " + dry.obstacle);
    }
    if (step.kind == Kind::sql_alone)
        lines.push_back("runs outside of the transaction: what is before it is committed");
    if (step.kind == Kind::batched_update)
        lines.push_back("in batches of " + std::to_string(step.batches->size) +
                        " rows, each committed, where there are more than that");
    if (step.kind == Kind::sql_then_commit) lines.push_back("is committed before a later step that needs it");
    if (step.kind == Kind::sql_when) {
        lines.push_back("runs only where this selects a row:");
        for (const auto& line : lines_of(step.subject)) lines.push_back("  " + line);
    }
    if (!dry.impact.note.empty()) lines.push_back(dry.impact.note);
    return lines;
}

std::string step_text(const DryStep& dry, std::size_t number) {
    const std::string indent(8, ' ');
    std::string text;
    for (const auto& line : work_lines(dry)) {
        const auto label = text.empty() ? std::to_string(number) + "." : "";
        text += "    " + label + std::string(4 - std::min<std::size_t>(label.size(), 3), ' ') + line + "\n";
    }
    text += indent + "-- " + impact_line(dry) + "\n";
    for (const auto& note : notes(dry)) text += indent + "-- " + note + "\n";
    return text;
}

nlohmann::json json_of(const DryStep& dry) {
    constexpr const char* kinds[] = {"sql",       "check",          "rebuild", "call", "sql_then_commit",
                                     "sql_alone", "batched_update", "sql_when"};
    constexpr const char* works[] = {"definition", "reads", "index", "changes", "rewrites", "unknown"};
    const auto& step = *dry.step;
    nlohmann::json json = {{"kind", kinds[static_cast<int>(step.kind)]},
                           {"work", works[static_cast<int>(dry.impact.work)]},
                           {"in_transaction", step.kind != Kind::sql_alone && step.kind != Kind::batched_update},
                           {"locks", nlohmann::json::array()},
                           {"note", dry.impact.note}};
    if (!step.sql.empty()) json["sql"] = step.sql;
    if (step.kind == Kind::call) json["function"] = step.subject;
    if (step.kind == Kind::sql_when) json["when"] = step.subject;
    if (step.kind == Kind::rebuild) {
        json["edits"] = nlohmann::json::array();
        for (const auto& edit : step.edits) json["edits"].push_back(edit_text(edit));
    }
    if (dry.impact.table) json["table"] = to_string(*dry.impact.table);
    if (dry.rows) json.update({{"rows", dry.rows->rows}, {"rows_estimated", dry.rows->estimated}});
    for (const auto& lock : dry.impact.locks)
        json["locks"].push_back({{"table", to_string(lock.table)}, {"mode", lock.mode}});
    if (step.kind == Kind::check) json.update({{"asked", dry.asked}, {"obstacle", dry.obstacle}});
    return json;
}

} // namespace

std::string dry_run_text(const DryRun& run) {
    if (run.revisions.empty()) return run.url + " is up to date at " + listed(run.to) + ": nothing would be done\n";
    std::string text = run.url + ": " + listed(run.from) + " -> " + listed(run.to) + ", " +
                       std::to_string(run.revisions.size()) + (run.revisions.size() == 1 ? " revision" : " revisions") +
                       " would be " + (run.up ? "applied" : "taken back") + ". Nothing was written.\n";
    for (const auto& [revision, steps, replaces] : run.revisions) {
        text += (run.up ? "  + " : "  - ") + std::string(revision->id) + " " + std::string(revision->message) + "\n";
        if (replaces) text += "        -- is recorded in the place of what it replaces\n";
        for (std::size_t i = 0; i < steps.size(); ++i) text += step_text(steps[i], i + 1);
    }
    return text + run.locking + "\n";
}

std::string dry_run_json(const DryRun& run) {
    nlohmann::json json = {{"database", run.url},    {"direction", run.up ? "upgrade" : "downgrade"},
                           {"from", run.from},       {"to", run.to},
                           {"locking", run.locking}, {"revisions", nlohmann::json::array()}};
    for (const auto& [revision, steps, replaces] : run.revisions) {
        auto list = nlohmann::json::array();
        for (const auto& step : steps) list.push_back(json_of(step));
        json["revisions"].push_back(
            {{"revision", revision->id}, {"message", revision->message}, {"replaces", replaces}, {"steps", list}});
    }
    return json.dump(2) + "\n";
}

} // namespace aludel::tool
