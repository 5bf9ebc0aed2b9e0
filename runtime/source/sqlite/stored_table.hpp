// A table as the database holds it, and what a step makes of its definition.
#pragma once

#include "create_table.hpp"
#include "handle.hpp"

namespace aludel::sqlite {

struct StoredTable {
    std::string name; ///< as the database spells it
    CreateTable definition;
};

/// Of the main database; `name` is spelt in any case. Throws Error where there is no such table.
StoredTable read_table(::sqlite3* handle, std::string_view name);

/// The definition with the edits of the step. Throws Error where one does not fit.
CreateTable edited(const StoredTable& table, const ChainStep& step);
/// `definition` of `table`, to be created under another name.
CreateTable renamed(const StoredTable& table, CreateTable definition, std::string_view new_name);
/// A name for that, which no table of the user's has.
std::string scratch_name(const StoredTable& table);

/// `main."name"`, whatever TEMP or an attached database calls so.
std::string qualified(std::string_view name);

} // namespace aludel::sqlite
