// A database while it is this process's to change: what upgrade, downgrade and stamp have in common.
#pragma once

#include "half_done.hpp"
#include "plan.hpp"
#include "replaced.hpp"

#include <aludel/upgrade.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace aludel::detail {

/// Takes the lock, then reads where the database stands: what was read before could have changed. Without commit()
/// everything is rolled back at the end.
struct Locked {
    Locked(Connection& of, const Chain& chain, const UpgradeOptions& with);

    std::vector<std::string> applied_ids() const { return ids_of(applied); }
    /// Throws Error where the database has had something that the chain does not know, or knows otherwise.
    void check_rows() const;
    Outcome up_to_date() const;
    /// `after`: what is applied now.
    Outcome outcome(Outcome::Status status, std::span<const std::string> after,
                    std::vector<std::string> revisions) const;

    std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
    Connection& connection;
    const UpgradeOptions& options;
    RevisionGraph graph;
    ChainIndex index;
    History history;
    std::unique_ptr<ExclusiveTransaction> transaction;
    bool has_history;
    bool was_empty;                    ///< no table of anybody's is there
    std::vector<Applied> rows;         ///< of the history, but for what is half done
    std::optional<HalfDone> half_done; ///< not among `applied`
    std::vector<Applied> applied;      ///< the rows as the chain knows them
    std::vector<Replacing> replacing;  ///< of those, what is still to be recorded so
    std::vector<Begun> begun;          ///< not among `applied`
};

/// Applies these pending revisions.
Outcome upgrade_locked(Locked& locked, std::vector<std::string> revisions);

} // namespace aludel::detail
