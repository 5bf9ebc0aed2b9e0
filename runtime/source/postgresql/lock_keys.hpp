// The keys of the advisory locks that an upgrade holds. PostgreSQL keeps those of each database apart.
#pragma once

#include <cstdint>

namespace aludel::postgresql {

/// "aludel" in ASCII: the upgrade lock.
inline constexpr std::int64_t upgrade_key = 0x616c7564656c;
/// Held by the connection that does the work. When a process is killed, its upgrade lock is gone at once, but the
/// server ends the statement that it is at (a COMMIT, a long CREATE INDEX) before it looks.
inline constexpr std::int64_t work_key = upgrade_key + 1;

} // namespace aludel::postgresql
