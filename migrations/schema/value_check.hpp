// Whether a value that is written in a revision can stand in a column.
#pragma once

#include "migrations/schema/schema.hpp"

#include <string>
#include <string_view>

namespace aludel::migrations {

/// Why a column of the type cannot hold the literal: `'abc' is no whole number`; empty where it can. `enumeration` is
/// the type's, where it is one. What is the database's own to judge (JSON, native types) passes.
std::string value_problem(std::string_view literal, const Type& type, const Enum* enumeration);

} // namespace aludel::migrations
