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
    return name.ends_with(".yaml") && name != settings_file && name[0] != '.' && name[0] != '#' &&
           !entry.is_directory();
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

std::vector<RevisionFile> read_directories(const std::vector<fs::path>& directories) {
    std::vector<RevisionFile> files;
    std::vector<FileError> errors;
    for (const auto& directory : directories)
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
    for (const auto& [revision, place, parents, upgrade, downgrade, dependencies, branch] : files)
        nodes.push_back({revision.id, revision.parents, revision.depends_on, revision.branch});
    return nodes;
}

/// The place of `id` in a list of ids; the revision's own where nobody knows.
Place place_in(const std::vector<std::string>& ids, const std::vector<Place>& places, const std::string& id,
               const RevisionFile& file) {
    const auto index = static_cast<std::size_t>(std::ranges::find(ids, id) - ids.begin());
    return index < places.size() ? places[index] : file.place;
}

/// At its own place, with what may have been meant.
FileError missing(const GraphProblem& problem, const std::vector<RevisionFile>& files) {
    const auto& file = files[problem.node];
    std::vector<std::string_view> known;
    for (const auto& other : files) known.push_back(other.revision.id);
    const auto best = nearest(problem.missing, known);
    const auto text = problem.text + (best.empty() ? "" : " (did you mean '" + std::string(best) + "'?)");
    if (problem.kind == GraphProblem::Kind::missing_parent)
        return {place_in(file.revision.parents, file.parent_places, problem.missing, file), text};
    return {place_in(file.revision.depends_on, file.dependency_places, problem.missing, file), text};
}

FileError file_error(const GraphProblem& problem, const std::vector<RevisionFile>& files) {
    using Kind = GraphProblem::Kind;
    const auto& file = files[problem.node];
    const auto other = [&] { return " (the other is at " + to_string(files[problem.other].place) + ")"; };
    switch (problem.kind) {
    case Kind::missing_parent:
    case Kind::missing_dependency: return missing(problem, files);
    case Kind::label: return {file.branch_place.line > 0 ? file.branch_place : file.place, problem.text + other()};
    case Kind::duplicate: return {file.place, problem.text + other()};
    case Kind::cycle: break;
    }
    for (const auto* places : {&file.parent_places, &file.dependency_places})
        if (!places->empty()) return {places->front(), problem.text};
    return {file.place, problem.text};
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

RevisionHistory::RevisionHistory(const fs::path& directory) : RevisionHistory(std::vector{directory}) {}

RevisionHistory::RevisionHistory(const std::vector<fs::path>& directories)
    : RevisionHistory(read_directories(directories)) {}

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
