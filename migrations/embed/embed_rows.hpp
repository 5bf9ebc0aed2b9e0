// The structs that a C++ step sees its rows as.
#pragma once

#include "migrations/schema/schema.hpp"

#include <string>

namespace aludel::migrations {

/// `namespace at_5f3a9c01d2e4 { struct hero { … }; … }`: one for each table that the step finds. See <aludel/rows.hpp>.
std::string embed_rows(const std::string& revision, const Schema& schema);

} // namespace aludel::migrations
