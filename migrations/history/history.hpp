// The revisions of one project: read from its directory, checked as a graph, replayed.
#pragma once

#include "migrations/revision/revision_file.hpp"
#include "migrations/revision/settings.hpp"

#include <aludel/revision_graph.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace aludel::migrations {

/// All revision files of a directory, as a graph without problems, every one replayed once. Immutable.
class RevisionHistory {
public:
    /// Reads every `*.yaml` of the directories but aludel.yaml (a directory that is not there holds none). Throws
    /// FileErrors joined by line ends in one FileError: broken files, duplicate ids, missing parents, cycles,
    /// operations that do not fit.
    explicit RevisionHistory(const std::vector<std::filesystem::path>& directories);
    explicit RevisionHistory(const std::filesystem::path& directory);
    explicit RevisionHistory(std::vector<RevisionFile> files);

    /// Of the revisions that no other replaces.
    const RevisionGraph& graph() const { return graph_; }
    /// The same, in topological order.
    std::span<const RevisionFile> files() const { return std::span(files_).first(current_count_); }
    /// Those that others replace, in topological order.
    std::span<const RevisionFile> replaced_files() const { return std::span(files_).subspan(current_count_); }
    const std::vector<RevisionFile>& all_files() const { return files_; }
    /// Of all of them.
    const RevisionGraph& whole_graph() const { return whole_graph_; }
    const RevisionFile& at(std::string_view id) const;

    /// What the ancestors of these revisions and they themselves make, from nothing.
    Schema schema_at(const std::vector<std::string>& ids) const;
    Schema schema_at_heads() const { return schema_at(graph_.heads()); }

private:
    std::vector<RevisionFile> files_; ///< those that are replaced last
    std::size_t current_count_ = 0;   ///< of the others
    RevisionGraph graph_;
    RevisionGraph whole_graph_;
    std::map<std::string, std::size_t, std::less<>> index_; ///< into files_
};

/// The template (settings.hpp) filled, with `.yaml`. {slug} is the message's ASCII letters and digits, and may be
/// empty; times are those of `created`, in UTC. Where it does not say when, the id stands first.
std::string revision_file_name(const Revision& revision, std::string_view file_template = default_file_template);
/// Writes a new file, never over an old one. Returns its path.
std::filesystem::path add_revision(const std::filesystem::path& directory, const Revision& revision,
                                   std::string_view file_template = default_file_template);

} // namespace aludel::migrations
