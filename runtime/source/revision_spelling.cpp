// RevisionGraph::resolve: Alembic's spellings,
// https://alembic.sqlalchemy.org/en/latest/tutorial.html#partial-revision-identifiers
#include <aludel/error.hpp>
#include <aludel/revision_graph.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_set>
#include <utility>

namespace aludel {

namespace {

using Ids = std::vector<std::string>;

std::string joined(const Ids& ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text;
}

[[noreturn]] void fail(std::string message, std::string hint = {}) {
    ErrorDetails details;
    details.hint = std::move(hint);
    throw Error(std::move(message), std::move(details));
}

/// Levenshtein's distance.
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 0; i < left.size(); ++i) {
        auto diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < right.size(); ++j) {
            const auto replaced = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

/// The id that was probably meant: compared with as much of it as was written. Empty: none is near.
std::string nearest(const std::vector<RevisionNode>& nodes, std::string_view written) {
    std::string best;
    std::size_t best_distance = written.size() / 2 + 1;
    for (const auto& node : nodes) {
        const auto d = std::min(distance(written, node.id),
                                distance(written, std::string_view(node.id).substr(0, written.size())));
        if (d < best_distance || (d == best_distance && !best.empty() && node.id < best)) {
            best = node.id;
            best_distance = d;
        }
    }
    return best;
}

std::string hint_of_nearest(const std::vector<RevisionNode>& nodes, std::string_view written) {
    if (nodes.empty()) return "There are no revisions.";
    const auto id = nearest(nodes, written);
    return id.empty() ? "" : "The nearest is " + id + ".";
}

const RevisionNode& one(const RevisionGraph& graph, std::string_view written) {
    if (const auto* node = graph.find(written)) return *node;
    Ids candidates;
    for (const auto& node : graph.nodes())
        if (!written.empty() && node.id.starts_with(written)) candidates.push_back(node.id);
    std::sort(candidates.begin(), candidates.end());
    if (candidates.size() == 1) return *graph.find(candidates[0]);
    if (candidates.empty())
        fail("there is no revision " + std::string(written), hint_of_nearest(graph.nodes(), written));
    fail("several revisions begin with " + std::string(written) + ": " + joined(candidates));
}

Ids one_head(const Ids& heads) {
    if (heads.size() > 1)
        fail("there are several heads: " + joined(heads), "Name one of them, or all: heads. Or merge them.");
    return heads;
}

/// `label@head`: what comes last from the revision that carries the label.
Ids heads_of_branch(const RevisionGraph& graph, std::string_view label) {
    Ids labelled;
    for (const auto& node : graph.nodes())
        if (node.branch == label) labelled.push_back(node.id);
    if (labelled.empty()) fail("no branch is labelled " + std::string(label));
    const auto below = graph.descendants(labelled);
    Ids heads;
    for (const auto& head : graph.heads())
        if (std::find(below.begin(), below.end(), head) != below.end()) heads.push_back(head);
    return heads;
}

struct Relative {
    std::string_view from; ///< empty: where the database stands
    int count = 0;         ///< negative: towards base
};

std::optional<Relative> parse_relative(std::string_view written) {
    const auto sign = written.find_last_of("+-");
    if (sign == written.npos) return std::nullopt;
    Relative relative{written.substr(0, sign), 0};
    const auto digits = written.substr(sign + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), relative.count);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || relative.count < 0)
        return std::nullopt;
    if (written[sign] == '-') relative.count = -relative.count;
    return relative;
}

Ids children_of(const RevisionGraph& graph, const Ids& state) {
    if (state.empty()) return graph.roots();
    Ids children;
    for (const auto& node : graph.nodes())
        if (std::find(node.parents.begin(), node.parents.end(), state[0]) != node.parents.end())
            children.push_back(node.id);
    std::sort(children.begin(), children.end());
    return children;
}

Ids step_up(const RevisionGraph& graph, const Ids& state, std::string_view written) {
    if (state.size() > 1) fail(std::string(written) + " starts from several revisions: " + joined(state));
    auto children = children_of(graph, state);
    if (children.empty()) fail(std::string(written) + " goes beyond the head");
    if (children.size() > 1) fail(std::string(written) + " may be any of " + joined(children), "Name one of them.");
    return children;
}

Ids step_down(const RevisionGraph& graph, const Ids& state, std::string_view written) {
    if (state.size() > 1)
        fail(std::string(written) + " starts from several revisions: " + joined(state), "Name the one to go back to.");
    if (state.empty()) fail(std::string(written) + " goes beyond base");
    return graph.find(state[0])->parents;
}

/// Where the database stands: what was applied and is no parent of anything that was.
Ids heads_among(const RevisionGraph& graph, std::span<const std::string> applied) {
    std::unordered_set<std::string_view> parents;
    for (const auto& id : applied)
        if (const auto* node = graph.find(id)) parents.insert(node->parents.begin(), node->parents.end());
    Ids heads;
    for (const auto& id : applied)
        if (!parents.contains(id)) heads.push_back(id);
    return heads;
}

Ids move(const RevisionGraph& graph, const Relative& relative, std::string_view written,
         std::span<const std::string> applied) {
    Ids state = relative.from.empty() ? heads_among(graph, applied) : graph.resolve(relative.from, applied);
    for (int i = 0; i < relative.count; ++i) state = step_up(graph, state, written);
    for (int i = 0; i > relative.count; --i) state = step_down(graph, state, written);
    return state;
}

} // namespace

std::vector<std::string> RevisionGraph::resolve(std::string_view spelling, std::span<const std::string> applied) const {
    if (spelling == "base") return {};
    if (spelling == "heads") return heads();
    if (spelling == "head") return one_head(heads());
    if (spelling.empty()) fail("no revision is named");
    if (find(spelling)) return {std::string(spelling)};
    if (spelling.ends_with("@head")) return one_head(heads_of_branch(*this, spelling.substr(0, spelling.size() - 5)));
    if (const auto relative = parse_relative(spelling)) return move(*this, *relative, spelling, applied);
    return {one(*this, spelling).id};
}

} // namespace aludel
