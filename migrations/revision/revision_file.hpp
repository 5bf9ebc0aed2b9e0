// Revision files: YAML that a person can read, edit and review. The format is described in formats.md.
#pragma once

#include "migrations/revision/revision.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// Something wrong in a file, at its place. what() is `file:line:column: error: text`.
class FileError : public std::runtime_error {
public:
    FileError(Place place, const std::string& text);
    const Place& place() const { return place_; }

private:
    Place place_;
};

/// A revision with the file it came from and where its parts stand in it.
struct RevisionFile {
    Revision revision;
    Place place;                       ///< of its id
    std::vector<Place> parent_places;  ///< one for each parent
    std::vector<Place> upgrade_places; ///< one for each operation of upgrade
    std::vector<Place> downgrade_places;
    std::vector<Place> dependency_places; ///< one for each revision that it depends on
    Place branch_place;                   ///< of its branch's label
};

/// What the spellings of revisions (`label@head`, `label@+2`) leave for the label of a branch.
bool is_branch_label(std::string_view text);

/// Throws FileError: YAML that is none, an unknown key (with the nearest known), a wrong type, a missing key.
RevisionFile read_revision(std::string_view text, const std::string& file_name);
/// What read_revision() reads back as the same value.
std::string write_revision(const Revision& revision);
/// A list of operations alone, as in `upgrade:`.
std::string write_operations(const std::vector<Operation>& operations);
/// The same as JSON.
std::string write_operations_json(const std::vector<Operation>& operations);

/// "1:" and the SHA-256, in hex, of the canonical form of everything that a database can notice (formats.md): neither
/// comments, key order, line ends, nor message and time matter.
std::string checksum(const Revision& revision);

/// Whole schemas, in the same vocabulary: what `aludel inspect` writes and a STATE argument reads.
std::string write_schema(const Schema& schema);
std::string write_schema_json(const Schema& schema);
Schema read_schema(std::string_view text, const std::string& file_name);

} // namespace aludel::migrations
