#include "migrations/operation/table_lookup.hpp"
#include "migrations/revision/compatibility.hpp"
#include "tool/command.hpp"
#include "tool/new_revision.hpp"
#include "tool/rename.hpp"
#include "tool/repair.hpp"
#include "tool/report.hpp"
#include "tool/revision_json.hpp"
#include "tool/revision_name.hpp"
#include "tool/state.hpp"

#include <aludel/engine.hpp>
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
    std::vector<std::string> heads;
    std::vector<std::string> depends_on;
    std::string branch;
    std::string id;
    std::string into;
    std::vector<std::string> renames;
    std::vector<std::string> no_renames;
    std::vector<std::string> fills;
    Filter filter;
    bool splice = false;
    bool empty = false;
    bool to_standard_output = false;
    bool json = false;
};

/// The head, where there is one; others only where the person says which.
std::vector<std::string> parents(const Options& options, const RevisionHistory& history) {
    const auto& graph = history.graph();
    if (!options.heads.empty()) {
        auto ids = named(graph, options.heads);
        require_apart(graph, ids);
        return ids;
    }
    auto heads = graph.heads();
    if (heads.size() < 2) return heads;
    std::string text = "the revisions have several heads. Say which one this revision comes after:";
    for (const auto& head : heads) text += "\n  --head " + head + "   " + history.at(head).revision.message;
    throw Error(text);
}

/// A change may need what another branch makes.
void require_on_branch(const std::vector<Operation>& operations, Schema before) {
    try {
        apply_all(operations, before);
    } catch (const OperationError& error) {
        throw Error(std::string("the revisions that it comes after do not lead there: ") + error.what(),
                    {.hint =
                         "Nothing was written. Write it on the branch that it changes (--head), or say what it needs "
                         "(--depends-on)."});
    }
}

/// A branch that nobody meant to begin is seen when it begins.
void note_new_branches(const Options& options, const Revision& revision, const RevisionGraph& graph) {
    if (options.splice) return;
    for (const auto& parent : revision.parents)
        if (const auto children = graph.children(parent); !children.empty())
            std::cerr << "note: " << parent << " is no head, " << children[0]
                      << " comes after it: this begins a new branch (--splice says that it shall)\n";
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

struct Changes {
    std::vector<Operation> operations;
    std::vector<const Dialect*> compared; ///< live databases
    std::optional<Operation> repair;      ///< of the database that it is from
};

/// What no revision has yet, whichever branch the others are on.
Changes changes(const Options& options, Workspace& workspace, Questioner& questioner) {
    if (options.empty) return {};
    Changes found;
    State from = options.from.empty() ? State{.schema = workspace.history().schema_at_heads()}
                                      : read_state(options.from, workspace);
    if (from.dialect) {
        found.compared.push_back(from.dialect);
        found.repair = repair_of(from, options.from, options.filter, workspace);
        // A revision is replayed after its parents: from anything else than what they make, it could not be.
        from = {.schema = workspace.history().schema_at_heads()};
    }
    State to = read_state(options.to, workspace);
    if (to.dialect) found.compared.push_back(to.dialect);
    for (const auto* state : {&from, &to}) report_not_modelled(*state);
    keep_only(workspace.settings().filter, options.filter, from, to);
    make_comparable(from, to);
    found.operations = compare(from, to, options, questioner);
    mark_concurrent(found.operations, to.concurrent_indexes);
    fill_required(found.operations, from.schema, options.fills, questioner);
    return found;
}

/// Those that must be able to have it. Where nothing says for which databases the revisions are, what was found in one
/// is for that.
std::vector<const Dialect*> dialects_for(const Changes& changes, Workspace& workspace) {
    return changes.compared.empty() || workspace.says_databases() ? workspace.dialects() : changes.compared;
}

/// What comes before the rest changes nothing of what applications know: that is as the rest leaves it.
void add_repair(Revision& revision, const Operation& repair, const Schema& before) {
    if (const auto left = compatibility_of(revision, before); left != Compatibility::none)
        revision.older_applications = left;
    revision.upgrade.insert(revision.upgrade.begin(), repair);
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    const auto questioner = make_questioner();
    auto revision = new_revision(history, parents(options, history), options.id);
    revision.depends_on = named(history.graph(), options.depends_on);
    set_branch(revision, options.branch, history);
    auto ancestors = revision.parents;
    ancestors.insert(ancestors.end(), revision.depends_on.begin(), revision.depends_on.end());
    const auto before = history.schema_at(ancestors);
    const auto found = changes(options, workspace, *questioner);
    revision.upgrade = found.operations;
    if (found.repair) add_repair(revision, *found.repair, before);
    if (revision.upgrade.empty() && !options.empty) {
        std::cerr << "no changes: the revisions have all that is there. Nothing was written (--empty writes one to "
                     "fill in).\n";
        revision.id.clear();
        if (options.json) std::cout << write_json(json_of(revision, {}));
        return done;
    }
    revision.message = options.message.empty() ? suggested_message(revision.upgrade) : options.message;
    require_on_branch(revision.upgrade, before);
    const auto dialects = dialects_for(found, workspace);
    require_renderable(revision, before, dialects, workspace);
    note_new_branches(options, revision, history.graph());
    for (const auto& line : left_out(revision.upgrade, dialects)) std::cerr << "note: " << line << "\n";
    std::filesystem::path file;
    if (!options.to_standard_output) file = write_new_revision(revision, workspace, options.into);
    if (options.json)
        std::cout << write_json(json_of(revision, file));
    else if (options.to_standard_output)
        std::cout << write_revision(revision);
    else
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
    command
        .option(
            "--from", options->from,
            "STATE to compare from (default: heads). A database must be there; where it has drifted, it is repaired")
        .is(ValueKind::state);
    command.option("--to", options->to, "STATE to compare with (default: models)").is(ValueKind::state);
    command.filter(options->filter);
    command.option("--rename", options->renames, "table.old:new, or old:new for a table");
    command.option("--no-rename", options->no_renames, "table.old:new are two columns");
    command.option("--fill", options->fills, "table.column=SQL: what rows that are there already get");
    command
        .option("--head", options->heads,
                "The revision that it comes after, where there are several heads: an id, label@head; base: none")
        .is(ValueKind::revision);
    command.flag("--splice", options->splice, "That one need not be a head: a new branch begins there");
    command.option("--branch-label", options->branch, "A name for the branch that it begins");
    command.option("--depends-on", options->depends_on, "A revision of another branch that must be applied before it")
        .is(ValueKind::revision);
    command.option("--rev-id", options->id, "Its id (default: 12 random hex digits)");
    command.option("--into", options->into, "The directory that it is written into, where the project has several");
    command.flag("--stdout", options->to_standard_output, "Print it instead of writing a file");
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
