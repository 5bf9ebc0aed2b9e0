#include "migrations/postgresql/impact.hpp"

#ifdef ALUDEL_HAS_SQLITE
#include "migrations/sqlite/impact.hpp"
#endif

namespace aludel::migrations {

const Foresight& foresight(std::string_view dialect) {
#ifdef ALUDEL_HAS_SQLITE
    if (dialect == sqlite::foresight.dialect) return sqlite::foresight;
#endif
    static_cast<void>(dialect);
    return postgresql::foresight;
}

} // namespace aludel::migrations
