// The upgrade lock is an advisory lock of the session, so that it ends with the process that holds it, whatever way
// that ends. It has a connection of its own, which is never in a transaction.
#include "postgresql/advisory_lock.hpp"
#include "postgresql/lock_keys.hpp"
#include "postgresql/standard_strings.hpp"
#include "postgresql/upgrade_lock.hpp"

#include <aludel/error.hpp>

namespace aludel::postgresql {

namespace {

using detail::Patience;

OwnedHandle kept_open(OwnedHandle holder) {
    // An upgrade may take hours in which this connection says nothing.
    if (PQserverVersion(holder.get()) >= 140000) run(holder.get(), "SET idle_session_timeout = 0");
    return holder;
}

class LockOfSession : public UpgradeLock {
public:
    LockOfSession(PGconn* handle, OwnedHandle holder, const detail::LockWait& wait, Patience patience)
        : handle_(handle),
          holder_(kept_open(std::move(holder))),
          upgrade_lock_(holder_.get(), upgrade_key, wait, patience),
          work_lock_(handle, work_key, wait, patience),
          standard_strings_(handle),
          begin_(begin_statement("BEGIN", wait)) {}

    void begin() override { run(handle_, begin_); }
    bool is_shared_between() const override { return false; }
    void hold_between() override {}

    void check() override {
        std::string why;
        try {
            if (holds_lock(holder_.get(), upgrade_key)) return;
        } catch (const Error& error) {
            why = ": " + error.message();
        }
        throw Error("the upgrade's lock was lost before the commit" + why,
                    {.hint = "What was not committed is rolled back: launch again."});
    }

private:
    PGconn* handle_;
    OwnedHandle holder_;
    SessionLock upgrade_lock_;
    SessionLock work_lock_;
    StandardStrings standard_strings_;
    std::string begin_;
};

} // namespace

std::unique_ptr<UpgradeLock> lock_of_session(PGconn* handle, OwnedHandle holder, const detail::LockWait& wait) {
    return std::make_unique<LockOfSession>(handle, std::move(holder), wait, Patience(wait.timeout));
}

} // namespace aludel::postgresql
