// Included anywhere in a program, makes scripts for PostgreSQL a part of it: see script.hpp.
#pragma once

namespace aludel::postgresql {

/// Always true.
bool register_script() noexcept;

inline const bool script_is_registered = register_script();

} // namespace aludel::postgresql
