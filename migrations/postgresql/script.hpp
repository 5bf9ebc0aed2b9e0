// Steps as a script that does the same without aludel.
#pragma once

#include "migrations/step.hpp"

#include <span>
#include <string>

namespace aludel::migrations::postgresql {

/// See Dialect::script.
std::string script(std::span<const Step> steps);

} // namespace aludel::migrations::postgresql
