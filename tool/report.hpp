// The text of changes: what `diff` prints, and what a build says about models that are ahead of the revisions.
#pragma once

#include "migrations/dialect.hpp"
#include "migrations/diff/diff.hpp"
#include "migrations/snapshot/snapshot.hpp"
#include "tool/project.hpp"

#include <string>
#include <vector>

namespace aludel::tool {

/// A line or more for each operation, their columns aligned: `  + hero.power   integer not null default 0`.
std::string changes_text(const std::vector<migrations::Operation>& operations, migrations::Schema before);

/// As a compiler would say it, at the place of each table's description; empty where nothing is pending.
std::string pending_text(const migrations::Difference& difference, const migrations::Schema& before,
                         const migrations::Snapshot& models, const Project& project);

/// A script that does what an upgrade with these operations would; `at` is the database that it is for, or null.
std::string sql_text(const std::vector<migrations::Operation>& operations, const migrations::Schema& before,
                     const migrations::Dialect& dialect, Connection* at = nullptr);

/// What to type where there are several heads, two lines.
std::string ways_out_of(const std::vector<std::string>& heads);

/// `hero.name:title`, `hero:champion`: as on the command line.
std::string to_string(const migrations::Rename& rename);

} // namespace aludel::tool
