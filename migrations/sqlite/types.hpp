// How SQLite's columns are declared. It stores any value in any column; what a declared type does is its affinity
// (https://www.sqlite.org/datatype3.html#determination_of_column_affinity), and what other tools read in it.
#pragma once

#include "migrations/schema/schema.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace aludel::migrations::sqlite {

enum class Affinity : std::uint8_t { integer, text, blob, real, numeric };
Affinity affinity(std::string_view declared_type);

std::string declared_type(const Type& type);
/// In its table: `INTEGER` as the whole primary key would be the rowid, which only a column that numbers itself is. A
/// STRICT one takes few types (https://www.sqlite.org/stricttables.html): its columns are of what is stored.
std::string declared_type(const Table& table, const Column& column);
/// In a STRICT table ANY keeps every value as it is.
Affinity affinity(const Table& table, const Column& column);
/// What a column of a STRICT table stores, as typeof() has it; empty: anything.
std::string_view storage_class(std::string_view strict_type);
/// Also what other tools write. What it does not know is native.
Type read_type(std::string_view declared);

/// The whole primary key, and an integer that numbers itself. A table WITHOUT ROWID numbers nothing.
bool is_rowid(const Table& table, const Column& column);

} // namespace aludel::migrations::sqlite
