// Tables whose definition is to change: what SQLite cannot ALTER is collected, so that a table is rebuilt once for all
// changes that nothing else comes between.
#pragma once

#include "migrations/sqlite/definition.hpp"
#include "migrations/sqlite/obstacles.hpp"

#include <map>
#include <string>
#include <string_view>
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
    /// The column may be compared otherwise than before, or hold something else.
    bool changes(const ColumnDefinition& now) const;
    /// How it will be compared, where the value does not say so.
    std::string collate(const ColumnDefinition& now) const;
    /// The SQL reads a column whose value is not what it is in the table before.
    bool is_stale(std::string_view sql) const;
    Relation relation(const Definition& now) const;
    /// The rebuild (none where nothing changes after all), then the indexes.
    std::vector<Step> steps(const Definition& now) const;
};

} // namespace aludel::migrations::sqlite
