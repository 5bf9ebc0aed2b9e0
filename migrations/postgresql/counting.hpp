// How sequences go on: what CREATE SEQUENCE chooses where nothing is said.
// https://www.postgresql.org/docs/current/sql-createsequence.html
#pragma once

#include "migrations/schema/schema.hpp"

#include <string>

namespace aludel::migrations::postgresql {

/// What is as PostgreSQL has it anyway for a sequence of this type is left out.
Counting normal_counting(Counting counting, const Type& type);

/// Nothing is left out but `cycle`.
Counting full_counting(Counting counting, const Type& type);

/// ` START WITH 5 INCREMENT BY 2`; empty where nothing is given.
std::string counting_sql(const Counting& counting);
/// The same for ALTER SEQUENCE: what is not given is as in a new one. A number that is given out already stays so.
std::string changed_counting_sql(const Counting& counting);
/// The same for ALTER COLUMN: `SET INCREMENT BY 2 SET NO CYCLE`.
std::string set_counting_sql(const Counting& counting);

} // namespace aludel::migrations::postgresql
