#include "migrations/history/history.hpp"

#include "migrations/history/history_replay.hpp"
#include "migrations/history/replaced.hpp"
#include "migrations/operation/table_lookup.hpp"
#include "migrations/revision/codec.hpp"
#include "migrations/revision/text_file.hpp"
#include "migrations/schema/nearest.hpp"

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

std::vector<RevisionFile> read_directories(const std::vector<fs::path>& directories) {
    std::vector<RevisionFile> files;
    std::vector<FileError> errors;
    for (const auto& directory : directories)
        for (const auto& path : revision_paths(directory)) {
            try {
                files.push_back(read_revision(read_text_file(path), path.string()));
            } catch (const FileError& error) {
                errors.push_back(error);
            }
        }
    // Without what cannot be read, the others would seem to lack their parents: one thing after the other.
    if (!errors.empty()) throw_all(errors);
    return files;
}

std::vector<RevisionNode> nodes_of(std::span<const RevisionFile> files) {
    std::vector<RevisionNode> nodes;
    for (const auto& [revision, place, parents, upgrade, downgrade, dependencies, branch] : files)
        nodes.push_back({revision.id, revision.parents, revision.depends_on, revision.branch});
    return nodes;
}

/// Those that are replaced have no labels: what replaces them has theirs.
std::vector<RevisionNode> all_nodes_of(std::span<const RevisionFile> files, std::size_t current_count) {
    auto nodes = nodes_of(files);
    for (auto node = current_count; node < nodes.size(); ++node) nodes[node].branch.clear();
    return nodes;
}

std::string missing_hint(const GraphProblem& problem, const std::vector<RevisionFile>& files,
                         std::string_view nearest) {
    const auto& id = files[problem.node].revision.id;
    if (const auto* by = replacing(files, id))
        return " (revision " + by->revision.id + " replaces this one: remove its file as well)";
    if (const auto* by = replacing(files, problem.missing))
        return " (revision " + by->revision.id + " replaces it: give it that for a parent)";
    return nearest.empty() ? "" : " (did you mean '" + std::string(nearest) + "'?)";
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
    const auto text = problem.text + missing_hint(problem, files, best);
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

void require_graph(std::span<const RevisionNode> nodes, const std::vector<RevisionFile>& files) {
    std::vector<FileError> errors;
    for (const auto& problem : graph_problems(nodes)) errors.push_back(file_error(problem, files));
    if (!errors.empty()) throw_all(errors);
}

void sort(std::span<RevisionFile> part, const std::vector<std::string>& order) {
    std::map<std::string, std::size_t, std::less<>> places;
    for (std::size_t place = 0; place < order.size(); ++place) places[order[place]] = place;
    std::ranges::sort(part, {}, [&](const RevisionFile& file) { return places.at(file.revision.id); });
}

std::size_t count_current(const std::vector<RevisionFile>& files) {
    const auto replaced = replaced_ids(files);
    return static_cast<std::size_t>(
        std::ranges::count_if(files, [&](const auto& file) { return !replaced.contains(file.revision.id); }));
}

/// In topological order, those that are replaced last: what is not comes from none of them.
std::vector<RevisionFile> in_order(std::vector<RevisionFile> files) {
    const auto replaced = replaced_ids(files);
    // Clang 14 cannot compile what the algorithm of std::ranges returns.
    std::stable_partition(files.begin(), files.end(),
                          [&](const auto& file) { return !replaced.contains(file.revision.id); });
    const std::span all(files);
    const auto current = all.first(count_current(files));
    const auto nodes = all_nodes_of(all, current.size());
    require_graph(nodes_of(current), files);
    require_graph(nodes, files);
    const auto order = RevisionGraph(nodes).topological_order();
    sort(current, order);
    sort(all.subspan(current.size()), order);
    return files;
}

void check_downgrade(const RevisionFile& file, Schema after) {
    TableLookup lookup;
    for (std::size_t index = 0; index < file.revision.downgrade->size(); ++index) {
        try {
            apply((*file.revision.downgrade)[index], after, lookup);
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
    : files_(in_order(std::move(files))),
      current_count_(count_current(files_)),
      graph_(nodes_of(this->files())),
      whole_graph_(all_nodes_of(files_, current_count_)) {
    for (std::size_t index = 0; index < files_.size(); ++index) index_[files_[index].revision.id] = index;
    auto errors = visit_all(files_, whole_graph_, [](const RevisionFile& file, Schema& schema) {
        apply_upgrade(file, schema);
        if (file.revision.downgrade) check_downgrade(file, schema);
    });
    if (errors.empty()) errors = replacement_errors(*this);
    if (!errors.empty()) throw_all(errors);
}

const RevisionFile& RevisionHistory::at(std::string_view id) const {
    const auto found = index_.find(id);
    if (found == index_.end()) throw Error("there is no revision '" + std::string(id) + "'");
    return files_[found->second];
}

Schema RevisionHistory::schema_at(const std::vector<std::string>& ids) const {
    Schema schema;
    for (const auto& id : whole_graph_.ancestors(ids)) apply_upgrade(at(id), schema);
    return schema;
}

} // namespace aludel::migrations
