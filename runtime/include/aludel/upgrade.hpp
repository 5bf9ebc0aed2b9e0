// Brings a database to where the application's revisions are.
#pragma once

#include <aludel/chain.hpp>
#include <aludel/engine.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace aludel {

/// How far an upgrade is. Told before each step and each batch, and while a large safety copy is made, on the thread
/// that called upgrade(). A step that was rolled back is told of again.
struct Progress {
    std::string_view revision;
    std::string_view message;
    std::size_t revision_index; ///< counted from 0, of
    std::size_t revision_count;
    std::size_t step_index; ///< counted from 0, of
    std::size_t step_count;
    /// Whose rows the step goes through one and all, or the application's function that does; empty: it does not, or
    /// cannot tell.
    std::string_view table = {};
    std::int64_t rows = 0;      ///< of these, counted when the step began
    std::int64_t rows_done = 0; ///< by a step that tells: a batched update, a function of the application's
    double fraction = 0;        ///< of the whole, from 0 to 1, as if steps, revisions and the safety copy were alike
    std::string_view sql = {};  ///< of the step; empty: it is a rebuild, or a function of the application's
    /// Of the safety copy that is made before the step; 0: none is being made now.
    std::int64_t copy_bytes = 0;
    std::int64_t copy_bytes_done = 0;
};

/// Another process holds a lock that the upgrade needs: it upgrades the same database or, where that is a SQLite file,
/// writes or reads it.
struct Waiting {
    std::chrono::milliseconds waited;
    std::string_view holder; ///< who has it, as far as the database or the system tells; may be empty
};

enum class LogLevel { info, warning };

enum class Transactions {
    one,           ///< for all that is pending: a killed upgrade leaves the old schema or the new one
    each_revision, ///< a killed upgrade leaves what a revision made
};

/// Whether a copy of a SQLite database is made beside it, `heroes.db.before-5f3a9c01d2e4`, before it is changed. Other
/// databases have backups of their own.
enum class SafetyCopy {
    where_rows_are_lost, ///< before an upgrade that its downgrade could not take back whole, and before any downgrade
    always,              ///< but for a database that is empty
    never,
};

/// What becomes of an upgrade where a revision is not what was applied to the database.
enum class ChangedRevisions {
    refuse,
    warn, ///< it is told to the log, and goes on
};

