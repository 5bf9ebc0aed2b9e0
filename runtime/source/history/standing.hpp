// Where a database stands, from its history's rows.
#pragma once

#include "history/history_table.hpp"

#include <aludel/status.hpp>

#include <vector>

namespace aludel::detail {

/// `history` is asked for the details of what the chain does not know, or knows otherwise.
Standing standing_of(History& history, const Chain& chain, std::vector<Applied> rows);

} // namespace aludel::detail
