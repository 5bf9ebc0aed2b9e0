// Expressions, views, functions and triggers as a server spells them: it is asked to make them, in schemas of their
// own and a transaction that is rolled back. No default is computed, no row read, nothing locked but what is made.
#pragma once

#include "migrations/schema/schema.hpp"

#include <aludel/connection.hpp>

namespace aludel::migrations::postgresql {

/// Canonical, and what is written otherwise in the database at hand is compared as that spells it. Where that is not
/// possible (within a transaction, without the right to create schemas, for an expression that does not fit) it is
/// compared as it is written.
Schema canonical(Schema schema, Connection& connection);

} // namespace aludel::migrations::postgresql
