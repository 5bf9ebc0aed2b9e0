// What steps do to a live PostgreSQL database: read from their SQL, and asked of the catalogue. The locks:
// https://www.postgresql.org/docs/current/explicit-locking.html
#pragma once

#include "migrations/impact.hpp"

namespace aludel::migrations::postgresql {

extern const Foresight foresight;

} // namespace aludel::migrations::postgresql
