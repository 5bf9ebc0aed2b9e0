// What an application that was built before a revision can still do with a database that has it.
#pragma once

#include "migrations/revision.hpp"

namespace aludel::migrations {

/// As the revision says, or else the least that its operations leave. Operations that only add what older applications
/// need not know of (a table, a column that is NULL or has a default, an index, a comment) leave writing; those that
/// may refuse rows (a new constraint) leave reading; what takes away, renames, changes types or is SQL of a person's
/// leaves neither.
Compatibility compatibility_of(const Revision& revision);

/// Whether rows, or what they hold, cannot be put back by the revision's downgrade.
bool loses_rows(const Revision& revision);

} // namespace aludel::migrations
