// SQLite: everything that the toolkit knows of its SQL.
#pragma once

#include "migrations/dialect.hpp"

namespace aludel::migrations {

const Dialect& sqlite_dialect();

} // namespace aludel::migrations
