// A database while it is this process's to change: what upgrade, downgrade and stamp have in common.
#pragma once

#include "history/replaced.hpp"
#include "plan.hpp"

#include <aludel/upgrade.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace aludel::detail {

/// Takes the lock, then reads where the database stands: what was read before could have changed. Without commit()
/// everything is rolled back at the end.
struct Locked : Recognised {
    Locked(Connection& of, const Chain& chain, const UpgradeOptions& with);

    /// Makes the table where it is not there, and brings its rows to what the chain calls them.
    void prepare_history();
    /// Whether the options want one before this runs.
    bool wants_safety_copy(std::span<const PlannedRevision> plan, Direction direction) const;
    /// Before anything of the plan is changed.
    void make_safety_copy(std::span<const PlannedRevision> plan, Direction direction, const CopyProgress& told);
    void remove_safety_copy();
    /// Of the history, as the database has them.
    std::vector<Applied> rows_now();
    /// Of a table by its plain name.
    std::int64_t count_rows(std::string_view table) const;
    void log(LogLevel level, std::string_view text) const;

    std::vector<std::string> applied_ids() const { return ids_of(applied); }
    /// Throws Error where the database has had something that the chain does not know, or knows otherwise.
    void check_rows();
    Outcome up_to_date() const;
    /// `after`: what is applied now.
    Outcome outcome(Outcome::Status status, std::span<const std::string> after,
                    std::vector<std::string> revisions) const;

    /// Says that it was changed since, and takes it for what the chain has.
    void accept_change(Applied& row);

    std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
    Connection& connection;
    const UpgradeOptions& options;
    RevisionGraph graph;
    ChainIndex index;
    History history;
    std::unique_ptr<ExclusiveTransaction> transaction;
    bool has_history;
    bool was_empty;                      ///< no table of anybody's is there
    bool had_history = false;            ///< with a row
    std::vector<StepLeftOut> left_out;   ///< of what is committed
    std::string safety_copy;             ///< its path, or nothing; of an earlier round's, too (see with_lock)
    std::vector<Applied> rows_committed; ///< of the history, as this process found it, or left it at its last commit
    bool has_committed = false;          ///< anything, since it had the lock
    bool is_overtaken = false;           ///< see with_lock
};

/// Does the work with the database locked. Where another process went on between two of its transactions, where the
/// database stands has to be read again: the work is called for another round, and all rounds have one outcome. Throws
/// Error.
Outcome with_lock(Connection& connection, const Chain& chain, const UpgradeOptions& options,
                  const std::function<Outcome(Locked&)>& work);

/// Applies these pending revisions.
Outcome upgrade_locked(Locked& locked, std::vector<std::string> revisions);

} // namespace aludel::detail
