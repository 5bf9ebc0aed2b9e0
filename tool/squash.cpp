#include "migrations/history/squash.hpp"

#include "migrations/revision/text_file.hpp"
#include "tool/command.hpp"
#include "tool/new_revision.hpp"
#include "tool/revision_json.hpp"
#include "tool/terminal_line.hpp"
#include "tool/workspace.hpp"

#include <aludel/error.hpp>

#include <iostream>
#include <memory>

namespace aludel::tool {

using namespace migrations;

namespace {

namespace fs = std::filesystem;

struct Options {
    std::string range;
    std::string message;
    std::string id;
    std::vector<std::string> drop_data;
    std::string finish;
    bool json = false;
};

/// Throws where the files would not be what they were: what the heads make, and what each database is given.
void prove(const RevisionHistory& history, const std::vector<std::string>& run, const Revision& revision,
           const std::vector<const Dialect*>& dialects) {
    const RevisionHistory after(with_squash(history, run, revision));
    if (after.schema_at({revision.id}) != history.schema_at({run.back()}) ||
        after.schema_at_heads() != history.schema_at_heads())
        throw Error("the squashed revision would not make what the others make",
                    {.hint = "Nothing was written. Squash a smaller run."});
    render(after, dialects);
}

std::string default_message(const RevisionHistory& history, const std::vector<std::string>& run) {
    const auto message = [&](const std::string& id) {
        const auto& text = history.at(id).revision.message;
        return text.empty() ? id : text;
    };
    return message(run.front()) + " to " + message(run.back());
}

Node json_of(const std::string& id, const std::vector<std::string>& run, const fs::path& file,
             const std::vector<FileEdit>& edits) {
    std::vector<std::string> edited;
    for (const auto& edit : edits) edited.push_back(edit.file.string());
    auto json = Node::map();
    json.add("revision", Node::text_of(id));
    json.add("replaces", list_of(run));
    json.add("file", Node::text_of(file.string()));
    json.add("edited", list_of(edited));
    return json;
}

Node json_of_finished(const std::string& id, const std::vector<std::string>& removed) {
    auto json = Node::map();
    json.add("revision", Node::text_of(id));
    json.add("removed", list_of(removed));
    return json;
}

Revision new_squash(const Options& options, const std::vector<std::string>& run, Workspace& workspace) {
    const auto& history = workspace.history();
    std::vector<std::string> without_data;
    for (const auto& spelling : options.drop_data)
        for (auto& id : history.graph().resolve(spelling)) without_data.push_back(std::move(id));

    auto revision = squashed(history, run, without_data);
    const auto named = new_revision(history, revision.parents, options.id);
    revision.id = named.id;
    revision.created = named.created;
    revision.message = options.message.empty() ? default_message(history, run) : options.message;
    prove(history, run, revision, workspace.dialects());
    return revision;
}

int squash(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    const auto run = closed_run(history, options.range);
    const auto revision = with_line("squashing " + std::to_string(run.size()) + " revisions",
                                    [&] { return new_squash(options, run, workspace); });
    const auto edits = edits_for_squash(history, run, revision.id);
    const auto file = write_new_revision(revision, workspace);
    if (!options.json) std::cout << file.string() << "\n";
    for (const auto& edit : edits) {
        replace_file(edit.file, edit.text);
        std::cerr << edit.file.string() << ": comes from " << revision.id << " now\n";
    }
    std::cerr << revision.id << " replaces " << run.size()
              << " revisions. Their files stay, for databases that have had a "
              << "part of them, until:\n  aludel squash --finish " << revision.id << "\n";
    if (options.json) std::cout << write_json(json_of(revision.id, run, file, edits));
    return done;
}

int finish(const Options& options, const ProjectChoice& choice) {
    const auto& spelling = options.finish;
    Workspace workspace(choice);
    const auto& history = workspace.history();
    const auto ids = history.graph().resolve(spelling);
    if (ids.size() != 1 || history.at(ids[0]).revision.replaces.empty())
        throw Error("revision " + spelling + " replaces no others");
    const auto paths = replaced_files(history, ids[0]);
    if (paths.empty() && !options.json) std::cout << "nothing is left of what " << ids[0] << " replaces\n";
    // Nothing refers to those that come last: whatever stops this on its way leaves files that are read.
    std::vector<std::string> removed;
    for (auto path = paths.rbegin(); path != paths.rend(); ++path) {
        fs::remove(*path);
        removed.push_back(path->string());
        if (!options.json) std::cout << removed.back() << "\n";
    }
    if (options.json) std::cout << write_json(json_of_finished(ids[0], removed));
    return done;
}

int run(const Options& options, const ProjectChoice& choice) {
    if (options.finish.empty() == options.range.empty())
        throw UsageError("squash what? Say FROM:TO, or --finish REVISION once all databases are over it");
    return options.finish.empty() ? squash(options, choice) : finish(options, choice);
}

} // namespace

void add_squash(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command =
        commands.add("squash", "Replaces a run of revisions by one, that databases inside of it still follow",
                     "aludel squash 5f3a:9c01 -m \"the first year\"");
    command.option("FROM:TO", options->range, "The first and the last of them; base where FROM is left out");
    command.option("-m,--message", options->message, "What it does, in a few words");
    command.option("--rev-id", options->id, "Its id (default: 12 random hex digits)");
    command.option("--drop-data", options->drop_data,
                   "Leave out the seeds, calls and SQL of this revision that change no schema; may be repeated");
    command.option("--finish", options->finish, "Remove the files of what this revision replaces");
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
