// The upgrade lock is an advisory lock of the session, so that it ends with the process that holds it, whatever way
// that ends. It has a connection of its own, which is never in a transaction, and which is made only when nobody else
// is at work: launches that wait take one connection each.
#include "postgresql/advisory_lock.hpp"
#include "postgresql/lock_keys.hpp"
#include "postgresql/upgrade_lock.hpp"

#include <aludel/error.hpp>

namespace aludel::postgresql {

namespace {

/// None where the server gives no other (too many clients; a role of one connection): to wait for one would be to wait
/// for others that wait, too.
OwnedHandle second_connection(PGconn* handle) {
    try {
        auto holder = open_alike(handle);
        // An upgrade may take hours in which this connection says nothing.
        if (PQserverVersion(holder.get()) >= 140000) run(holder.get(), "SET idle_session_timeout = 0");
        return holder;
    } catch (const Error&) {
        return nullptr;
    }
}

class LockOfSession : public UpgradeLock {
public:
    LockOfSession(PGconn* handle, OwnedHandle holder, OwnedLock work_lock, OwnedLock upgrade_lock, const LockKeys& keys,
                  const detail::LockWait& wait)
        : handle_(handle),
          keys_(keys),
          holder_(std::move(holder)),
          work_lock_(std::move(work_lock)),
          upgrade_lock_(std::move(upgrade_lock)),
          begin_(begin_statement(read_committed, wait)) {}

    void begin() override {
        try {
            run(handle_, begin_);
        } catch (...) {
            PQclear(PQexec(handle_, "ROLLBACK"));
            throw;
        }
    }
    bool is_shared_between() const override { return false; }
    void hold_between() override {}

    void check() override {
        std::string why;
        try {
            if (holds_lock(holder_.get(), keys_.upgrade)) return;
        } catch (const Error& error) {
            why = ": " + error.message();
        }
        throw Error("the upgrade's lock was lost before the commit" + why,
                    {.hint = "What was not committed is rolled back: launch again."});
    }

private:
    PGconn* handle_;
    LockKeys keys_;
    OwnedHandle holder_;
    OwnedLock work_lock_;
    OwnedLock upgrade_lock_; ///< released first: who gets the other finds it free
    std::string begin_;
};

} // namespace

std::unique_ptr<UpgradeLock> lock_of_session(PGconn* handle, const LockKeys& keys, const detail::LockWait& wait) {
    detail::Patience patience(wait.timeout);
    OwnedHandle holder;
    for (;;) {
        auto work_lock = session_lock(handle, keys.work, wait, patience);
        if (!holder) holder = second_connection(handle);
        if (!holder) return nullptr;
        if (auto upgrade_lock = try_session_lock(holder.get(), keys.upgrade))
            return std::make_unique<LockOfSession>(handle, std::move(holder), std::move(work_lock),
                                                   std::move(upgrade_lock), keys, wait);
        work_lock.reset(); // nobody waits for the one who has the other
        wait_for_others(handle, keys.upgrade, wait, patience);
    }
}

} // namespace aludel::postgresql
