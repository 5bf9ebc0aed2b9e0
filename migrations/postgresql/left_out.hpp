#pragma once

#include "migrations/operation/operation.hpp"

#include <string>
#include <vector>

namespace aludel::migrations::postgresql {

/// See Dialect::left_out.
std::vector<std::string> left_out(const Operation& operation);

} // namespace aludel::migrations::postgresql
