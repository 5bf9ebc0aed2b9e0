#include "migrations/history/merge_proof.hpp"
#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/new_revision.hpp"
#include "tool/revision_json.hpp"
#include "tool/revision_name.hpp"
#include "tool/workspace.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <span>

namespace aludel::tool {

using namespace migrations;

namespace {

struct Options {
    std::vector<std::string> revisions;
    std::string message;
    std::string branch;
    std::string id;
    bool force = false;
    bool json = false;
};

std::vector<std::string> parents(const Options& options, const RevisionGraph& graph) {
    const auto ids = options.revisions.empty() ? graph.heads() : named(graph, options.revisions);
    if (ids.size() < 2) throw UsageError("there is nothing to merge: name two revisions, or have two heads");
    require_apart(graph, ids);
    return ids;
}

std::string lines(const std::string& title, const std::vector<std::string>& items) {
    if (items.empty()) return "";
    std::string text = title + "\n";
    for (const auto& item : items) text += "  " + item + "\n";
    return text;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string described(const MergeProof& proof, const RevisionHistory& history) {
    std::string text = titled(history, proof.left) + "\n" + titled(history, proof.right) + "\n";
    const auto touched =
        proof.both_touch.empty() ? "they touch nothing in common" : "both touch " + joined(proof.both_touch);
    if (proof.order_does_not_matter()) return text + "  their order does not matter: " + touched + "\n";
    if (!proof.differences.empty())
        text += lines("  their order matters: " + touched + ". With the second one first:", proof.differences);
    else
        text += "  both orders give the same schema: " + touched + "\n";
    return text + lines("  of the rows this is not proven:", proof.unproven);
}

std::string described(const std::vector<MergeProof>& proofs, const RevisionHistory& history) {
    std::string text;
    for (const auto& proof : proofs) text += described(proof, history);
    return text;
}

/// Of all of them, the worst.
std::string order(std::span<const MergeProof> proofs) {
    if (!std::ranges::all_of(proofs, &std::vector<std::string>::empty, &MergeProof::differences)) return "matters";
    return std::ranges::all_of(proofs, &MergeProof::order_does_not_matter) ? "does not matter" : "unproved";
}

Node json_of(const MergeProof& proof) {
    auto json = Node::map();
    json.add("left", Node::text_of(proof.left));
    json.add("right", Node::text_of(proof.right));
    json.add("order", Node::text_of(order(std::span(&proof, 1))));
    json.add("both_touch", list_of(proof.both_touch));
    json.add("differences", list_of(proof.differences));
    json.add("unproved", list_of(proof.unproven));
    return json;
}

Node json_of(const Revision& revision, const std::filesystem::path& file, const std::vector<MergeProof>& proofs) {
    auto json = tool::json_of(revision, file);
    json.add("order", Node::text_of(order(proofs)));
    auto sides = Node::list();
    for (const auto& proof : proofs) sides.items.push_back(json_of(proof));
    json.add("sides", std::move(sides));
    return json;
}

/// Both orders replayed: a database may have had either side first.
std::vector<MergeProof> proven(const Options& options, const RevisionHistory& history,
                               const std::vector<std::string>& parents) {
    auto proofs = prove_merge(history, parents);
    if (order(proofs) == "matters" && !options.force)
        throw Error("which side a database had first would show in it:\n" + described(proofs, history),
                    {.hint =
                         "Nothing was written. Put one side after the other (aludel rebase REV --onto REV), or write "
                         "the merge all the same (--force), and what it shall be in the end into it."});
    return proofs;
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    auto revision = new_revision(history, parents(options, history.graph()), options.id);
    set_branch(revision, options.branch, history);
    revision.message = options.message;
    if (revision.message.empty()) {
        for (const auto& parent : revision.parents)
            revision.message += (revision.message.empty() ? "merge " : " and ") + parent;
    }
    const auto proofs = proven(options, history, revision.parents);
    require_renderable(revision, history.schema_at(revision.parents), workspace.dialects(), workspace);
    const auto file = write_new_revision(revision, workspace);
    if (options.json)
        std::cout << write_json(json_of(revision, file, proofs));
    else
        std::cout << described(proofs, history) << file.string() << "\n";
    return done;
}

} // namespace

void add_merge(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add(
        "merge", "Writes a revision that comes after several, and says whether the order of their sides matters",
        "aludel merge heads -m \"both\"");
    command.option("REVISION", options->revisions, "Its parents (default: all heads)");
    command.option("-m,--message", options->message, "What it does, in a few words");
    command.option("--branch-label", options->branch, "A name for what comes after it");
    command.option("--rev-id", options->id, "Its id (default: 12 random hex digits)");
    command.flag("--force", options->force, "Also where the order of the sides shows in a database's schema");
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
