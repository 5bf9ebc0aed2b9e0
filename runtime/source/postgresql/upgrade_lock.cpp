#include "postgresql/upgrade_lock.hpp"

#include "postgresql/advisory_lock.hpp"
#include "postgresql/pooler.hpp"
#include "postgresql/upgrade_settings.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace aludel::postgresql {

std::unique_ptr<UpgradeLock> take_upgrade_lock(PGconn* handle, const detail::LockWait& wait) {
    const HistoryTable history{wait.history_schema, wait.history_name};
    const bool pooled = is_pooled(handle);
    for (;;) {
        const auto keys = lock_keys(handle, history);
        auto lock = pooled ? nullptr : lock_of_session(handle, keys, wait);
        if (!lock) return lock_of_transactions(handle, keys, pooled, wait);
        // Meanwhile another one may have made the history where this connection finds it, too.
        if (lock_keys(handle, history) == keys) return lock;
    }
}

std::string milliseconds_text(std::chrono::milliseconds time) {
    return std::to_string(std::clamp<std::int64_t>(time.count(), 0, std::numeric_limits<std::int32_t>::max()));
}

std::string begin_statement(std::string_view begin, const detail::LockWait& wait) {
    auto text = std::string(begin) + ";\n" + upgrade_settings_sql("SET LOCAL") +
                "SET LOCAL lock_timeout = " + milliseconds_text(wait.statement_lock_timeout);
    if (wait.statement_timeout) text += "; SET LOCAL statement_timeout = " + milliseconds_text(*wait.statement_timeout);
    return text;
}

} // namespace aludel::postgresql
