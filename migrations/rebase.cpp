#include "migrations/rebase.hpp"

#include "migrations/embed.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

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

std::string read_file(const std::string& name) {
    std::ifstream stream(name, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) throw FileError({name}, "the file cannot be read");
    return text;
}

/// Where line and column (from 1) are in the text; npos: beyond it.
std::size_t position(const std::string& text, int line, int column) {
    std::size_t at = 0;
    for (int i = 1; i < line; ++i) {
        at = text.find('\n', at);
        if (at == text.npos) return at;
        ++at;
    }
    return at + static_cast<std::size_t>(column - 1);
}

/// `parents: []`, and what is written there for a root.
std::size_t empty_list(const std::string& text) {
    auto line = text.starts_with("parents:") ? 0 : text.find("\nparents:");
    if (line == text.npos) return line;
    const auto open = text.find('[', line);
    const auto close = open == text.npos ? open : text.find_first_not_of(" \t", open + 1);
    return close == text.npos || text[close] != ']' ? text.npos : close;
}

/// Only the id is replaced: comments, quotes and the layout stay as a person wrote them.
std::string with_parent(const RevisionFile& file, const std::string& onto) {
    auto text = read_file(file.place.file);
    if (file.revision.parents.empty()) {
        const auto at = empty_list(text);
        return at == text.npos ? text : text.insert(at, onto);
    }
    const auto& old = file.revision.parents[0];
    const auto& place = file.parent_places.at(0);
    const auto at = text.find(old, position(text, place.line, place.column));
    return at == text.npos ? text : text.replace(at, old.size(), onto);
}

} // namespace

Rebase plan_rebase(const RevisionHistory& history, const std::string& revision, const std::string& onto,
                   std::span<const Dialect* const> dialects) {
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

    rebase.text = with_parent(file, onto);
    auto files = history.all_files();
    for (auto& other : files) {
        if (other.revision.id != rebase.first) continue;
        auto expected = other.revision;
        expected.parents = {onto};
        other = read_revision(rebase.text, rebase.file);
        if (other.revision != expected)
            throw FileError(file.place, "the parents cannot be edited here: write `parents: [" + onto + "]` by hand");
    }
    render(RevisionHistory(std::move(files)), dialects);
    return rebase;
}

} // namespace aludel::migrations
