// What the catalogue of a live database says about one table, for impact.cpp.
#pragma once

#include "migrations/schema/schema.hpp"

#include <aludel/connection.hpp>

#include <optional>
#include <string>
#include <vector>

namespace aludel::migrations::postgresql {

/// As ::regclass takes it.
std::string regclass(const Name& name);

bool is_there(const Name& table, Connection& connection);
std::optional<Name> table_of_index(const Name& index, Connection& connection);
/// The tables that foreign keys join to this one, but itself: those of the constraint, or over the column; of any where
/// neither is given.
std::vector<Name> joined_tables(const Name& table, const std::string& constraint, const std::string& column,
                                bool from_both_sides, Connection& connection);
/// Whether a function of that expression may give another value for each row.
bool is_volatile(const std::string& expression, Connection& connection);
/// Whether a column keeps its rows as they are when it becomes of this type; nothing where there is no such column.
std::optional<bool> keeps_rows(const Name& table, const std::string& column, const std::string& type,
                               Connection& connection);

} // namespace aludel::migrations::postgresql
