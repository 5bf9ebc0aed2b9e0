// How PostgreSQL spells the portable types, both ways.
#pragma once

#include "migrations/schema/schema.hpp"

#include <string>
#include <string_view>

namespace aludel::migrations::postgresql {

/// The type of a column of `table`; an enum is found in the schema.
std::string type_sql(const Schema& schema, const Name& table, const Type& type);

/// How a cast to the type is printed, without length and precision: `bpchar`, `timestamp without time zone`.
std::string cast_name(const Type& type);

/// From format_type(), which names every type in one way. What it does not know is native.
Type read_type(std::string_view formatted);

} // namespace aludel::migrations::postgresql
