#include "migrations/history/rebase.hpp"

#include "migrations/embed/embed.hpp"
#include "migrations/revision/text_file.hpp"
#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/revision_json.hpp"
#include "tool/revision_name.hpp"
#include "tool/workspace.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

namespace aludel::tool {

using namespace migrations;

namespace {

struct Options {
    std::string url;
    std::string revision;
    std::string onto;
    bool json = false;
};

std::string joined(const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text.empty() ? "base" : text;
}

/// A database that has them already would never get what comes before them now.
void require_not_applied(const Rebase& rebase, const std::string& url, const HistoryTable& history) {
    const auto engine = engine_for(url);
    auto connection = engine.connect_existing();
    std::vector<std::string> there;
    for (const auto& id : applied_ids(applied_revisions(connection, history)))
        if (std::ranges::find(rebase.moved, id) != rebase.moved.end()) there.push_back(id);
    if (!there.empty())
        throw Error(engine.url() + " has " + joined(there) + " already",
                    {.hint = "Nothing was written. Take it back there first (aludel downgrade), or bring both sides "
                             "together: aludel merge -m \"…\""});
}

Node json_of(const Rebase& rebase, const std::string& onto) {
    auto json = Node::map();
    json.add("revision", Node::text_of(rebase.first));
    json.add("from", list_of(rebase.parents));
    json.add("to", list_of({onto}));
    json.add("file", Node::text_of(rebase.file));
    return json;
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    const auto onto = one_named(history.graph(), options.onto);
    const auto rebase = plan_rebase(history, one_named(history.graph(), options.revision), onto);
    render(RevisionHistory(rebase.files), workspace.dialects()); // refused where they do not fit together any more
    if (!options.url.empty()) require_not_applied(rebase, options.url, workspace.history_table());
    replace_file(rebase.file, rebase.text);
    if (options.json)
        std::cout << write_json(json_of(rebase, onto));
    else
        std::cout << rebase.file << "\n  " << titled(history, rebase.first) << ": comes after " << titled(history, onto)
                  << " now, no longer after " << joined(rebase.parents) << "\n";
    if (options.url.empty())
        std::cerr << "note: no database was asked (--url). One that has " << rebase.first
                  << " already keeps the order that it had.\n";
    return done;
}

} // namespace

void add_rebase(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("rebase", "Gives a branch that is not applied yet another parent",
                                "aludel rebase 5f3a --onto 0b6c --url sqlite:///heroes.db");
    command.option("REVISION", options->revision, "A revision of the branch: an id or its beginning, label@head")
        .required();
    command.option("--onto", options->onto, "The revision that the branch comes after from now on").required();
    command.url(options->url);
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
