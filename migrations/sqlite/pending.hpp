// Tables whose definition is to change: what SQLite cannot ALTER is collected, so that a table is rebuilt once for all
// changes that nothing else comes between.
#pragma once

#include "migrations/sqlite/definition.hpp"
#include "migrations/sqlite/obstacles.hpp"

#include <map>
#include <string>
#include <vector>

namespace aludel::migrations::sqlite {

/// One table that will be rebuilt.
struct PendingRebuild {
    Name table;
    Definition before;
    std::string key;                            ///< key_expression() of the table before
    std::map<std::string, std::string> sources; ///< column to SQL over the table before
    std::vector<Index> indexes;                 ///< to be created after

    /// SQL over the table before for the value of one of its columns as it will be.
    std::string value_of(const std::string& column) const;
    /// Columns that may be compared otherwise than before, or hold something else: those that are altered, and what is
    /// computed from them.
    std::vector<std::string> changed(const Definition& now) const;
    /// The SQL reads one of these: over the table before it means something else.
    bool is_stale(const std::string& sql, const Definition& now) const;
    Relation relation(const Definition& now) const;
    /// The rebuild (none where nothing changes after all), then the indexes.
    std::vector<Step> steps(const Definition& now) const;
};

} // namespace aludel::migrations::sqlite
