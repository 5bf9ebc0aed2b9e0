// Included anywhere in a program, makes scripts for SQLite a part of it: see script.hpp.
#pragma once

namespace aludel::sqlite {

/// Always true.
bool register_script() noexcept;

inline const bool script_is_registered = register_script();

} // namespace aludel::sqlite
