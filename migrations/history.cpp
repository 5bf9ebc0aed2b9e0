#include "migrations/history.hpp"

#include "migrations/codec.hpp"
#include "migrations/history_replay.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace aludel::migrations {
namespace {

namespace fs = std::filesystem;

/// Editors leave `.a.yaml.swp`, `a.yaml~`, `#a.yaml#` and `.#a.yaml` behind.
bool is_revision_file(const fs::directory_entry& entry) {
    const auto name = entry.path().filename().string();
    return name.ends_with(".yaml") && name[0] != '.' && name[0] != '#' && !entry.is_directory();
}

std::vector<fs::path> revision_paths(const fs::path& directory) {
    std::vector<fs::path> paths;
    std::error_code error;
    if (!fs::exists(directory, error) && !error) return paths;
    if (!fs::is_directory(directory, error)) throw FileError({directory.string()}, "this is no directory");
    try {
        for (const auto& entry : fs::directory_iterator(directory))
            if (is_revision_file(entry)) paths.push_back(entry.path());
    } catch (const fs::filesystem_error& failure) {
        throw FileError({directory.string()}, "the directory cannot be read: " + failure.code().message());
    }
    std::ranges::sort(paths);
    return paths;
}

std::string read_file(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) throw FileError({path.string()}, "the file cannot be read: " + std::generic_category().message(errno));
    return text;
}

std::vector<RevisionFile> read_directory(const fs::path& directory) {
    std::vector<RevisionFile> files;
    std::vector<FileError> errors;
    for (const auto& path : revision_paths(directory)) {
        try {
            files.push_back(read_revision(read_file(path), path.string()));
        } catch (const FileError& error) {
            errors.push_back(error);
        }
    }
    // Without what cannot be read, the others would seem to lack their parents: one thing after the other.
    if (!errors.empty()) throw_all(errors);
    return files;
}

std::vector<RevisionNode> nodes_of(const std::vector<RevisionFile>& files) {
    std::vector<RevisionNode> nodes;
    for (const auto& [revision, place, parents, upgrade, downgrade] : files)
        nodes.push_back({revision.id, revision.parents, revision.depends_on, revision.branch});
    return nodes;
}

/// At the parent's own place, where it has one, with what may have been meant.
FileError missing_parent(const GraphProblem& problem, const std::vector<RevisionFile>& files) {
    const auto& file = files[problem.node];
    std::vector<std::string_view> known;
    for (const auto& other : files) known.push_back(other.revision.id);
    const auto best = nearest(problem.missing, known);
    const auto text = problem.text + (best.empty() ? "" : " (did you mean '" + std::string(best) + "'?)");
    const auto& parents = file.revision.parents;
    const auto index = static_cast<std::size_t>(std::ranges::find(parents, problem.missing) - parents.begin());
    return {index < file.parent_places.size() ? file.parent_places[index] : file.place, text};
}

FileError file_error(const GraphProblem& problem, const std::vector<RevisionFile>& files) {
    const auto& file = files[problem.node];
    if (problem.kind == GraphProblem::Kind::missing_parent) return missing_parent(problem, files);
    if (problem.kind == GraphProblem::Kind::cycle)
        return {file.parent_places.empty() ? file.place : file.parent_places[0], problem.text};
    const auto first = std::ranges::find(files, file.revision.id, [](const auto& other) { return other.revision.id; });
    return {file.place, problem.text + " (the other is at " + to_string(first->place) + ")"};
}

std::vector<RevisionFile> require_graph(std::vector<RevisionFile> files) {
    std::vector<FileError> errors;
    for (const auto& problem : graph_problems(nodes_of(files))) errors.push_back(file_error(problem, files));
    if (!errors.empty()) throw_all(errors);
    return files;
}

void check_downgrade(const RevisionFile& file, Schema after) {
    for (std::size_t index = 0; index < file.revision.downgrade->size(); ++index) {
        try {
            apply((*file.revision.downgrade)[index], after);
        } catch (const OperationError& error) {
            throw FileError(downgrade_place(file, index), error.what());
        }
    }
}

} // namespace

RevisionHistory::RevisionHistory(const fs::path& directory) : RevisionHistory(read_directory(directory)) {
    directory_ = directory;
}

RevisionHistory::RevisionHistory(std::vector<RevisionFile> files)
    : files_(require_graph(std::move(files))), graph_(nodes_of(files_)) {
    for (std::size_t index = 0; index < files_.size(); ++index) index_[files_[index].revision.id] = index;
    std::vector<RevisionFile> sorted;
    for (const auto& id : graph_.topological_order()) sorted.push_back(std::move(files_[index_.at(id)]));
    files_ = std::move(sorted);
    for (std::size_t index = 0; index < files_.size(); ++index) index_[files_[index].revision.id] = index;
    const auto errors = visit_all(files_, graph_, [](const RevisionFile& file, Schema& schema) {
        apply_upgrade(file, schema);
        if (file.revision.downgrade) check_downgrade(file, schema);
    });
    if (!errors.empty()) throw_all(errors);
}

const RevisionFile& RevisionHistory::at(std::string_view id) const {
    const auto found = index_.find(id);
    if (found == index_.end()) throw Error("there is no revision '" + std::string(id) + "'");
    return files_[found->second];
}

Schema RevisionHistory::schema_at(const std::vector<std::string>& ids) const {
    Schema schema;
    for (const auto& id : graph_.ancestors(ids)) apply_upgrade(at(id), schema);
    return schema;
}

} // namespace aludel::migrations
