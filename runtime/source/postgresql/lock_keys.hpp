// The keys of the advisory locks that an upgrade holds. PostgreSQL keeps those of each database apart; those of two
// histories in one database, each in its schema, differ: tenants do not wait for one another.
#pragma once

#include <aludel/chain.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace aludel::postgresql {

/// "aludel" in ASCII: the upgrade lock of a history in the schema `public`.
inline constexpr std::int64_t upgrade_key = 0x616c7564656c;
/// Held by the connection that does the work. When a process is killed, its upgrade lock is gone at once, but the
/// server ends the statement that it is at (a COMMIT, a long CREATE INDEX) before it looks.
inline constexpr std::int64_t work_key = upgrade_key + 1;

struct LockKeys {
    std::int64_t upgrade;
    std::int64_t work;

    bool operator==(const LockKeys&) const = default;
};

/// An expression: what is added to both keys for that history, in the schema where it is found, or would be made.
std::string key_offset_sql(const HistoryTable& history);

} // namespace aludel::postgresql
