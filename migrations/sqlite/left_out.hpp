// What SQLite has no place for.
#pragma once

#include "migrations/operation/operation.hpp"

#include <string>
#include <vector>

namespace aludel::migrations::sqlite {

/// A line each: `the comment of hero.name`.
std::vector<std::string> left_out(const Operation& operation);

} // namespace aludel::migrations::sqlite
