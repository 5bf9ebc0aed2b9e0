#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/revision_text.hpp"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>
#include <set>

namespace aludel::tool {

namespace {

struct Options {
    std::string url;
    bool check_heads = false;
    bool verbose = false;
    bool json = false;
};

std::string mark_of(const std::string& id, const migrations::RevisionHistory& history, const RevisionMarks& marks) {
    if (history.graph().find(id) != nullptr) return marks.text(id);
    return history.whole_graph().find(id) != nullptr ? " (replaced)" : " (in no revision file)";
}

void print_text(const Options& options, const migrations::RevisionHistory& history,
                const std::vector<AppliedRevision>& applied, const std::set<std::string>& current) {
    const RevisionMarks marks(history.graph());
    for (const auto& row : applied) {
        if (!current.contains(row.revision)) continue;
        std::cout << row.revision << mark_of(row.revision, history, marks) << "  " << row.message << "\n";
        if (options.verbose)
            std::cout << "  applied:  " << row.applied_at << "\n  took:     " << row.duration_us
                      << " us\n  checksum: " << row.checksum << "\n";
    }
}

nlohmann::json as_json(const std::vector<AppliedRevision>& applied, const std::set<std::string>& current,
                       bool at_heads) {
    auto list = nlohmann::json::array();
    for (const auto& row : applied)
        if (current.contains(row.revision))
            list.push_back({{"revision", row.revision},
                            {"message", row.message},
                            {"checksum", row.checksum},
                            {"applied_at", row.applied_at},
                            {"duration_us", row.duration_us}});
    return {{"current", list}, {"at_heads", at_heads}};
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto engine = engine_for(options.url);
    const auto applied = read_applied(engine, workspace);
    const auto& history = workspace.history();
    const auto current_heads = history.whole_graph().heads_among(applied_ids(applied));
    const auto chain_heads = history.graph().heads();
    const std::set<std::string> current(current_heads.begin(), current_heads.end());
    const bool at_heads = current == std::set<std::string>(chain_heads.begin(), chain_heads.end());
    if (options.json)
        std::cout << as_json(applied, current, at_heads).dump(2) << "\n";
    else
        print_text(options, history, applied, current);
    return options.check_heads && !at_heads ? differs : done;
}

} // namespace

void add_current(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("current", "Where a database is", "aludel current -v --url sqlite:///heroes.db");
    command.url(options->url);
    command.flag("--check-heads", options->check_heads, "End with status 2 where it is not at the heads");
    command.flag("-v,--verbose", options->verbose, "When it was applied, how long it took, its checksum");
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
