#include "migrations/history/replaced.hpp"

#include <algorithm>
#include <map>

namespace aludel::migrations {
namespace {

void append(const std::vector<Replaced>& replaces, const std::string& by, std::vector<FlatReplaced>& into) {
    for (const auto& each : replaces) {
        append(each.replaces, each.id, into);
        into.push_back({&each, &by});
    }
}

bool is_there(const RevisionHistory& history, std::string_view id) { return history.whole_graph().find(id) != nullptr; }

void check_parts(const RevisionHistory& history, const RevisionFile& file, std::vector<FileError>& errors) {
    for (const auto& [part, by] : in_one_list(file.revision.replaces, file.revision.id))
        if (is_there(history, part->id) && checksum(history.at(part->id).revision) != part->checksum)
            errors.emplace_back(history.at(part->id).place, "revision " + part->id + " was changed since " +
                                                                file.revision.id +
                                                                " replaces it: put it back as it was");
}

void check_schema(const RevisionHistory& history, const RevisionFile& file, std::vector<FileError>& errors) {
    const auto& last = file.revision.replaces.back().id;
    if (is_there(history, last) && history.schema_at({file.revision.id}) != history.schema_at({last}))
        errors.emplace_back(file.place, "revision " + file.revision.id +
                                            " does not make what it replaces makes (up to " + last + ")");
}

} // namespace

std::vector<FlatReplaced> in_one_list(const std::vector<Replaced>& replaces, const std::string& by) {
    std::vector<FlatReplaced> list;
    append(replaces, by, list);
    return list;
}

std::set<std::string, std::less<>> replaced_ids(std::span<const RevisionFile> files) {
    std::set<std::string, std::less<>> ids;
    for (const auto& file : files)
        for (const auto& each : in_one_list(file.revision.replaces, file.revision.id)) ids.insert(each.revision->id);
    return ids;
}

const RevisionFile* replacing(std::span<const RevisionFile> files, std::string_view id) {
    const auto replaced = replaced_ids(files);
    for (const auto& file : files)
        for (const auto& each : in_one_list(file.revision.replaces, file.revision.id))
            if (each.revision->id == id && !replaced.contains(file.revision.id)) return &file;
    return nullptr;
}

std::vector<FileError> replacement_errors(const RevisionHistory& history) {
    std::vector<FileError> errors;
    std::map<std::string_view, std::string_view> by;
    for (const auto& file : history.files()) {
        if (file.revision.replaces.empty()) continue;
        for (const auto& each : in_one_list(file.revision.replaces, file.revision.id)) {
            const auto& id = each.revision->id;
            if (const auto [first, is_new] = by.emplace(id, file.revision.id); !is_new)
                errors.emplace_back(file.place,
                                    "revision " + id + " is replaced twice, by " + std::string(first->second) + " too");
        }
        check_parts(history, file, errors);
        if (errors.empty()) check_schema(history, file, errors);
    }
    return errors;
}

} // namespace aludel::migrations
