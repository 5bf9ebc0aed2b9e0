#include "postgresql/upgrade_lock.hpp"

#include "postgresql/pooler.hpp"

#include <aludel/error.hpp>

namespace aludel::postgresql {

namespace {

/// None where the server gives no other (too many clients; a role of one connection): to wait for one would be to wait
/// for others that wait, too.
OwnedHandle second_connection(PGconn* handle) {
    try {
        return open_alike(handle);
    } catch (const Error&) {
        return nullptr;
    }
}

} // namespace

std::unique_ptr<UpgradeLock> take_upgrade_lock(PGconn* handle, const detail::LockWait& wait) {
    if (is_pooled(handle)) return lock_of_transactions(handle, true, wait);
    if (auto holder = second_connection(handle)) return lock_of_session(handle, std::move(holder), wait);
    return lock_of_transactions(handle, false, wait);
}

std::string begin_statement(std::string_view begin, const detail::LockWait& wait) {
    auto text =
        std::string(begin) + "; SET LOCAL lock_timeout = " + std::to_string(wait.statement_lock_timeout.count());
    if (wait.statement_timeout)
        text += "; SET LOCAL statement_timeout = " + std::to_string(wait.statement_timeout->count());
    return text;
}

} // namespace aludel::postgresql
