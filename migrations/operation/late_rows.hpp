// Rows that others insert while a backfill goes on: it does not meet them.
#pragma once

#include "migrations/operation/operation.hpp"

#include <vector>

namespace aludel::migrations {

/// Where a column becomes NOT NULL behind a backfill of it, in the same revision and without a `fill` of its own, late
/// rows that hold NULL get what the backfill would have given them. As many operations as before, in the same places.
std::vector<Operation> with_late_rows_filled(std::vector<Operation> operations);

} // namespace aludel::migrations
