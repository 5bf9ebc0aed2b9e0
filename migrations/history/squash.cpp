#include "migrations/history/squash.hpp"

#include "graph/revision_spelling.hpp"
#include "migrations/history/fold.hpp"
#include "migrations/history/history_replay.hpp"
#include "migrations/history/replaced.hpp"
#include "migrations/operation/table_lookup.hpp"
#include "migrations/revision/compatibility.hpp"
#include "migrations/revision/revision_edit.hpp"
#include "migrations/revision/text_file.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <utility>

namespace aludel::migrations {
namespace {

using Ids = std::vector<std::string>;

bool contains(std::span<const std::string> ids, const std::string& id) {
    return std::ranges::find(ids, id) != ids.end();
}

std::string joined(std::span<const std::string> ids, const char* separator) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : separator) + id;
    return text;
}

std::string one(const RevisionGraph& graph, std::string_view spelling) {
    const auto ids = graph.resolve(spelling);
    if (ids.size() == 1) return ids[0];
    throw Error("'" + std::string(spelling) + "' names " + (ids.empty() ? "no revision" : joined(ids, " and ")) +
                ", and a squash begins and ends with one");
}

/// What leads into the run beside its first revision, and out of it beside its last.
Ids sticking_out(const RevisionGraph& graph, const Ids& run) {
    Ids lines;
    for (const auto& node : graph.nodes()) {
        const bool inside = contains(run, node.id);
        for (const auto* list : {&node.parents, &node.depends_on})
            for (const auto& id : *list) {
                const bool leads_in = inside && node.id != run.front() && !contains(run, id);
                const bool leads_out = !inside && contains(run, id) && id != run.back();
                if (leads_in || leads_out)
                    lines.push_back(node.id + (list == &node.parents ? " comes from " : " depends on ") + id);
            }
    }
    return lines;
}

std::vector<Operation> upgrade_of(const RevisionHistory& history, std::span<const std::string> run,
                                  std::span<const std::string> without_data) {
    std::vector<Operation> operations;
    for (const auto& id : run)
        for (const auto& operation : history.at(id).revision.upgrade)
            if (!is_data(operation) || !contains(without_data, id)) operations.push_back(operation);
    return operations;
}

/// The downgrades of the run, one after the other: where a person wrote one of them, they are not to be derived anew.
void set_downgrade(Revision& revision, const RevisionHistory& history, std::span<const std::string> run,
                   const Schema& before) {
    const auto is_plain = [&](const std::string& id) {
        const auto& each = history.at(id).revision;
        return !each.downgrade && each.irreversible.empty();
    };
    if (std::ranges::all_of(run, is_plain)) return;
    std::vector<std::vector<Operation>> parts;
    auto schema = before;
    for (const auto& id : run) {
        const auto& each = history.at(id).revision;
        if (!each.irreversible.empty()) {
            revision.irreversible = id + ": " + each.irreversible;
            return;
        }
        try {
            parts.push_back(each.downgrade ? *each.downgrade : reverse(each.upgrade, schema));
        } catch (const OperationError& error) {
            revision.irreversible = id + ": " + error.what();
            return;
        }
        apply_all(each.upgrade, schema);
    }
    auto& downgrade = revision.downgrade.emplace();
    for (auto part = parts.rbegin(); part != parts.rend(); ++part)
        std::ranges::move(*part, std::back_inserter(downgrade));
}

std::string label_of(const RevisionHistory& history, std::span<const std::string> run) {
    Ids labels;
    for (const auto& id : run)
        if (const auto& label = history.at(id).revision.branch; !label.empty()) labels.push_back(label);
    if (labels.size() > 1)
        throw Error("the revisions have the branch labels " + joined(labels, " and ") + ", and one can have one only",
                    {.hint = "Squash a smaller run."});
    return labels.empty() ? "" : labels[0];
}

