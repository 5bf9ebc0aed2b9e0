#include "migrations/history/rebase.hpp"

#include "migrations/revision/revision_edit.hpp"
#include "migrations/revision/text_file.hpp"

#include <aludel/error.hpp>

#include <algorithm>

namespace aludel::migrations {
namespace {

using Ids = std::vector<std::string>;

bool has(const Ids& ids, const std::string& id) { return std::ranges::find(ids, id) != ids.end(); }

std::string joined(const Ids& ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text;
}

[[noreturn]] void refuse(const std::string& text) { throw Error(text, {.hint = "Nothing was written."}); }

/// Where the branch begins.
std::string first_of(const RevisionGraph& graph, const std::string& revision, const std::string& onto) {
    const auto there = graph.ancestors(std::span(&onto, 1), Edges::parents);
    auto side = graph.ancestors(std::span(&revision, 1), Edges::parents);
    std::erase_if(side, [&](const std::string& id) { return has(there, id); });
    if (side.empty()) refuse("revision " + onto + " comes after " + revision + " already");
    Ids firsts;
    for (const auto& id : side)
        if (std::ranges::none_of(graph.find(id)->parents, [&](const auto& parent) { return has(side, parent); }))
            firsts.push_back(id);
    if (firsts.size() > 1)
        refuse("what leads to " + revision + " begins at several revisions: " + joined(firsts) + ". Name one of them");
    return firsts[0];
}

} // namespace

Rebase plan_rebase(const RevisionHistory& history, const std::string& revision, const std::string& onto) {
    const auto& graph = history.graph();
    Rebase rebase;
    rebase.first = first_of(graph, revision, onto);
    rebase.moved = graph.descendants(std::span(&rebase.first, 1));
    const auto& file = history.at(rebase.first);
    rebase.parents = file.revision.parents;
    rebase.file = file.place.file;
    if (has(rebase.moved, onto)) refuse("revision " + onto + " comes from " + rebase.first + ", or depends on it");
    if (rebase.parents == Ids{onto}) refuse("revision " + rebase.first + " comes after " + onto + " already");
    if (rebase.parents.size() > 1)
        refuse("revision " + rebase.first + " brings " + joined(rebase.parents) + " together: it has no one parent");

    rebase.text = with_parent(read_text_file(rebase.file), rebase.file, onto);
    rebase.files = history.all_files();
    for (auto& other : rebase.files)
        if (other.revision.id == rebase.first) other = read_revision(rebase.text, rebase.file);
    return rebase;
}

} // namespace aludel::migrations
