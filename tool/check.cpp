#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/report.hpp"
#include "tool/state.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <set>

namespace aludel::tool {

using namespace migrations;

namespace {

struct Options {
    std::string url;
    Filter filter;
    bool json = false;
};

/// What is not as it should be, a text each.
struct Findings {
    std::string pending; ///< models that are ahead of the revisions
    std::string heads;
    std::string database; ///< not at the heads, or another revision than its file
    std::string drift;    ///< a schema other than its revisions made

    bool empty() const { return pending.empty() && heads.empty() && database.empty() && drift.empty(); }
};

std::string several_heads(const RevisionHistory& history) {
    const auto heads = history.graph().heads();
    if (heads.size() < 2) return "";
    std::string text = "the revisions have " + std::to_string(heads.size()) + " heads:\n";
    for (const auto& head : heads) text += "  " + titled(history, head) + "\n";
    return text + "  one after the other: aludel rebase " + heads[1] + " --onto " + heads[0] +
           "\n  bring them together: aludel merge -m \"…\"\n";
}

/// Where the database stands, beside where the files are.
std::string standing(const RevisionHistory& history, const std::vector<AppliedRevision>& applied) {
    std::set<std::string> ids;
    std::string text;
    for (const auto& row : applied) {
        ids.insert(row.revision);
        if (history.whole_graph().find(row.revision) == nullptr)
            text += "  " + row.revision + " " + row.message + ": applied, but in no revision file\n";
        else if (checksum(history.at(row.revision).revision) != row.checksum)
            text += "  " + titled(history, row.revision) + ": its file was edited after it was applied\n";
    }
    for (const auto& id : history.graph().topological_order())
        if (!ids.contains(id)) text += "  " + titled(history, id) + ": not applied\n";
    return text;
}

/// How the live schema differs from what the applied revisions make; empty where one of them is not known.
std::string drift(Workspace& workspace, const Options& options, const std::vector<AppliedRevision>& applied) {
    const auto& history = workspace.history();
    std::vector<std::string> ids;
    for (const auto& row : applied) {
        if (history.whole_graph().find(row.revision) == nullptr) return "";
        ids.push_back(row.revision);
    }
    State expected{.schema = history.schema_at(ids)};
    auto found = read_state(options.url, workspace);
    keep_only(workspace.settings().filter, options.filter, expected, found);
    make_comparable(expected, found);
    return changes_text(diff(expected.schema, found.schema).operations, expected.schema);
}

/// The way out of a drift, as somebody would type it.
std::string repair(const std::string& url, const RevisionHistory& history,
                   const std::vector<AppliedRevision>& applied) {
    const auto heads = history.whole_graph().heads_among(applied_ids(applied));
    return "  the SQL that repairs it: aludel diff --from '" + url + "' --to " +
           (heads.empty()       ? "empty"
            : heads.size() == 1 ? heads.front()
                                : "heads") +
           " --format sql\n  or take it over into the revisions: aludel revision --to '" + url + "'\n";
}

Findings find(Workspace& workspace, const Options& options) {
    const auto& history = workspace.history();
    Findings findings;
    findings.heads = several_heads(history);
    if (!workspace.project().target.empty()) {
        const auto before = history.schema_at_heads();
        const auto& models = workspace.models();
        findings.pending =
            pending_text(diff(before, models.schema, models.renames), before, models, workspace.project());
    }
    if (options.url.empty()) return findings;
    const auto engine = engine_for(options.url);
    auto connection = engine.connect_existing();
    const auto applied = applied_revisions(connection, workspace.names().chain());
    if (const auto text = standing(history, applied); !text.empty())
        findings.database = engine.url() + " is not where the revisions are:\n" + text;
    if (const auto text = drift(workspace, options, applied); !text.empty())
        findings.drift =
            engine.url() + " has drifted from its revisions:\n" + text + repair(engine.url(), history, applied);
    return findings;
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto findings = find(workspace, options);
    if (options.json) {
        const nlohmann::json json = {{"ok", findings.empty()},
                                     {"pending", findings.pending},
                                     {"heads", findings.heads},
                                     {"database", findings.database},
                                     {"drift", findings.drift}};
        std::cout << json.dump(2) << "\n";
    } else {
        std::cout << (findings.empty() ? "nothing is pending\n"
                                       : findings.pending + findings.heads + findings.database + findings.drift);
    }
    return findings.empty() ? done : differs;
}

} // namespace

void add_check(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("check", "Status 2 and a report where models, revisions and a database differ",
                                "aludel check --url sqlite:///heroes.db");
    command.url(options->url);
    command.filter(options->filter);
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
