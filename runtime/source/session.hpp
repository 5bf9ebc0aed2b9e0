// What each kind of database implements. The upgrade itself (upgrade.cpp) is written in these and names no database.
#pragma once

#include "history_sql.hpp"

#include <aludel/chain.hpp>
#include <aludel/connection.hpp>
#include <aludel/error.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace aludel::detail {

/// The database is this process's to change: its upgrade lock is held and a transaction is open. Destroyed without
/// commit(), it rolls back; either way it releases the lock and puts the connection's settings back as they were.
class ExclusiveTransaction {
public:
    virtual ~ExclusiveTransaction() = default;

    /// Runs a step of kind rebuild. Databases that alter everything in place are never given one.
    virtual void rebuild(const ChainStep& step) = 0;
    /// Checks what must hold (foreign keys that were intact still are), then commits.
    virtual void commit() = 0;

    // The rest is for databases where a step may have to run outside of transactions, or to be committed before what
    // it made can be used.

    /// Whether the work may be split into several transactions under the one lock. Where it may not, the two below
    /// are never asked for, and every step runs in the one transaction.
    virtual bool can_be_split() const { return false; }
    /// Opens the next transaction. What was done since the last commit is rolled back.
    virtual void begin_again() {}
    /// Whether the statement failed because it uses what the same transaction made.
    virtual bool failed_for_want_of_a_commit(const Error&) const { return false; }
};

/// One live connection.
class Session {
public:
    virtual ~Session() = default;

    virtual std::string_view dialect() const = 0;
    virtual std::int64_t execute(std::string_view sql, std::span<const Value> parameters) = 0;
    virtual Result query(std::string_view sql, std::span<const Value> parameters) = 0;
    virtual bool in_transaction() const = 0;
    /// How long a statement waits for another process's at most, until that is taken back by nothing. For databases
    /// where a reader may have to wait.
    virtual void limit_waiting(std::optional<std::chrono::milliseconds>) {}

    virtual HistorySql history_sql(const HistoryTable& table) const = 0;
    /// Waits at most `timeout` for the upgrade lock. Throws Error when it is not to be had, or when the connection is
    /// in a transaction of the application's.
    virtual std::unique_ptr<ExclusiveTransaction> begin_exclusive(std::chrono::milliseconds timeout) = 0;
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
