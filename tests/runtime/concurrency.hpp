// Many launches at once, and launches that are killed: the same for every kind of database.
#pragma once

#include "test_chain.hpp"

#include <aludel/engine.hpp>
#include <aludel/upgrade.hpp>

#include <string>

namespace aludel::test {

/// A chain of 20 revisions whose steps fail when they run twice. `dialect` of the database that it is for.
const Chain& counting_chain(std::string_view dialect);

/// Its first half: what an old database has.
const Chain& half_of_counting_chain(std::string_view dialect);

/// Launches this many processes at one moment, each of which upgrades the database. Expects that all end well and
/// that each revision was applied once.
void expect_all_launches_end_well(const std::string& url, const Chain& chain, int processes);

/// The same; the first that has the lock is stopped for a while, and so many of them are killed at any time. Expects
/// that all others end well.
void expect_launches_outlive_others(const std::string& url, const Chain& chain, int processes, int kills);

/// Launches an upgrade and kills it after a while; again and again, each time longer. Expects all of the chain or
/// nothing of it after each, and that a last launch ends well.
void expect_killed_launches_leave_old_or_new(const std::string& url, const Chain& chain);

} // namespace aludel::test
