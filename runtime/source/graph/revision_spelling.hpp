// The parts of what a person writes for a revision, and what each of them means.
#pragma once

#include <aludel/revision_graph.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::detail {

/// `branch@symbol+steps`, a view of what was written.
struct Spelling {
    std::string_view written;
    std::string_view branch;  ///< a label or an id; empty: none is named
    std::string_view symbol;  ///< empty: where the database stands
    bool is_relative = false; ///< has steps
    int steps = 0;            ///< negative: towards base
};
Spelling parsed(const RevisionGraph& graph, std::string_view written);

/// Throws Error for a URL. It is not shown: it may hold a password.
void refuse_url(std::string_view written);

/// Whether it is all of an id or a label.
bool is_name(const RevisionGraph& graph, std::string_view written);
/// By its id, its label, or the beginning of its id that no other has (on the branch, where one is named). Throws Error
/// for none and for several.
const RevisionNode& one_named(const RevisionGraph& graph, std::string_view written, std::string_view branch);
/// The same, as it stands before an @.
const RevisionNode& branch_named(const RevisionGraph& graph, std::string_view branch);
/// Those of `ids` that the revision comes from or that come from it, and itself.
std::vector<std::string> on_branch_of(const RevisionGraph& graph, const std::string& revision,
                                      std::vector<std::string> ids, Edges edges = Edges::parents);

std::vector<std::string> resolved(const RevisionGraph& graph, const Spelling& spelling,
                                  std::span<const std::string> applied);
/// From where a relative spelling counts: one id, or none for base.
std::vector<std::string> start_of(const RevisionGraph& graph, const Spelling& spelling,
                                  std::span<const std::string> applied);

std::string joined(std::span<const std::string> ids);
[[noreturn]] void fail_spelling(std::string message, std::string hint = {});

} // namespace aludel::detail
