#include "migrations/revision/codec.hpp"
#include "tool/database.hpp"
#include "tool/findings.hpp"
#include "tool/report.hpp"
#include "tool/revision_json.hpp"

namespace aludel::tool {

using namespace migrations;

namespace {

std::string heads_text(const std::vector<std::string>& heads, const RevisionHistory& history) {
    if (heads.size() < 2) return "";
    std::string text = "the revisions have " + std::to_string(heads.size()) + " heads:\n";
    for (const auto& head : heads) text += "  " + titled(history, head) + "\n";
    return text + ways_out_of(heads);
}

std::string standing_text(const DatabaseFindings& found, const RevisionHistory& history) {
    if (found.at_heads()) return "";
    std::string text = found.url + " is not where the revisions are:\n";
    for (const auto& row : found.unknown)
        text += "  " + row.revision + " " + row.message + ": applied, but in no revision file\n";
    for (const auto& id : found.edited)
        text += "  " + titled(history, id) + ": its file was edited after it was applied\n";
    for (const auto& id : found.missing) text += "  " + titled(history, id) + ": not applied\n";
    if (!found.unknown.empty())
        text += "  what is in no file: take its file over from where it was written, or take it back from there: "
                "aludel downgrade REV --url '" +
                found.url + "'\n";
    if (!found.edited.empty())
        text += "  what was edited: put its file back as it was, and write what is new as a new revision: aludel "
                "revision -m \"…\"\n";
    if (!found.half_done.empty())
        text += "  " + found.half_done +
                ": the next upgrade, or downgrade where it is half taken back, goes on from "
                "there. What else differs is told then\n";
    if (!found.missing.empty()) text += "  what is not applied: aludel upgrade --url '" + found.url + "'\n";
    return text;
}

std::string drift_text(const DatabaseFindings& found) {
    if (!found.has_drifted()) return "";
    const auto& heads = found.heads;
    return found.url + " has drifted from its revisions:\n" + changes_text(*found.drift, found.expected) +
           (found.at_heads() ? "  a revision that repairs this one alone: aludel revision --from '" + found.url +
                                   "' --to heads -m \"…\"\n"
                             : "") +
           "  the SQL that repairs it: aludel diff --from '" + found.url + "' --to " +
           (heads.empty()       ? "empty"
            : heads.size() == 1 ? heads.front()
                                : "heads") +
           " --format sql\n  or take it over into the revisions: aludel revision --to '" + found.url + "'\n";
}

Node database_json(const DatabaseFindings& found) {
    std::vector<std::string> unknown;
    for (const auto& row : found.unknown) unknown.push_back(row.revision);
    auto json = Node::map();
    json.add("url", Node::text_of(found.url));
    json.add("missing", list_of(found.missing));
    json.add("unknown", list_of(unknown));
    json.add("edited", list_of(found.edited));
    json.add("half_done", found.half_done.empty() ? Node{} : Node::text_of(found.half_done));
    return json;
}

} // namespace

std::string findings_text(const Findings& findings, Workspace& workspace) {
    if (findings.empty()) return "nothing is pending\n";
    const auto& history = workspace.history();
    std::string text;
    if (findings.pending)
        text += pending_text(*findings.pending, history.schema_at_heads(), workspace.models(), workspace.project());
    text += heads_text(findings.heads, history);
    if (findings.database) text += standing_text(*findings.database, history) + drift_text(*findings.database);
    return text;
}

Node findings_json(const Findings& findings) {
    const auto& database = findings.database;
    auto json = Node::map();
    json.add("ok", encode(findings.empty()));
    json.add("heads", list_of(findings.heads));
    json.add("pending", findings.pending ? encode(findings.pending->operations) : Node{});
    json.add("database", database ? database_json(*database) : Node{});
    json.add("drift", database && database->drift ? encode(*database->drift) : Node{});
    return json;
}

} // namespace aludel::tool
