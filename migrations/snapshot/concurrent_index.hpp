// Indexes that the models want made and dropped while others go on writing. How an index is made is no part of a
// schema, so it goes beside it: from the models to the operations of a new revision.
#pragma once

#include "migrations/operation/operation.hpp"

#include <string>
#include <vector>

namespace aludel::migrations {

struct ConcurrentIndex {
    Name table;
    std::string index;

    bool operator==(const ConcurrentIndex&) const = default;
};

/// Where operations create or drop one of these indexes on a table that is there already, they do so concurrently.
void mark_concurrent(std::vector<Operation>& operations, const std::vector<ConcurrentIndex>& indexes);

} // namespace aludel::migrations
