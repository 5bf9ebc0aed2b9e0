// The schema as SQLite can hold it.
#pragma once

#include "migrations/schema/schema.hpp"

namespace aludel::migrations::sqlite {

/// Comments and unused enums are gone; constraints have the names of the convention, because those in the database do
/// not follow a renamed table; an enum is a text column with its CHECK, and the other way round.
Schema canonical(Schema schema);

/// Text columns whose named CHECK is an enum's become columns of that enum, where all of one name agree.
void recognise_enums(Schema& schema);

} // namespace aludel::migrations::sqlite
