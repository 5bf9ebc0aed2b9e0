#include "tool/command.hpp"
#include "tool/new_revision.hpp"
#include "tool/rename.hpp"
#include "tool/report.hpp"
#include "tool/state.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

namespace aludel::tool {

using namespace migrations;

namespace {

struct Options {
    std::string message;
    std::string from;
    std::string to = "models";
    std::string head;
    std::string id;
    std::vector<std::string> renames;
    std::vector<std::string> no_renames;
    std::vector<std::string> fills;
    Filter filter;
    bool empty = false;
    bool to_standard_output = false;
};

/// The heads, where there is one; several only where the person says which.
std::vector<std::string> parents(const Options& options, const RevisionHistory& history) {
    if (!options.head.empty()) return history.graph().resolve(options.head);
    auto heads = history.graph().heads();
    if (heads.size() < 2) return heads;
    std::string text = "the revisions have several heads. Say which one this revision comes after:";
    for (const auto& head : heads) text += "\n  --head " + head + "   " + history.at(head).revision.message;
    throw Error(text);
}

/// Compares until every possible rename is decided: a rename changes what else there is to ask.
std::vector<Operation> compare(const State& from, const State& to, const Options& options, Questioner& questioner) {
    auto renames = to.renames;
    for (const auto& spelling : options.renames) renames.push_back(parse_rename(spelling, from.schema, to.schema));
    auto refused = options.no_renames;
    for (;;) {
        auto difference = diff(from.schema, to.schema, renames);
        std::vector<PossibleRename> undecided;
        for (const auto& rename : difference.possible_renames)
            if (std::ranges::find(refused, to_string(rename)) == refused.end()) undecided.push_back(rename);
        if (undecided.empty()) return difference.operations;
        if (questioner.is_rename(undecided))
            renames.push_back(undecided.front());
        else
            refused.push_back(to_string(undecided.front()));
    }
}

std::vector<Operation> changes(const Options& options, Workspace& workspace, const Schema& before,
                               Questioner& questioner) {
    if (options.empty) return {};
    State from = options.from.empty() ? State{.schema = before} : read_state(options.from, workspace);
    State to = read_state(options.to, workspace);
    for (const auto* state : {&from, &to}) report_not_modelled(*state);
    keep_only(options.filter, from, to);
    make_comparable(from, to);
    auto operations = compare(from, to, options, questioner);
    mark_concurrent(operations, to.concurrent_indexes);
    fill_required(operations, from.schema, options.fills, questioner);
    return operations;
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    const auto questioner = make_questioner();
    auto revision = new_revision(history, parents(options, history), options.id);
    const auto before = history.schema_at(revision.parents);
    revision.upgrade = changes(options, workspace, before, *questioner);
    if (revision.upgrade.empty() && !options.empty) {
        std::cerr << "no changes: the revisions have all that is there. Nothing was written (--empty writes one to "
                     "fill in).\n";
        return done;
    }
    revision.message = options.message.empty() ? suggested_message(revision.upgrade) : options.message;
    require_renderable(revision, before, workspace.dialects());
    for (const auto& line : left_out(revision.upgrade, workspace.dialects())) std::cerr << "note: " << line << "\n";
    if (options.to_standard_output) {
        std::cout << write_revision(revision);
        return done;
    }
    const auto file = add_revision(workspace.project().migrations, revision);
    std::cout << file.string() << "\n" << changes_text(revision.upgrade, before);
    return done;
}

} // namespace

void add_revision(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("revision", "Writes a revision with the changes that are in none yet",
                                "aludel revision -m \"add power\" --fill hero.power=0");
    command.option("-m,--message", options->message, "What it does, in a few words (or $ALUDEL_MESSAGE)")
        .environment("ALUDEL_MESSAGE");
    command.flag("--empty", options->empty, "Without operations, to be filled in by hand");
    command.option("--from", options->from, "STATE to compare from (default: the parents)");
    command.option("--to", options->to, "STATE to compare with (default: models)");
    command.filter(options->filter);
    command.option("--rename", options->renames, "table.old:new, or old:new for a table");
    command.option("--no-rename", options->no_renames, "table.old:new are two columns");
    command.option("--fill", options->fills, "table.column=SQL: what rows that are there already get");
    command.option("--head", options->head, "The revision that it comes after, where there are several heads");
    command.option("--rev-id", options->id, "Its id (default: 12 random hex digits)");
    command.flag("--stdout", options->to_standard_output, "Print it instead of writing a file");
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
