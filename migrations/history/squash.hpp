// Several revisions become one that replaces them: what it does, and what else changes in the files.
#pragma once

#include "migrations/history/history.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// The revisions of `from:to`, both included, in their order; base where `from` is left out. Throws Error where they
/// are no closed part of the graph (one comes first, one last, and nothing else comes from what lies between), with
/// what sticks out.
std::vector<std::string> closed_run(const RevisionHistory& history, std::string_view range);

/// A revision that does what they do, rows included, and replaces them: their operations in order, with those of tables
/// that they make themselves folded into the making. What `without_data` names leaves out its seeds, its calls, and its
/// SQL that changes no schema. Id, message and time are the caller's to give.
Revision squashed(const RevisionHistory& history, std::span<const std::string> run,
                  std::span<const std::string> without_data = {});

/// The files with the new one among them, and what came from the last of the run coming from that.
std::vector<RevisionFile> with_squash(const RevisionHistory& history, std::span<const std::string> run,
                                      const Revision& revision);

/// Another text for a file that is there.
struct FileEdit {
    std::filesystem::path file;
    std::string text;
};
/// What came from the last of the run comes from the revision of this id.
std::vector<FileEdit> edits_for_squash(const RevisionHistory& history, std::span<const std::string> run,
                                       const std::string& id);

/// The files of all that the revision replaces, as far as they are there.
std::vector<std::filesystem::path> replaced_files(const RevisionHistory& history, const std::string& id);

} // namespace aludel::migrations
