// The names of constraints and indexes that the model does not name.
#pragma once

#include "migrations/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

// `pk_hero`, `uq_team_name`, `fk_hero_team_id_team`, `ix_hero_name`, `ex_stay_during`, `ck_hero_1`… At most 63 bytes
// (PostgreSQL cuts longer identifiers without a word): a longer name keeps its beginning, whole characters, and ends in
// `_` and 8 hex digits of the whole name's SHA-256.
std::string primary_key_name(const Name& table);
std::string unique_name(const Name& table, std::vector<std::string> columns);
std::string foreign_key_name(const Name& table, const std::vector<std::string>& columns, const Name& referred_table);
std::string index_name(const Name& table, const std::vector<IndexPart>& parts);
std::string exclusion_name(const Name& table, const std::vector<ExclusionPart>& parts);
std::string check_name(const Name& table,
                       const SqlText& expression); ///< `ck_hero_age_1f3a9c`: first column-like word, hash

/// Gives every unnamed key, constraint and index of the table its name, and sorts them by name.
void name_and_sort(Table& table);

} // namespace aludel::migrations
