// RevisionGraph::resolve: Alembic's spellings,
// https://alembic.sqlalchemy.org/en/latest/tutorial.html#partial-revision-identifiers and
// https://alembic.sqlalchemy.org/en/latest/branches.html
#include "graph/revision_spelling.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace aludel {

namespace detail {

namespace {

using Ids = std::vector<std::string>;

/// Those of `ids` on the branch that was named; all of them where none was.
Ids on_named_branch(const RevisionGraph& graph, const Spelling& spelling, Ids ids) {
    if (spelling.branch.empty()) return ids;
    return on_branch_of(graph, branch_named(graph, spelling.branch).id, std::move(ids));
}

Ids one_head(const Spelling& spelling, Ids heads) {
    if (heads.size() < 2) return heads;
    if (spelling.branch.empty())
        fail_spelling("there are several heads: " + joined(heads),
                      "Name one of them (label@head), or all: heads. Or merge them.");
    fail_spelling("the branch " + std::string(spelling.branch) + " has several heads: " + joined(heads),
                  "Name one of them, or all: " + std::string(spelling.branch) + "@heads.");
}

Ids one_revision(const RevisionGraph& graph, const Spelling& spelling) {
    if (spelling.symbol.empty()) fail_spelling("no revision is named");
    const auto& id = one_named(graph, spelling.symbol, spelling.branch).id;
    if (on_named_branch(graph, spelling, {id}).empty())
        fail_spelling("revision " + id + " is not on the branch " + std::string(spelling.branch));
    return {id};
}

/// Takes the steps off the end.
void take_steps(Spelling& spelling) {
    const auto text = spelling.symbol;
    const auto sign = text.find_last_of("+-");
    if (sign == text.npos) return;
    int count = 0;
    const auto digits = text.substr(sign + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || count < 0) return;
    spelling.is_relative = true;
    spelling.steps = text[sign] == '-' ? -count : count;
    spelling.symbol = text.substr(0, sign);
}

Ids step_up(const RevisionGraph& graph, const Ids& state, const Spelling& spelling) {
    auto next = on_named_branch(graph, spelling, state.empty() ? graph.roots() : graph.children(state[0]));
    if (next.empty()) fail_spelling(std::string(spelling.written) + " goes beyond the head");
    if (next.size() > 1)
        fail_spelling(std::string(spelling.written) + " may be any of " + joined(next),
                      "Name one of them, or the branch: " + next[0] + "@+1.");
    return next;
}

Ids step_down(const RevisionGraph& graph, const Ids& state, const Spelling& spelling) {
    if (state.empty()) fail_spelling(std::string(spelling.written) + " goes beyond base");
    const auto& parents = graph.find(state[0])->parents;
    if (parents.size() < 2) return parents;
    auto next = on_named_branch(graph, spelling, parents);
    std::sort(next.begin(), next.end());
    if (next.size() > 1)
        fail_spelling(std::string(spelling.written) + " may be any of " + joined(next), "Name the one to go back to.");
    return next;
}

Ids walked(const RevisionGraph& graph, const Spelling& spelling, std::span<const std::string> applied) {
    auto state = start_of(graph, spelling, applied);
    for (int i = 0; i < spelling.steps; ++i) state = step_up(graph, state, spelling);
    for (int i = 0; i > spelling.steps; --i) state = step_down(graph, state, spelling);
    return state;
}

/// Where a branch ends in what is applied. What others depend on is not where the database stands, unless the branch
/// has nothing else.
Ids ends_of_branch(const RevisionGraph& graph, const Spelling& spelling, std::span<const std::string> applied) {
    const auto ends = on_named_branch(graph, spelling, graph.heads_among(applied, Edges::parents_and_dependencies));
    if (!ends.empty() || spelling.branch.empty()) return ends;
    if (spelling.steps < 0) return on_named_branch(graph, spelling, graph.heads_among(applied));
    return graph.heads_among(on_named_branch(graph, spelling, {applied.begin(), applied.end()}),
                             Edges::parents_and_dependencies);
}

} // namespace

void refuse_url(std::string_view written) {
    if (written.find(':') == written.npos || written.find('/') == written.npos) return;
    fail_spelling("a URL is no revision", "A database is given by --url.");
}

Spelling parsed(const RevisionGraph& graph, std::string_view written) {
    Spelling spelling{.written = written, .symbol = written};
    if (is_name(graph, written)) return spelling;
    refuse_url(written);
    if (written.find(':') != written.npos)
        fail_spelling("from:to is a range, and one revision is wanted",
                      "Of upgrade and downgrade, a range needs --sql: a script says itself where it begins.");
    if (const auto at = written.find('@'); at != written.npos) {
        spelling.branch = written.substr(0, at);
        spelling.symbol = written.substr(at + 1);
        if (spelling.branch.empty()) fail_spelling("no branch is named before the @ of " + std::string(written));
    }
    if (!is_name(graph, spelling.symbol)) take_steps(spelling);
    return spelling;
}

std::vector<std::string> start_of(const RevisionGraph& graph, const Spelling& spelling,
                                  std::span<const std::string> applied) {
    auto from = spelling;
    from.is_relative = false;
    if (spelling.steps > 0) from.branch = {}; // a branch says which way up, from wherever it begins
    auto start = spelling.symbol.empty() ? ends_of_branch(graph, spelling, applied) : resolved(graph, from, applied);
    std::sort(start.begin(), start.end());
    if (start.size() > 1)
        fail_spelling(std::string(spelling.written) + " starts from several revisions: " + joined(start),
                      "Say which: " + start[0] + "@" + std::string(spelling.steps < 0 ? "-1" : "+1") + ".");
    if (start.empty() && spelling.steps < 0 && spelling.symbol.empty() && !spelling.branch.empty())
        fail_spelling("the database has nothing of the branch " + std::string(spelling.branch));
    return start;
}

std::vector<std::string> resolved(const RevisionGraph& graph, const Spelling& spelling,
                                  std::span<const std::string> applied) {
    if (spelling.is_relative) return walked(graph, spelling, applied);
    if (spelling.symbol == "heads") return on_named_branch(graph, spelling, graph.heads());
    if (spelling.symbol == "head") return one_head(spelling, on_named_branch(graph, spelling, graph.heads()));
    if (spelling.symbol == "base") return on_named_branch(graph, spelling, {});
    if (spelling.symbol == "current" && !is_name(graph, spelling.symbol))
        return on_named_branch(graph, spelling, graph.heads_among(applied));
    return one_revision(graph, spelling);
}

} // namespace detail

std::vector<std::string> RevisionGraph::resolve(std::string_view spelling, std::span<const std::string> applied) const {
    return detail::resolved(*this, detail::parsed(*this, spelling), applied);
}

bool is_relative(const RevisionGraph& graph, std::string_view spelling) {
    const auto parts = detail::parsed(graph, spelling);
    return parts.is_relative && parts.symbol.empty();
}

} // namespace aludel
