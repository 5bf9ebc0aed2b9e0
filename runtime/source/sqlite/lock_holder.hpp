// Who has a SQLite file locked.
#pragma once

#include <string>

struct sqlite3;

namespace aludel::sqlite {

/// "process 4711 of heroes, since 2026-01-31 12:00:00 UTC"; empty where the system does not tell, as elsewhere than on
/// Linux. It opens nothing: closing any descriptor of a file drops all locks that this process has on it.
std::string lock_holder(::sqlite3* handle);

} // namespace aludel::sqlite
