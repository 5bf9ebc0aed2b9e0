// What a revision was made of, short enough for a database to keep.
#pragma once

#include "migrations/revision/revision.hpp"

#include <string>

namespace aludel::migrations {

/// A line for each operation of the upgrade, and of the downgrade where a person wrote it: eight hex digits of the
/// SHA-256 of its canonical JSON, a space, and what it is ("add_column hero.power"). Two revisions of one checksum have
/// one fingerprint; of two that differ, the lines say where.
std::string fingerprint(const Revision& revision);

} // namespace aludel::migrations
