#include "tool/database.hpp"

#include "runtime/source/outcome_text.hpp"
#include "tool/command.hpp"
#include "tool/terminal_line.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <set>

namespace aludel::tool {

nlohmann::json as_json(const Outcome& outcome, const std::string& url) {
    nlohmann::json json{
        {"database", url},  {"status", detail::word(outcome.status)}, {"from", outcome.from},
        {"to", outcome.to}, {"revisions", outcome.revisions},         {"duration_us", outcome.duration.count()}};
    if (!outcome.safety_copy.empty()) json["safety_copy"] = outcome.safety_copy;
    for (const auto& [revision, step] : outcome.left_out)
        json["left_out"].push_back({{"revision", revision}, {"step", step}});
    return json;
}

Engine engine_for(const std::string& url) {
    if (url.empty()) throw UsageError("which database? Say --url URL, or set ALUDEL_URL");
    return create_engine(url);
}

std::vector<AppliedRevision> read_applied(const Engine& engine, Workspace& workspace) {
    const auto names = workspace.names();
    return while_reading(engine, [&] {
        auto connection = engine.connect_existing();
        return applied_revisions(connection, names.chain());
    });
}

std::vector<std::string> applied_ids(const std::vector<AppliedRevision>& applied) {
    std::vector<std::string> ids;
    for (const auto& row : applied) ids.push_back(row.revision);
    return ids;
}

std::string titled(const migrations::RevisionHistory& history, const std::string& id) {
    return history.whole_graph().find(id) == nullptr ? id : id + " " + history.at(id).revision.message;
}

void print_outcome(const Outcome& outcome, const Engine& engine, const migrations::RevisionHistory& history,
                   bool json) {
    if (json) {
        std::cout << as_json(outcome, engine.url()).dump(2) << "\n";
        return;
    }
    const auto with_title = [&](const std::string& id) { return titled(history, id); };
    std::cout << detail::outcome_text(outcome, engine.url(), with_title);
}

} // namespace aludel::tool
