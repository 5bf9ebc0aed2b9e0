// Fewer operations that do the same, rows and all.
#pragma once

#include "migrations/operation/operation.hpp"

#include <vector>

namespace aludel::migrations {

/// What later operations do to a table or column that earlier ones made is part of its making, as long as nothing
/// between may have given it rows or looked at it. All others stay, in their order: what they do to rows that are there
/// is theirs alone. No table comes to use what is made beside the tables after it. Each step is proved by a replay; the
/// schema in the end is the same, column orders included.
/// Throws OperationError where the operations do not fit `before`.
std::vector<Operation> folded(std::vector<Operation> operations, const Schema& before);

} // namespace aludel::migrations
