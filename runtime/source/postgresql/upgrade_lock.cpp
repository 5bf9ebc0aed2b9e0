#include "postgresql/upgrade_lock.hpp"

#include "postgresql/advisory_lock.hpp"
#include "postgresql/pooler.hpp"

namespace aludel::postgresql {

std::unique_ptr<UpgradeLock> take_upgrade_lock(PGconn* handle, const detail::LockWait& wait) {
    const auto keys = lock_keys(handle, wait.history_schema);
    if (is_pooled(handle)) return lock_of_transactions(handle, keys, true, wait);
    if (auto lock = lock_of_session(handle, keys, wait)) return lock;
    return lock_of_transactions(handle, keys, false, wait);
}

std::string begin_statement(std::string_view begin, const detail::LockWait& wait) {
    auto text =
        std::string(begin) + "; SET LOCAL lock_timeout = " + std::to_string(wait.statement_lock_timeout.count());
    if (wait.statement_timeout)
        text += "; SET LOCAL statement_timeout = " + std::to_string(wait.statement_timeout->count());
    return text;
}

} // namespace aludel::postgresql
