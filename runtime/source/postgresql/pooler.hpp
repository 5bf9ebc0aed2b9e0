// What stands between an application and the server, and gives out connections that it has.
#pragma once

#include "postgresql/handle.hpp"

namespace aludel::postgresql {

/// Whether the server process at the other end is another than the one that was introduced when connecting: poolers
/// introduce themselves. Costs one query.
bool is_pooled(PGconn* handle);

/// Whether each client of that pooler has a server process of its own as long as it is connected, as far as two further
/// clients can see. False where they are not to be had.
bool keeps_sessions_apart(PGconn* handle);

} // namespace aludel::postgresql
