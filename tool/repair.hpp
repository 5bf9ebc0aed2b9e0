// A database that somebody changed by hand, put right by a revision that leaves every other one as it is.
#pragma once

#include "migrations/schema/filter.hpp"
#include "tool/state.hpp"

#include <optional>
#include <string>
#include <vector>

namespace aludel::tool {

/// Where the operations add a constraint or an index, and the database has one of that name in a way that no schema
/// says, that one goes first.
void make_room(std::vector<migrations::Operation>& operations, State& database);

/// An `execute` that makes the database what its revisions make it; none where it is that. `database` is what was read
/// of it, and `url` is its spelling. Throws Error where it has not had all revisions, and for a difference that a
/// query cannot tell, or that is not put right without losing what the person could say.
std::optional<migrations::Operation> repair_of(State database, const std::string& url, const migrations::Filter& filter,
                                               Workspace& workspace);

} // namespace aludel::tool
