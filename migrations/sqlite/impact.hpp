// What steps do to a live SQLite database: tried on a copy of its schema, in memory and without rows.
#pragma once

#include "migrations/impact.hpp"

namespace aludel::migrations::sqlite {

extern const Foresight foresight;

} // namespace aludel::migrations::sqlite
