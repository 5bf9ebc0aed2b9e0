// Renames on a command line: `hero.name:title`, `hero:champion`.
#pragma once

#include "migrations/diff/diff.hpp"

#include <string>

namespace aludel::tool {

/// Throws UsageError where it is misspelt, or where the states do not have these tables and columns: a rename that is
/// passed over in silence would be a drop.
migrations::Rename parse_rename(const std::string& spelling, const migrations::Schema& from,
                                const migrations::Schema& to);

} // namespace aludel::tool
