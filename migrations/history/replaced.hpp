// Revisions that others replace, as their files tell.
#pragma once

#include "migrations/history/history.hpp"

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// One of many lists in one: what it replaces, and for whom.
struct FlatReplaced {
    const Replaced* revision;
    const std::string* by;
};
/// Each after those that it replaced itself. Refers to the arguments.
std::vector<FlatReplaced> in_one_list(const std::vector<Replaced>& replaces, const std::string& by);

/// All that any of the files replaces.
std::set<std::string, std::less<>> replaced_ids(std::span<const RevisionFile> files);
/// The file that replaces it last, or null.
const RevisionFile* replacing(std::span<const RevisionFile> files, std::string_view id);

/// Where what is replaced was changed, is replaced twice, or does not make what its replacement makes.
std::vector<FileError> replacement_errors(const RevisionHistory& history);

} // namespace aludel::migrations
