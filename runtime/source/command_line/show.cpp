// current and history.
#include "command_line/commands.hpp"
#include "command_line/json_text.hpp"
#include "graph/revision_marks.hpp"

#include <aludel/revision_graph.hpp>
#include <aludel/upgrade.hpp>

#include <algorithm>
#include <set>

namespace aludel::detail {

namespace {

using Ids = std::vector<std::string>;

bool contains(const Ids& ids, std::string_view id) { return std::ranges::find(ids, id) != ids.end(); }

template <class Texts> std::string listed(const Texts& ids) {
    std::string text;
    for (const auto& id : ids) text.append(text.empty() ? "" : ", ").append(id);
    return text.empty() ? "base" : text;
}

std::vector<AppliedRevision> applied_to(const Command& command) {
    auto connection = command.engine().connect_existing();
    return applied_revisions(connection, command.chain);
}

Ids ids_of(const std::vector<AppliedRevision>& applied) {
    Ids ids;
    for (const auto& row : applied) ids.push_back(row.revision);
    return ids;
}

Json json_of(const AppliedRevision& row) {
    return Json::map({{"revision", Json::of(std::string_view(row.revision))},
                      {"message", Json::of(std::string_view(row.message))},
                      {"checksum", Json::of(std::string_view(row.checksum))},
                      {"applied_at", Json::of(std::string_view(row.applied_at))},
                      {"duration_us", Json::of(row.duration_us)}});
}

std::string text_of(const AppliedRevision& row, const RevisionGraph& graph, bool verbose) {
    const bool known = graph.find(row.revision) != nullptr;
    auto text = row.revision + (known ? RevisionMarks(graph).text(row.revision) : " (in no revision file)") + "  " +
                row.message + "\n";
    if (verbose)
        text += "  applied:  " + row.applied_at + "\n  took:     " + std::to_string(row.duration_us) +
                " us\n  checksum: " + row.checksum + "\n";
    return text;
}

/// One chain as the history prints it.
struct History {
    const Arguments& arguments;
    RevisionMarks marks;
    Ids applied;
    Ids current;
    bool has_database;

    std::string marked(const std::string& id) const {
        const auto text = id + marks.text(id);
        if (!has_database) return text;
        return text + (contains(current, id) ? " (current)" : contains(applied, id) ? " (applied)" : "");
    }
    std::string text_of(const ChainRevision& revision) const {
        const std::string id(revision.id), message(revision.message);
        const auto depends = revision.depends_on.empty() ? "" : listed(revision.depends_on);
        if (!arguments.verbose)
            return listed(revision.parents) + (depends.empty() ? "" : " (" + depends + ")") + " -> " + marked(id) +
                   "  " + message + "\n";
        auto text = "revision " + marked(id) + "\n  message:  " + message + "\n  " +
                    (revision.parents.size() > 1 ? "merges:   " : "parents:  ") + listed(revision.parents) + "\n";
        if (!depends.empty()) text += "  depends:  " + depends + "\n";
        if (!marks.labels(id).empty()) text += "  branch:   " + listed(marks.labels(id)) + "\n";
        if (marks.children(id).size() > 1) text += "  into:     " + listed(marks.children(id)) + "\n";
        text += "  checksum: " + std::string(revision.checksum) + "\n";
        if (!revision.irreversible.empty()) text += "  no downgrade: " + std::string(revision.irreversible) + "\n";
        return text;
    }
    Json json_of(const ChainRevision& revision) const {
        const auto texts = [](std::span<const std::string_view> views) {
            return Json::of(Ids(views.begin(), views.end()));
        };
        std::vector<std::pair<std::string, Json>> values = {
            {"revision", Json::of(revision.id)},
            {"parents", texts(revision.parents)},
            {"depends_on", texts(revision.depends_on)},
            {"branch", Json::of(revision.branch)},
            {"message", Json::of(revision.message)},
            {"checksum", Json::of(revision.checksum)},
            {"labels", Json::of(marks.labels(std::string(revision.id)))},
            {"children", Json::of(marks.children(std::string(revision.id)))},
            {"head", Json::of(marks.children(std::string(revision.id)).empty())}};
        if (has_database) values.emplace_back("applied", Json::of(contains(applied, revision.id)));
        return Json::map(std::move(values));
    }
};

} // namespace

int run_current(Command& command) {
    const RevisionGraph graph(command.chain);
    const auto applied = applied_to(command);
    const auto current = graph.heads_among(ids_of(applied));
    const auto heads = graph.heads();
    const bool at_heads = std::set(current.begin(), current.end()) == std::set(heads.begin(), heads.end());
    std::vector<Json> list;
    for (const auto& row : applied) {
        if (!contains(current, row.revision)) continue;
        list.push_back(json_of(row));
        command.output += text_of(row, graph, command.arguments.verbose);
    }
    if (command.arguments.json)
        command.output = Json::map({{"current", Json::list(list)}, {"at_heads", Json::of(at_heads)}}).text + "\n";
    return command.arguments.check_heads && !at_heads ? 2 : 0;
}

int run_history(Command& command) {
    const auto& arguments = command.arguments;
    const RevisionGraph graph(command.chain);
    History history{arguments, RevisionMarks(graph), {}, {}, false};
    history.has_database = arguments.indicate_current || arguments.range.find("current") != std::string::npos;
    if (history.has_database) {
        history.applied = ids_of(applied_to(command));
        history.current = graph.heads_among(history.applied);
    }
    if (!arguments.range.empty() &&
        (arguments.range.find(':') == std::string::npos || arguments.range.find("://") != std::string::npos))
        throw UsageError("--rev-range is from:to");
    auto ids =
        revisions_of(graph, resolve_range(graph, arguments.range.empty() ? ":" : arguments.range, history.applied));
    std::ranges::reverse(ids);
    std::vector<Json> list;
    for (const auto& id : ids) {
        const auto& revision = *std::ranges::find(command.chain.revisions, id, &ChainRevision::id);
        list.push_back(history.json_of(revision));
        command.output += history.text_of(revision);
    }
    if (arguments.json) command.output = Json::list(list).text + "\n";
    return 0;
}

} // namespace aludel::detail
