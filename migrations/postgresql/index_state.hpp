// Whether an index that is made or dropped CONCURRENTLY, outside of any transaction, is so already: a run that was cut
// off goes on there. An attempt that failed leaves an index that is there, and not valid:
// https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
#pragma once

#include "migrations/schema/schema.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aludel::migrations::postgresql {

struct IndexState {
    std::string is_made;    ///< a query: a row where it is
    std::string is_gone;    ///< a query: a row where it is
    std::string clear_away; ///< a statement: what an attempt has left goes; others wait behind it for a second at most
};

/// By its table: another schema of the search path may have an index of that name.
IndexState index_state(const Name& table, const std::string& index);
/// Of the index that a person's own CREATE INDEX CONCURRENTLY makes. None where it has no name.
std::optional<IndexState> state_of_created_index(std::string_view sql);
/// A query that gives a row where what a person's own DROP INDEX CONCURRENTLY drops is gone. Empty: it is not to be
/// seen.
std::string dropped_index_is_gone(std::string_view sql);

} // namespace aludel::migrations::postgresql
