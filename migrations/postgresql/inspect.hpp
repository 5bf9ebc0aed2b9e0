#pragma once

#include "migrations/dialect.hpp"

#include <string_view>

namespace aludel::migrations::postgresql {

/// See Dialect::inspect. Eleven catalog queries, however many tables there are.
Inspection inspect(Connection& connection);
/// What is modelled in the schemas whose names begin so, as it stands there: not canonical.
Schema read_schema(Connection& connection, std::string_view schemas);

/// See Dialect::canonical.
Schema canonical(Schema schema);

} // namespace aludel::migrations::postgresql
