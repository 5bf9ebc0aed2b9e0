// The operations between two schemas.
#pragma once

#include "migrations/operation/operation.hpp"

#include <string>
#include <vector>

namespace aludel::migrations {

/// "`to` was called `from`": a column of `table` (its name after the change), or, with an empty table, a table.
struct Rename {
    Name table;
    std::string from;
    std::string to;

    bool operator==(const Rename&) const = default;
};

/// A removed and an added column of one type in one table (or two tables alike): a rename, or not. Only a person knows.
using PossibleRename = Rename;

struct Difference {
    std::vector<Operation> operations;            ///< in the order in which they can be applied
    std::vector<PossibleRename> possible_renames; ///< among those, what may have been meant otherwise
};

/// Deterministic, and empty for equal schemas: replaying it on `from` gives `to`, but for the order of columns. Parents
/// before children, additions before removals. A rename is one only where `renames` says so; entries that do not fit
/// (because the chain has renamed already) are passed over.
Difference diff(const Schema& from, const Schema& to, const std::vector<Rename>& renames = {});

/// A new required column of an existing table that has neither default nor fill, or a column that becomes NOT NULL
/// without one: what `aludel revision` asks about.
struct MissingFill {
    Name table;
    std::string column;
    Type type;
};
std::vector<MissingFill> missing_fills(const std::vector<Operation>& operations, const Schema& before);

} // namespace aludel::migrations
