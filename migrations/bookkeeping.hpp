// Tables in which another tool keeps where a database stands: no part of its schema, as aludel's own history is none.
#pragma once

#include "migrations/dialect.hpp"

namespace aludel::migrations {

/// Alembic's, by its name and its only column.
inline constexpr std::string_view alembic_table = "alembic_version";
inline constexpr std::string_view alembic_column = "version_num";

Inspection without_bookkeeping(Inspection found);

} // namespace aludel::migrations
