// For applications that have a libpq connection of their own. Link aludel::postgresql.
#pragma once

#include <aludel/connection.hpp>

struct pg_conn;

namespace aludel::postgresql {

/// A connection over the application's PGconn, which stays the application's and must outlive it. An upgrade opens a
/// second connection, with the same parameters, for its lock.
Connection use(::pg_conn* handle);

/// Makes create_engine() know `postgresql://` and `postgres://`. Programs that link aludel::postgresql do it at their
/// start. Always true.
bool register_backend() noexcept;

} // namespace aludel::postgresql
