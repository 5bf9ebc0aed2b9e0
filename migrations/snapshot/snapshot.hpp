// The schema that the models describe, read from the object file into which the compiler rendered it.
#pragma once

#include "migrations/diff/diff.hpp"
#include "migrations/operation/table_lookup.hpp"
#include "migrations/revision/revision.hpp"
#include "migrations/schema/naming.hpp"
#include "migrations/schema/schema.hpp"
#include "migrations/snapshot/concurrent_index.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aludel::migrations {

struct Snapshot {
    Schema schema;
    std::vector<Rename> renames;  ///< what `renamed_from` says
    std::map<Name, Place> places; ///< where each table's description stands
    /// Where each extension, sequence, function and view stands; by its kind_name and name.
    std::map<std::pair<std::string_view, Name>, Place> object_places;
    std::vector<ConcurrentIndex> concurrent_indexes;

    bool operator==(const Snapshot&) const = default;
};

/// Finds the snapshots in the bytes of object files, whatever their format and machine. Throws Error for a file that
/// cannot be read, that holds no snapshot, or whose snapshot another version of model.hpp wrote, and FileError for
/// models that contradict each other.
Snapshot read_snapshot(const std::vector<std::filesystem::path>& object_files, const NamingConvention& convention = {});

// The steps of it.

/// The texts in the bytes of one object file, each of them once: a compiler may emit a constant twice. `file` is for
/// messages.
std::vector<std::string> find_snapshot_texts(std::string_view bytes, const std::string& file);
/// The snapshot text (see formats.md) of one table, or of one object beside them, into the whole.
void read_snapshot_text(std::string_view text, Snapshot& into, const NamingConvention& convention = {});
/// What shows only when everything is there: references to tables and columns that no model describes, names that
/// are given twice. Throws FileError with a line for each, at its own place.
void check_snapshot(Snapshot& snapshot);
/// The same of one table. Throws OperationError.
void check_one_table(const Schema& schema, const Table& table, TableLookup& lookup);

} // namespace aludel::migrations
