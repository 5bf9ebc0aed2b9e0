#pragma once

#include "script/script_writer.hpp"

#include <memory>

namespace aludel::postgresql {

std::unique_ptr<detail::ScriptWriter> script_writer();

} // namespace aludel::postgresql
