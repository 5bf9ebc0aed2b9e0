// From revisions to schemas: what the ancestors of each make, from nothing.
#pragma once

#include "migrations/history/history.hpp"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// What must be applied before it.
std::vector<std::string> predecessors(const Revision& revision);
/// Where operation `index` stands; the place of the revision's id where nobody knows.
Place upgrade_place(const RevisionFile& file, std::size_t index);
Place downgrade_place(const RevisionFile& file, std::size_t index);

/// Brings the schema forward by a revision. Throws FileError at the operation that does not fit.
void apply_upgrade(const RevisionFile& file, Schema& schema);

/// Files by their ids.
using FileIndex = std::map<std::string_view, const RevisionFile*>;
FileIndex index_of(std::span<const RevisionFile> files);

/// What these revisions, in topological order, make together.
Schema replay(const std::vector<std::string>& ids, const FileIndex& files);

/// Is handed a revision and the schema that its ancestors make, and brings that forward.
using Visit = std::function<void(const RevisionFile&, Schema&)>;

/// Visits every revision after its ancestors. Along a line one schema is handed on; it is copied where a branch
/// begins and made anew where branches meet. Returns the FileErrors that were thrown; what comes from a revision that
/// failed is not visited.
std::vector<FileError> visit_all(std::span<const RevisionFile> files, const RevisionGraph& graph, const Visit& visit);

/// Throws them joined, at the place of the first.
[[noreturn]] void throw_all(const std::vector<FileError>& errors);

} // namespace aludel::migrations