struct UpgradeOptions {
    /// How long to wait for another process that is upgrading the same database, and for what others have locked in it.
    /// The Error then has the code "55P03" (PostgreSQL's lock_not_available) or "SQLITE_BUSY".
    std::chrono::milliseconds lock_timeout{60'000};
    /// PostgreSQL: how long one statement may wait for a lock, with everybody else waiting behind it. What was done
    /// since the last commit is then rolled back and, after a while, tried again: C++ steps run again, too. 0: no
    /// limit.
    std::chrono::milliseconds statement_lock_timeout{1'000};
    /// PostgreSQL: how long one statement may take; empty: as the connection has it.
    std::optional<std::chrono::milliseconds> statement_timeout;
    Transactions transactions = Transactions::one;
    ChangedRevisions changed_revisions = ChangedRevisions::refuse;
    SafetyCopy safety_copy = SafetyCopy::where_rows_are_lost;
    bool keep_safety_copy = true; ///< false: removed when all is done
    /// Where a newer application has left this one reading alone, upgrade(connection, …) makes that connection
    /// read-only (but for one through a pooler), and upgrade() returns newer_read_only; otherwise that is an Error.
    bool accept_read_only = false;
    std::function<void(const Progress&)> on_progress;
    /// Told about once a second while another process is waited for.
    std::function<void(const Waiting&)> on_wait;
    /// Where it is asked to stop, the upgrade ends before its next step or batch, or within the safety copy, and what
    /// is not committed is rolled back: Outcome::Status::cancelled. Another thread may ask.
    std::stop_token stop;
    /// One line each, for a log: who is waited for, each revision as it is applied or taken back, where the safety copy
    /// is, what is tried again, a revision that was changed.
    std::function<void(LogLevel, std::string_view)> log;
};

/// SQL of a revision that was not run: it is for other databases, its `when` selected no row in this one.
struct StepLeftOut {
    std::string revision;
    std::size_t step; ///< counted from 1
};

/// What an upgrade, downgrade or stamp did.
struct Outcome {
    enum class Status {
        up_to_date, ///< nothing was to be done, and nothing was written
        created,    ///< the database was empty
        upgraded,
        downgraded,
        stamped,
        newer_compatible, ///< a newer application was here, and left this one all that it needs: nothing was written
        newer_read_only,  ///< see UpgradeOptions::accept_read_only
        cancelled,        ///< UpgradeOptions::stop was asked to; `to` is where the database stands, or empty where
                          ///< another process has a SQLite file for itself
    };
    Status status;
    std::vector<std::string> from;      ///< heads before; empty: base
    std::vector<std::string> to;        ///< heads now
    std::vector<std::string> revisions; ///< applied or taken back by this call, in that order
    std::chrono::microseconds duration{};
    std::string safety_copy = {}; ///< its path, where one was made and is still there; see sqlite::restore()
    std::vector<StepLeftOut> left_out = {};
};

/// A row of the history table.
struct AppliedRevision {
    std::string revision;
    std::string checksum;
    std::string message;
    std::string applied_at; ///< UTC, ISO 8601
    std::int64_t duration_us = 0;
    std::string application;                           ///< who applied it; empty: not on record
    Compatibility compatibility = Compatibility::none; ///< what applications that do not know it can still do
};

/// Applies every pending revision up to the chain's heads: all in one transaction, under the database's own lock, so
/// that many processes may call it at once and a killed one leaves the old schema or the new one. At the head already
/// it is one short query. Where a revision replaces others, and the database has had all of them, it is recorded in
/// their place and not run; where it has had a part, the others run first. Where a newer application has been, and left
/// this one what it needs, newer_compatible or newer_read_only is returned. Throws Error, with the database as it was,
/// when a step fails, when another process holds the lock for longer than lock_timeout, and where a newer application
/// has left it less, or has another history than the chain. Some steps cannot share a transaction (PostgreSQL's CREATE
/// INDEX CONCURRENTLY): what comes before them is committed with how far it went. The error then tells what is
/// committed, and after it or after a kill the next upgrade goes on from there. Where the connection is lost in the
/// middle of a commit the error says that it is not known whether that was done; the next upgrade finds out.
Outcome upgrade(const Engine& engine, const Chain& chain, const UpgradeOptions& options = {});
Outcome upgrade(Connection& connection, const Chain& chain, const UpgradeOptions& options = {});

/// The same to a revision in Alembic's spelling (see RevisionGraph::resolve).
Outcome upgrade_to(Connection& connection, const Chain& chain, std::string_view revision,
                   const UpgradeOptions& options = {});
/// Takes back what comes from `revision`, newest first. Other branches stay: `base` is the way to take back all.
Outcome downgrade_to(Connection& connection, const Chain& chain, std::string_view revision,
                     const UpgradeOptions& options = {});
/// Records that the database stands at `revision`, and runs nothing. Branches that `revision` is not on keep what they
/// have. With `purge`, whatever was recorded is forgotten first, known or not.
Outcome stamp(Connection& connection, const Chain& chain, std::string_view revision, bool purge = false,
              const UpgradeOptions& options = {});

/// At all of these, each on its branch.
Outcome stamp(Connection& connection, const Chain& chain, std::span<const std::string> revisions, bool purge = false,
              const UpgradeOptions& options = {});

/// Makes the history table where it is not there; nothing else. Returns whether it did.
bool ensure_version(Connection& connection, const Chain& chain, const UpgradeOptions& options = {});

/// What the database has had applied, oldest first; empty where there is no history table.
std::vector<AppliedRevision> applied_revisions(Connection& connection, const HistoryTable& history = {});
/// The same as the chain knows it: where the database has had all that one of its revisions replaces, that one.
std::vector<AppliedRevision> applied_revisions(Connection& connection, const Chain& chain);

} // namespace aludel
