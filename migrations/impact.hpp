// What a step does to a database that is in use, told before it runs.
#pragma once

#include "migrations/schema/schema.hpp"

#include <aludel/chain.hpp>
#include <aludel/connection.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// A lock that others meet until the step's transaction ends, in the database's own words.
struct TableLock {
    Name table;
    std::string mode;

    bool operator==(const TableLock&) const = default;
};

struct Impact {
    enum class Work : std::uint8_t {
        definition, ///< of the table alone: as quick with many rows as with none
        reads,      ///< every row is read
        index,      ///< every row is read for an index
        changes,    ///< rows are changed, as its SQL says
        rewrites,   ///< every row is written anew, and every index
        unknown,    ///< SQL or C++ of a person's
    };
    Work work = Work::unknown;
    std::optional<Name> table;    ///< that it works on; none: no table, or nobody knows
    std::vector<TableLock> locks; ///< of tables; a database that locks as a whole has none
    std::string note;             ///< what else is to be known, as a sentence
};

struct RowCount {
    std::int64_t rows = 0;
    bool estimated = false; ///< by the database, when it last looked
};

/// What one kind of database can say before anything runs: see its folder.
struct Foresight {
    std::string_view dialect;
    /// What each of the steps, one after the other, would do to the database at hand. It is only read, and nothing in
    /// it stays locked.
    std::vector<Impact> (*impacts)(std::span<const ChainStep> steps, Connection& connection);
    /// None: there is no such table.
    std::optional<RowCount> (*row_count)(const Name& table, Connection& connection);
    std::string_view locking; ///< whom an upgrade holds up, in a sentence
};
/// Of the dialect of that name, which must be one of dialects().
const Foresight& foresight(std::string_view dialect);

/// Whether SQL names one of these tables.
bool mentions_any_of(const std::set<std::string>& tables, std::string_view sql);

/// `reads every row`
std::string to_string(Impact::Work work);

} // namespace aludel::migrations
