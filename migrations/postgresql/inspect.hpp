#pragma once

#include "migrations/dialect.hpp"
#include "migrations/postgresql/read.hpp"

namespace aludel::migrations::postgresql {

/// See Dialect::inspect. Eleven catalog queries, however many tables there are.
Inspection inspect(Connection& connection, const HistoryTable& history);
/// What is modelled, as it stands there: not canonical.
Schema read_schema(Connection& connection, const Scope& scope);

/// See Dialect::canonical.
Schema canonical(Schema schema);

} // namespace aludel::migrations::postgresql
