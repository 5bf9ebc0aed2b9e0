// The records of a snapshot that are of no table: extensions, sequences, functions, views, their triggers, and enums.
#pragma once

#include "migrations/snapshot/snapshot.hpp"
#include "migrations/snapshot/snapshot_record.hpp"

namespace aludel::migrations {

bool is_object_record(const SnapshotRecord& record);
/// Throws FileError where there is one of that kind and name already.
void read_object(const SnapshotRecord& record, Snapshot& into);

Enum parse_enum(const SnapshotRecord& record);
/// What is wrong with an enum of a name that another has: `an enum "mood" whose …`.
std::string is_another(const Enum& enumeration);
Counting parse_counting(const SnapshotRecord& record);
Place parse_place(const SnapshotRecord& record);

} // namespace aludel::migrations
