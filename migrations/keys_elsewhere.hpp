// Foreign keys of a live database to what is not described there: they are not either.
#pragma once

#include "migrations/dialect.hpp"

namespace aludel::migrations {

/// Names those whose table, or whose key there, the inspection has not, and takes them out of its schema.
void leave_out_keys_elsewhere(Inspection& found);

} // namespace aludel::migrations
