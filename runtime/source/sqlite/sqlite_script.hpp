#pragma once

#include "script/script_writer.hpp"

#include <memory>

namespace aludel::sqlite {

/// The statements of a rebuild are the runtime's own: it makes the steps in a scratch database, and what it executes
/// there is written down.
std::unique_ptr<detail::ScriptWriter> script_writer();

} // namespace aludel::sqlite
