#include "tool/findings.hpp"

#include "tool/database.hpp"
#include "tool/state.hpp"
#include "tool/terminal_line.hpp"

#include <aludel/status.hpp>

#include <set>

namespace aludel::tool {

using namespace migrations;

DatabaseFindings standing(const RevisionHistory& history, const std::vector<AppliedRevision>& applied) {
    DatabaseFindings found;
    std::set<std::string> ids;
    std::vector<std::string> known;
    for (const auto& row : applied) {
        ids.insert(row.revision);
        if (history.whole_graph().find(row.revision) == nullptr) {
            found.unknown.push_back(row);
            continue;
        }
        known.push_back(row.revision);
        if (checksum(history.at(row.revision).revision) != row.checksum) found.edited.push_back(row.revision);
    }
    for (const auto& id : history.graph().topological_order())
        if (!ids.contains(id)) found.missing.push_back(id);
    found.heads = history.whole_graph().heads_among(known);
    return found;
}

namespace {

void find_drift(DatabaseFindings& found, Workspace& workspace, const std::string& url, const Filter& filter,
                const std::vector<std::string>& applied) {
    State expected{.schema = workspace.history().schema_at(applied)};
    auto live = read_state(url, workspace);
    keep_only(workspace.settings().filter, filter, expected, live);
    make_comparable(expected, live);
    found.drift = diff(expected.schema, live.schema).operations;
    found.expected = std::move(expected.schema);
}

std::string half_done(const Engine& engine, Workspace& workspace) {
    const auto names = workspace.names();
    const auto found = while_reading(engine, [&] { return status(engine, names.chain()); });
    return found.state == Standing::State::half_done ? found.message : "";
}

DatabaseFindings find_in_database(Workspace& workspace, const std::string& url, const Filter& filter) {
    const auto engine = engine_for(url);
    const auto applied = read_applied(engine, workspace);
    auto found = standing(workspace.history(), applied);
    found.url = engine.url();
    if (!found.missing.empty()) found.half_done = half_done(engine, workspace);
    if (found.unknown.empty() && found.half_done.empty())
        find_drift(found, workspace, url, filter, applied_ids(applied));
    return found;
}

} // namespace

bool Findings::empty() const {
    return heads.size() < 2 && (!pending || pending->operations.empty()) &&
           (!database || (database->at_heads() && !database->has_drifted()));
}

Findings find(Workspace& workspace, const std::string& url, const Filter& filter) {
    const auto& history = workspace.history();
    Findings findings;
    findings.heads = history.graph().heads();
    if (!workspace.project().target.empty()) {
        const auto& models = workspace.models();
        findings.pending = diff(history.schema_at_heads(), models.schema, models.renames);
    }
    if (!url.empty()) findings.database = find_in_database(workspace, url, filter);
    return findings;
}

} // namespace aludel::tool
