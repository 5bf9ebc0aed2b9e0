// The advisory locks that keep other upgrades of a database out, and the wait for them.
#pragma once

#include "patience.hpp"
#include "postgresql/handle.hpp"
#include "postgresql/lock_keys.hpp"
#include "session.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace aludel::postgresql {

LockKeys lock_keys(PGconn* handle, const HistoryTable& history);

/// Whether the handle's session has the lock, for itself or for its transaction.
bool holds_lock(PGconn* handle, std::int64_t key);
/// Takes both of the upgrade's for the handle's open transaction. Otherwise the key that another session has.
std::optional<std::int64_t> try_transaction_locks(PGconn* handle, const LockKeys& keys);

/// Before the next attempt. Tells who has the lock; throws Error where the time is up; Cancelled.
void wait_for_others(PGconn* handle, std::int64_t key, const detail::LockWait& wait, detail::Patience& patience);

/// Held by a session; released at the end, after a lost connection by the server.
class SessionLock {
public:
    SessionLock(PGconn* handle, std::int64_t key) : handle_(handle), key_(key) {}
    SessionLock(const SessionLock&) = delete;
    SessionLock& operator=(const SessionLock&) = delete;
    ~SessionLock();

private:
    PGconn* handle_;
    std::int64_t key_;
};
using OwnedLock = std::unique_ptr<SessionLock>;

/// Null where another session has it.
OwnedLock try_session_lock(PGconn* handle, std::int64_t key);
/// Polled in autocommit: a session that waits within a statement holds a snapshot, for which another's CREATE INDEX
/// CONCURRENTLY waits, and the two would deadlock.
OwnedLock session_lock(PGconn* handle, std::int64_t key, const detail::LockWait& wait, detail::Patience& patience);

} // namespace aludel::postgresql