/// Where a person has said it of one of them: no more than each of them leaves.
std::optional<Compatibility> said_of(const RevisionHistory& history, std::span<const std::string> run) {
    const auto says = [&](const std::string& id) { return history.at(id).revision.older_applications.has_value(); };
    if (std::ranges::none_of(run, says)) return std::nullopt;
    auto least = Compatibility::write;
    for (const auto& id : run) {
        const auto& revision = history.at(id).revision;
        least = std::min(least, compatibility_of(revision, history.schema_at(predecessors(revision))));
    }
    return least;
}

} // namespace

std::vector<std::string> closed_run(const RevisionHistory& history, std::string_view range) {
    const auto& graph = history.graph();
    detail::refuse_url(range);
    const auto colon = range.find(':');
    if (colon == range.npos) throw Error("\"" + std::string(range) + "\" is not FROM:TO");
    const auto from = range.substr(0, colon), to = range.substr(colon + 1);
    const Ids last{one(graph, to.empty() ? "head" : to)};
    auto run = graph.ancestors(last);
    if (!from.empty() && from != "base") {
        const Ids first{one(graph, from)};
        const auto after = graph.descendants(first);
        if (!contains(run, first[0])) throw Error(last[0] + " does not come from " + first[0]);
        std::erase_if(run, [&](const std::string& id) { return !contains(after, id); });
    }
    if (run.size() < 2) throw Error("one revision alone is nothing to squash: " + joined(run, ", "));
    if (const auto lines = sticking_out(graph, run); !lines.empty())
        throw Error(
            "the revisions from " + run.front() + " to " + run.back() + " are not closed:\n  " + joined(lines, "\n  "),
            {.hint = "Nothing was written. Squash a run that one revision begins and one ends, with nothing else "
                     "that comes from what lies between."});
    return run;
}

Revision squashed(const RevisionHistory& history, std::span<const std::string> run,
                  std::span<const std::string> without_data) {
    for (const auto& id : without_data)
        if (!contains(run, id)) throw Error("revision " + id + " is not among those to squash");
    const auto& first = history.at(run.front()).revision;
    Revision revision;
    revision.parents = first.parents;
    revision.depends_on = first.depends_on;
    revision.branch = label_of(history, run);
    const auto before = history.schema_at(predecessors(revision));
    revision.upgrade = folded(upgrade_of(history, run, without_data), before);
    set_downgrade(revision, history, run, before);
    revision.older_applications = said_of(history, run);
    revision.without_transaction =
        std::ranges::any_of(run, [&](const std::string& id) { return history.at(id).revision.without_transaction; });
    for (const auto& id : run) {
        const auto& each = history.at(id).revision;
        revision.replaces.push_back({id, checksum(each), each.replaces});
    }
    return revision;
}

std::vector<RevisionFile> with_squash(const RevisionHistory& history, std::span<const std::string> run,
                                      const Revision& revision) {
    auto files = history.all_files();
    for (auto& file : files) {
        if (contains(run, file.revision.id)) continue;
        std::ranges::replace(file.revision.parents, run.back(), revision.id);
        std::ranges::replace(file.revision.depends_on, run.back(), revision.id);
    }
    RevisionFile added;
    added.revision = revision;
    added.place.file = "the squashed revision";
    files.push_back(std::move(added));
    return files;
}

std::vector<FileEdit> edits_for_squash(const RevisionHistory& history, std::span<const std::string> run,
                                       const std::string& id) {
    std::vector<FileEdit> edits;
    for (const auto& file : history.files()) {
        if (contains(run, file.revision.id)) continue;
        const auto old_text = read_text_file(file.place.file);
        auto text = with_reference(old_text, file.place.file, run.back(), id);
        if (text != old_text) edits.push_back({file.place.file, std::move(text)});
    }
    return edits;
}

std::vector<std::filesystem::path> replaced_files(const RevisionHistory& history, const std::string& id) {
    Ids ids;
    for (const auto& each : in_one_list(history.at(id).revision.replaces, id)) ids.push_back(each.revision->id);
    std::vector<std::filesystem::path> paths;
    for (const auto& file : history.replaced_files())
        if (contains(ids, file.revision.id)) paths.emplace_back(file.place.file);
    return paths;
}

} // namespace aludel::migrations
