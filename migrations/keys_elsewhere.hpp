// Foreign keys of a live database to what is not described there: they are not either.
#pragma once

#include "migrations/dialect.hpp"

namespace aludel::migrations {

/// Takes those out of the schema whose table, or whose key there, it has not. How each is dropped is not said.
std::vector<OtherPart> take_keys_elsewhere(Schema& schema);

} // namespace aludel::migrations
