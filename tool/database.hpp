// A database of the command line, and where it stands among the revisions.
#pragma once

#include "tool/workspace.hpp"

#include <aludel/engine.hpp>
#include <aludel/upgrade.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace aludel::tool {

/// Throws UsageError where no database was named.
Engine engine_for(const std::string& url);

/// What the database has had, as the project's revisions know it.
std::vector<AppliedRevision> read_applied(const Engine& engine, Workspace& workspace);
std::vector<std::string> applied_ids(const std::vector<AppliedRevision>& applied);

/// `5f3a9c01d2e4 add power`; the id alone where the history does not know it.
std::string titled(const migrations::RevisionHistory& history, const std::string& id);

nlohmann::json as_json(const Outcome& outcome, const std::string& url);
/// What an upgrade, downgrade or stamp did, as text or JSON.
void print_outcome(const Outcome& outcome, const Engine& engine, const migrations::RevisionHistory& history, bool json);

} // namespace aludel::tool
