// What the models of a written header say, by the way that a build takes: compiled, and read from the object file.
#pragma once

#include "migrations/snapshot/snapshot.hpp"

#include <string>

namespace aludel::migrations::testing {

/// Throws std::runtime_error with the compiler's words.
Snapshot compiled_models(const std::string& header);

} // namespace aludel::migrations::testing
