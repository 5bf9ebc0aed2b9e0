// What an application that was built before a revision can still do with a database that has it.
#pragma once

#include "migrations/revision/revision.hpp"

namespace aludel::migrations {

/// As the revision says, or else the least that its operations leave. Operations that only add what older applications
/// need not know of (a table, a column that is NULL or has a default, an index, a comment) leave writing; those that
/// may refuse what they write (a new constraint, a new table whose rows refer to theirs) leave reading; what takes away
/// (a constraint too: they may rely on it), renames, changes types or is SQL of a person's leaves neither. `before`:
/// the schema that the revision finds.
Compatibility compatibility_of(const Revision& revision, const Schema& before = {});

/// Whether rows, or what they hold, cannot be put back by the revision's downgrade.
bool loses_rows(const Revision& revision);

} // namespace aludel::migrations
