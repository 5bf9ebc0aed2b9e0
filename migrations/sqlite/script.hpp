// Steps as a script that does the same without aludel.
#pragma once

#include "migrations/schema.hpp"
#include "migrations/step.hpp"

#include <aludel/connection.hpp>

#include <span>
#include <string>

namespace aludel::migrations::sqlite {

/// See Dialect::script. The statements of a rebuild are the runtime's own: it makes the steps in a scratch database,
/// and what it executes there is written down.
std::string script(std::span<const Step> steps, const Schema& before, Connection* at);

} // namespace aludel::migrations::sqlite
