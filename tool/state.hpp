// A STATE on the command line: `models`, a revision, `empty`, a database's URL, or a file that `aludel inspect` wrote.
#pragma once

#include "migrations/schema/filter.hpp"
#include "tool/workspace.hpp"

#include <aludel/connection.hpp>

#include <memory>
#include <string>
#include <vector>

namespace aludel::tool {

struct State {
    migrations::Schema schema;
    std::vector<migrations::Rename> renames;                     ///< what the models say
    std::vector<migrations::ConcurrentIndex> concurrent_indexes; ///< so, too
    const migrations::Dialect* dialect = nullptr;                ///< of a live database
    std::shared_ptr<Connection> connection;                      ///< to that
    std::string url;                                             ///< its, without the password
    std::vector<std::string> not_modelled;                       ///< what else it holds: kept as it is
    std::vector<migrations::OtherPart> other_parts;              ///< of that
};

State read_state(const std::string& spelling, Workspace& workspace);

/// Says on standard error what the database holds besides, and stays as it is.
void report_not_modelled(const State& state);

/// What the command line's filter lets through, of both. Where one is a live database, only what belongs to the
/// project.
void keep_only(const migrations::Filter& projects, const migrations::Filter& filter, State& left, State& right);

/// Where one is a live database, the other becomes what that database could hold: what it has no place for is no
/// difference.
void make_comparable(State& left, State& right);

} // namespace aludel::tool
