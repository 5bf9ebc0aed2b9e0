// Which tables have an index of a name, refer to a table, or may defer that: for whoever asks at every one of many
// operations, and would otherwise look at all tables each time.
#pragma once

#include "migrations/operation/operation.hpp"

#include <map>
#include <set>
#include <span>
#include <vector>

namespace aludel::migrations {

/// Of one schema, to which only apply() with this lookup adds anything as long as it is in use.
class TableLookup {
public:
    /// Tables of the index's schema with an index of that name, in the order of their names.
    std::vector<Name> with_index(const Schema& schema, const Name& index);
    /// Tables with a foreign key to this one, in the order of their names; it may be among them.
    std::vector<Name> referring_to(const Schema& schema, const Name& table);
    /// Tables with a foreign key that may be checked later than at once, in the order of their names.
    std::vector<Name> with_deferrable_keys(const Schema& schema);

    /// The operation was applied, and the schema is as it is after that.
    void follow(const Operation& operation, const Schema& after);

private:
    /// What was true once stays: tables are looked at before they are named in an answer.
    using Candidates = std::map<Name, std::set<Name>>;

    bool is_ready(const Schema& schema);
    void add(const Table& table);

    Candidates with_index_;   ///< by the names of indexes
    Candidates referring_to_; ///< by the names of tables
    std::set<Name> with_deferrable_keys_;
    int questions_ = 0;
};

/// Throws OperationError, and leaves the schema as it was, where the operation does not fit it.
void apply(const Operation& operation, Schema& schema, TableLookup& lookup);
/// One after the other; what went before one that does not fit stays.
void apply_all(std::span<const Operation> operations, Schema& schema);

} // namespace aludel::migrations
