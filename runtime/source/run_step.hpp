// One step, whatever its kind.
#pragma once

#include "session.hpp"

#include <string>

namespace aludel::detail {

/// Runs it inside of the transaction; one of kind sql_when whatever its query says, see is_left_out().
void run_step(Connection& connection, ExclusiveTransaction& transaction, const ChainStep& step);
/// Throws Error where rows stand in the way of a step of kind check. The database is asked for their number and a few
/// of them, never for all.
void check_rows(Session& session, const ChainStep& step);
/// Whether it is a step of kind sql_when, and for other databases than this one.
bool is_left_out(Session& session, const ChainStep& step);
/// A query that selects a row where a step of kind sql_when is to run.
std::string condition_sql(const ChainStep& step);
/// Runs a step of kind sql_alone, in no transaction.
void run_alone(Session& session, const ChainStep& step);
/// Whether what a step of kind sql_alone would do is done already.
bool is_done(Session& session, const ChainStep& step);

} // namespace aludel::detail
