#include "postgresql/advisory_lock.hpp"
#include "postgresql/lock_keys.hpp"
#include "postgresql/pooler.hpp"
#include "postgresql/upgrade_lock.hpp"

#include <aludel/error.hpp>

#include <optional>

namespace aludel::postgresql {

namespace {

class LockOfTransactions : public UpgradeLock {
public:
    LockOfTransactions(PGconn* handle, const LockKeys& keys, bool is_pooled, const detail::LockWait& wait)
        : handle_(handle),
          keys_(keys),
          is_pooled_(is_pooled),
          wait_(wait),
          begin_(begin_statement(read_committed, wait)) {}

    void begin() override {
        detail::Patience patience(wait_.timeout);
        while (const auto missing = attempt()) wait_for_others(handle_, *missing, wait_, patience);
    }

    void check() override {
        if (holds_lock(handle_, keys_.upgrade)) return;
        throw Error("the upgrade's lock was lost before the commit",
                    {.hint = "A step that ends the upgrade's transaction, or releases all advisory locks, must not."});
    }

    bool is_shared_between() const override { return !held_; }

    void hold_between() override {
        if (held_) return;
        if (is_pooled_ && !keeps_sessions_apart(handle_))
            throw Error("the step runs outside of a transaction, and the connection goes through a pooler that may "
                        "serve others with the same session meanwhile: nobody could be kept out",
                        {.hint = "Nothing was changed. For this upgrade connect to the server itself, or to a pool of "
                                 "sessions (PgBouncer: pool_mode = session)."});
        held_.emplace(handle_, keys_);
        begin();
    }

private:
    /// By the session, from within a transaction that has the locks: nobody comes in between.
    struct Held {
        Held(PGconn* handle, const LockKeys& keys)
            : upgrade_lock(try_session_lock(handle, keys.upgrade)), work_lock(try_session_lock(handle, keys.work)) {
            run(handle, "ROLLBACK"); // which leaves the session its locks
        }

        OwnedLock upgrade_lock;
        OwnedLock work_lock;
    };

    /// The key that another session has. Between two attempts no transaction is open: one that waits in it would be
    /// waited for.
    std::optional<std::int64_t> attempt() {
        try {
            run(handle_, begin_);
            if (held_) return std::nullopt;
            const auto missing = try_transaction_locks(handle_, keys_);
            if (missing) run(handle_, "ROLLBACK");
            return missing;
        } catch (...) {
            PQclear(PQexec(handle_, "ROLLBACK"));
            throw;
        }
    }

    PGconn* handle_;
    LockKeys keys_;
    bool is_pooled_;
    detail::LockWait wait_;
    std::string begin_;
    std::optional<Held> held_;
};

} // namespace

std::unique_ptr<UpgradeLock> lock_of_transactions(PGconn* handle, const LockKeys& keys, bool is_pooled,
                                                  const detail::LockWait& wait) {
    return std::make_unique<LockOfTransactions>(handle, keys, is_pooled, wait);
}

} // namespace aludel::postgresql
