// PostgreSQL: everything that the toolkit knows of its SQL. Version 12 and later.
#pragma once

#include "migrations/dialect.hpp"

namespace aludel::migrations {

const Dialect& postgresql_dialect();

} // namespace aludel::migrations
