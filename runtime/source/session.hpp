// What each kind of database implements. The upgrade itself (upgrade.cpp) is written in these and names no database.
#pragma once

#include "history/history_sql.hpp"

#include <aludel/chain.hpp>
#include <aludel/connection.hpp>
#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

namespace aludel::detail {

/// How long to wait for what others have locked, and whom to tell meanwhile.
struct LockWait {
    explicit LockWait(std::chrono::milliseconds of) : timeout(of) {}
    LockWait(const UpgradeOptions& options, const HistoryTable& history)
        : timeout(options.lock_timeout),
          history_schema(history.schema),
          history_name(history.name),
          statement_lock_timeout(options.statement_lock_timeout),
          statement_timeout(options.statement_timeout),
          stop(options.stop) {
        if (options.on_wait || options.log)
            on_wait = [told = options.on_wait, log = options.log](const Waiting& waiting) {
                const std::string holder(waiting.holder.empty() ? "another process" : waiting.holder);
                if (log) log(LogLevel::info, "waits for " + holder + ", which holds a lock of the same database");
                if (told) told(waiting);
            };
    }

    std::chrono::milliseconds timeout;
    std::string history_schema; ///< whose lock it is; empty: of the default schema
    std::string history_name{HistoryTable().name};
    std::chrono::milliseconds statement_lock_timeout{};
    std::optional<std::chrono::milliseconds> statement_timeout;
    std::stop_token stop;
    std::function<void(const Waiting&)> on_wait;
};
/// Thrown, and caught before the application sees it, where UpgradeOptions::stop was asked to.
struct Cancelled {};

/// How many bytes of a large copy are made, now and then while it is.
using CopyProgress = std::function<void(std::int64_t done, std::int64_t of)>;

/// What a transaction of an upgrade is for.
enum class Purpose {
    steps,
    batch, ///< an UPDATE of some rows of one table, small enough that others hardly wait for it
};

/// The database is this process's to change: its upgrade lock is held and a transaction is open. Destroyed without
/// commit(), it rolls back; either way it releases the lock and puts the connection's settings back as they were.
class ExclusiveTransaction {
public:
    virtual ~ExclusiveTransaction() = default;

    /// Runs a step of kind rebuild. Databases that alter everything in place are never given one.
    virtual void rebuild(const ChainStep& step) = 0;
    /// Checks what must hold (foreign keys that were intact still are), then commits. No transaction is open then.
    virtual void commit() = 0;
    /// Opens the next transaction. What was done since the last commit is rolled back.
    virtual void begin_again(Purpose purpose) = 0;
    /// Whether others may have changed the database between commit() and begin_again().
    virtual bool is_shared_between() const { return false; }
    /// Before a run that has steps outside of transactions: from now on nobody may, or Error is thrown. The transaction
    /// has done nothing yet, and is open afterwards.
    virtual void hold_between() {}
    /// Between commit() and begin_again(): `work` executes statements of a step, each on its own. They take no longer
    /// than those of the transactions. Where the database is locked, all of it is tried again.
    virtual void run_outside(const std::function<void()>& work) { work(); }
    /// Whether commit() failed in a way that leaves open what is in the database.
    virtual bool may_have_committed(const Error&) const { return false; }
    /// Whether the statement failed because it uses what the same transaction made.
    virtual bool failed_for_want_of_a_commit(const Error&) const { return false; }
    /// Whether the statement failed because somebody else's transaction was in its way: it may be tried again.
    virtual bool failed_for_a_lock(const Error&) const { return false; }
    /// Whether a table is not there, or is there already.
    virtual bool failed_for_a_missing_table(const Error&) const { return false; }
    virtual bool failed_for_an_existing_table(const Error&) const { return false; }
};

/// One live connection.
class Session {
public:
    virtual ~Session() = default;

    /// Connection::report_rows(): set while a function of the application's runs.
    std::function<void(std::int64_t done, std::int64_t of)> on_rows;

    virtual std::string_view dialect() const = 0;
    virtual std::int64_t execute(std::string_view sql, std::span<const Value> parameters) = 0;
    virtual Result query(std::string_view sql, std::span<const Value> parameters) = 0;
    virtual bool in_transaction() const = 0;
    /// Whether the statement may be sent before the answer to the one before it has come. Never where there is nothing
    /// to wait for.
    virtual bool can_go_together(std::string_view) const { return false; }
    /// Such statements, one after the other. `before` is told the index of each when the one before it is done; when it
    /// throws, or a statement fails, the transaction is to be rolled back.
    virtual void execute_together(std::span<const std::string_view> statements,
                                  const std::function<void(std::size_t)>& before) {
        for (std::size_t i = 0; i < statements.size(); ++i) {
            before(i);
            execute(statements[i], {});
        }
    }
    /// Whether a statement waits, as the connection is set to, for a process that has the database for itself. For
    /// databases where a reader may have to wait.
    virtual void set_waiting(bool) {}
    /// Whether the statement failed because a process has the database for itself.
    virtual bool failed_for_a_lock(const Error&) const { return false; }

    /// A copy of the whole database beside it, as it was before the open upgrade; `name` tells it from others. Returns
    /// where it is; nothing for databases that have no such thing. Nothing is left of it where `told` throws.
    virtual std::string copy_beside(std::string_view, const CopyProgress&) { return {}; }
    /// Refuses from now on what would write.
    virtual void make_read_only() = 0;
    virtual HistorySql history_sql(const HistoryTable& table) const = 0;
    /// Waits for the upgrade lock. Throws Error when it is not to be had in time, or when the connection is in a
    /// transaction of the application's; Cancelled.
    virtual std::unique_ptr<ExclusiveTransaction> begin_exclusive(const LockWait& wait) = 0;
};

/// Where a database is; see Engine.
class Source {
public:
    virtual ~Source() = default;

    virtual std::unique_ptr<Session> connect() const = 0;
    /// Databases that connect() never makes need no other.
    virtual std::unique_ptr<Session> connect_existing() const { return connect(); }
    virtual std::string url() const = 0; ///< without its password
    virtual std::string_view dialect() const = 0;
};

/// One kind of database, known by the schemes of its URLs. Programs that link its library register it at start.
struct Backend {
    std::string_view dialect;
    std::span<const std::string_view> schemes;
    std::shared_ptr<const Source> (*parse)(std::string_view url);
};

/// Twice the same backend is once. Always true, so that a constant can be initialised with it.
bool register_backend(const Backend& backend) noexcept;

} // namespace aludel::detail
