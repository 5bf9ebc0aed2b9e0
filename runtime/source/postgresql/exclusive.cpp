#include "postgresql/exclusive.hpp"

#include "postgresql/upgrade_lock.hpp"

#include <aludel/error.hpp>

#include <utility>

namespace aludel::postgresql {

namespace {

class ExclusiveTransaction : public detail::ExclusiveTransaction {
public:
    ExclusiveTransaction(PGconn* handle, const detail::LockWait& wait)
        : handle_(handle), lock_(take_upgrade_lock(handle, wait)) {
        begin_again(detail::Purpose::steps);
    }

    ~ExclusiveTransaction() override {
        // Without throwing, and after a lost connection too; the server then rolls back and releases by itself.
        if (open_) PQclear(PQexec(handle_, "ROLLBACK"));
    }

    void rebuild(const ChainStep&) override {
        throw Error("a table rebuild was rendered for PostgreSQL, which alters tables in place");
    }

    void commit() override {
        lock_->check();
        try {
            run(handle_, "COMMIT");
        } catch (const Error& error) {
            throw_about_commit(error);
        }
        open_ = false;
    }

    void begin_again(detail::Purpose) override {
        if (std::exchange(open_, false)) run(handle_, "ROLLBACK");
        lock_->begin();
        open_ = true;
    }

    bool is_shared_between() const override { return lock_->is_shared_between(); }
    void hold_between() override { lock_->hold_between(); }

    /// unsafe_new_enum_value_usage: https://www.postgresql.org/docs/current/errcodes-appendix.html
    bool failed_for_want_of_a_commit(const Error& error) const override { return error.code() == "55P04"; }
    /// undefined_table, duplicate_table
    bool failed_for_a_missing_table(const Error& error) const override { return error.code() == "42P01"; }
    bool failed_for_an_existing_table(const Error& error) const override { return error.code() == "42P07"; }
    /// lock_not_available, deadlock_detected
    bool failed_for_a_lock(const Error& error) const override {
        return error.code() == "55P03" || error.code() == "40P01";
    }

private:
    /// The server may have done it, and its answer be lost.
    [[noreturn]] void throw_about_commit(const Error& error) const {
        if (PQstatus(handle_) == CONNECTION_OK) throw error;
        auto details = error.details();
        details.hint =
            "It is not known whether the last transaction was committed: all of it is, or nothing of it. The "
            "next launch finds out, and goes on from there.";
        throw Error("the connection was lost in the middle of a commit: " + error.message(), std::move(details));
    }

    PGconn* handle_;
    std::unique_ptr<UpgradeLock> lock_;
    bool open_ = false;
};

} // namespace

std::unique_ptr<detail::ExclusiveTransaction> begin_exclusive(PGconn* handle, const detail::LockWait& wait) {
    if (PQtransactionStatus(handle) != PQTRANS_IDLE && PQtransactionStatus(handle) != PQTRANS_UNKNOWN)
        throw Error("the connection is in a transaction: an upgrade makes its own",
                    {.hint = "commit or roll back before the upgrade"});
    return std::make_unique<ExclusiveTransaction>(handle, wait);
}

} // namespace aludel::postgresql
