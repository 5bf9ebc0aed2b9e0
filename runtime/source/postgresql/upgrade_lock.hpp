// What keeps other upgrades out while this one is at work. Two ways, for the two kinds of connections:
// - to the server itself: a lock of the session, on a connection of its own that does nothing else;
// - through a pooler, where what a session holds may be another client's a moment later, and where the server has no
//   second connection left: locks of the transactions that do the work, which end with each of them.
// Both ways take the same keys, so that each keeps the other out.
#pragma once

#include "postgresql/handle.hpp"
#include "postgresql/lock_keys.hpp"
#include "session.hpp"

#include <memory>
#include <string>

namespace aludel::postgresql {

class UpgradeLock {
public:
    virtual ~UpgradeLock() = default;

    /// Opens a transaction on the handle that does the work, with the lock held. Throws Error, Cancelled.
    virtual void begin() = 0;
    /// Throws Error where the lock is not held any more.
    virtual void check() = 0;
    /// Whether it is another's to take between two transactions.
    virtual bool is_shared_between() const = 0;
    /// Makes it one that is not, where that is possible. A transaction is open that has done nothing yet, and is open
    /// afterwards. Throws Error.
    virtual void hold_between() = 0;
};

/// Waits for it. Throws Error, Cancelled.
std::unique_ptr<UpgradeLock> take_upgrade_lock(PGconn* handle, const detail::LockWait& wait);

/// Null where the server gives no second connection.
std::unique_ptr<UpgradeLock> lock_of_session(PGconn* handle, const LockKeys& keys, const detail::LockWait& wait);
/// Not held before the first begin().
std::unique_ptr<UpgradeLock> lock_of_transactions(PGconn* handle, const LockKeys& keys, bool is_pooled,
                                                  const detail::LockWait& wait);

/// What is read must be what is there once the lock is had, and not at the first statement, which may ask for it; and a
/// row that another has changed is waited for.
inline constexpr const char* read_committed = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// As the server takes a time: of 32 bits.
std::string milliseconds_text(std::chrono::milliseconds time);
/// BEGIN, what the statements of the transaction rely on, and how long they may take. A statement that waits for a lock
/// of an application's makes all later ones wait behind it: it gives up soon, and is tried again.
std::string begin_statement(std::string_view begin, const detail::LockWait& wait);

} // namespace aludel::postgresql
