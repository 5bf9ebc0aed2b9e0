// What is written differently on two sides, and may mean the same.
#pragma once

#include "migrations/schema/schema.hpp"

#include <set>

namespace aludel::migrations::postgresql {

struct Unsettled {
    std::set<Name> tables, functions, views, triggers;

    bool empty() const { return tables.empty() && functions.empty() && views.empty() && triggers.empty(); }
};

/// Of `wanted`, beside what a database holds. What only one of them has is no question of spelling.
Unsettled unsettled(const Schema& wanted, const Schema& found);

/// With what they mention.
Unsettled with_what_they_use(Unsettled of, const Schema& schema);

} // namespace aludel::migrations::postgresql
