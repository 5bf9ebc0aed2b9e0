#pragma once

#include "migrations/dialect.hpp"

namespace aludel::migrations::postgresql {

/// See Dialect::inspect. Eight catalog queries, however many tables there are.
Inspection inspect(Connection& connection);

/// See Dialect::canonical.
Schema canonical(Schema schema);

} // namespace aludel::migrations::postgresql
