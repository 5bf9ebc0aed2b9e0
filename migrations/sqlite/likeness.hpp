// Whether a database's tables are what they are in another.
#pragma once

#include "migrations/schema/schema.hpp"

#include <aludel/connection.hpp>

#include <span>
#include <string>

namespace aludel::migrations::sqlite {

/// A query that selects a row only in a database where these tables with their indexes, and all views and triggers, are
/// as they are in the one at hand. One that is not there must not be there. In doubt it selects none.
std::string likeness(std::span<const Name> tables, Connection& at);

} // namespace aludel::migrations::sqlite
