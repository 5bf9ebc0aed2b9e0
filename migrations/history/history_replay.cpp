#include "migrations/history/history_replay.hpp"

#include "migrations/operation/table_lookup.hpp"

#include <algorithm>
#include <utility>

namespace aludel::migrations {
namespace {

Place place_or(const std::vector<Place>& places, std::size_t index, const Place& other) {
    return index < places.size() ? places[index] : other;
}

/// The schemas after revisions that others still wait for.
class Schemas {
public:
    explicit Schemas(std::span<const RevisionFile> files) {
        for (const auto& file : files)
            for (const auto& id : predecessors(file.revision)) ++waiting_[id];
    }

    void keep(const std::string& id, Schema schema) {
        if (waiting_.contains(id)) after_[id] = std::move(schema);
    }

    Schema take(const std::string& id) {
        if (waiting_[id] == 1) return std::move(after_[id]);
        return after_[id];
    }

    void release(const std::string& id) {
        if (--waiting_[id] == 0) after_.erase(id);
    }

private:
    std::map<std::string, std::size_t> waiting_;
    std::map<std::string, Schema> after_;
};

/// The schema before a revision in which several others meet.
Schema merge(const RevisionFile& file, const std::vector<std::string>& before, const RevisionGraph& graph,
             const FileIndex& index) {
    try {
        return replay(graph.ancestors(before), index);
    } catch (const FileError& error) {
        std::string ids;
        for (const auto& id : before) ids += (ids.empty() ? "" : " and ") + id;
        throw FileError(file.place, ids + " do not go together: " + error.what());
    }
}

} // namespace

std::vector<std::string> predecessors(const Revision& revision) {
    auto result = revision.parents;
    for (const auto& id : revision.depends_on)
        if (std::ranges::find(result, id) == result.end()) result.push_back(id);
    return result;
}

Place upgrade_place(const RevisionFile& file, std::size_t index) {
    return place_or(file.upgrade_places, index, file.place);
}

Place downgrade_place(const RevisionFile& file, std::size_t index) {
    return place_or(file.downgrade_places, index, file.place);
}

void apply_upgrade(const RevisionFile& file, Schema& schema) {
    TableLookup lookup;
    for (std::size_t index = 0; index < file.revision.upgrade.size(); ++index) {
        try {
            apply(file.revision.upgrade[index], schema, lookup);
        } catch (const OperationError& error) {
            throw FileError(upgrade_place(file, index), error.what());
        }
    }
}

FileIndex index_of(std::span<const RevisionFile> files) {
    FileIndex index;
    for (const auto& file : files) index.emplace(file.revision.id, &file);
    return index;
}

Schema replay(const std::vector<std::string>& ids, const FileIndex& files) {
    Schema schema;
    for (const auto& id : ids) apply_upgrade(*files.at(id), schema);
    return schema;
}

std::vector<FileError> visit_all(std::span<const RevisionFile> files, const RevisionGraph& graph, const Visit& visit) {
    std::vector<FileError> errors;
    std::map<std::string_view, bool> failed;
    const auto index = index_of(files);
    Schemas schemas(files);
    for (const auto& file : files) {
        const auto before = predecessors(file.revision);
        const bool reachable = std::ranges::none_of(before, [&](const std::string& id) { return failed[id]; });
        try {
            if (reachable) {
                Schema schema;
                if (before.size() == 1) schema = schemas.take(before[0]);
                if (before.size() > 1) schema = merge(file, before, graph, index);
                visit(file, schema);
                schemas.keep(file.revision.id, std::move(schema));
            }
            failed[file.revision.id] = !reachable;
        } catch (const FileError& error) {
            errors.push_back(error);
            failed[file.revision.id] = true;
        }
        for (const auto& id : before) schemas.release(id);
    }
    return errors;
}

void throw_all(const std::vector<FileError>& errors) {
    const auto& first = errors.front();
    std::string text = std::string(first.what()).substr((to_string(first.place()) + ": error: ").size());
    for (auto error = errors.begin() + 1; error != errors.end(); ++error) text += std::string("\n") + error->what();
    throw FileError(first.place(), text);
}

} // namespace aludel::migrations
