#include "migrations/dialect.hpp"
#include "migrations/postgresql/postgresql.hpp"

#ifdef ALUDEL_HAS_SQLITE
#include "migrations/sqlite/sqlite.hpp"
#endif

#include <algorithm>
#include <array>

namespace aludel::migrations {

std::span<const Dialect* const> dialects() {
    static const std::vector<const Dialect*> all{
#ifdef ALUDEL_HAS_SQLITE
        &sqlite_dialect(),
#endif
        &postgresql_dialect(),
    };
    return all;
}

std::span<const std::string_view> dialect_names() {
    static constexpr std::array<std::string_view, 2> names = {"postgresql", "sqlite"};
    return names;
}

const Dialect* find_dialect(std::string_view name) {
    const auto found = std::ranges::find(dialects(), name, &Dialect::name);
    return found == dialects().end() ? nullptr : *found;
}

} // namespace aludel::migrations
