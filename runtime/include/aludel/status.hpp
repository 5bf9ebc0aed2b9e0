// Where a database stands, for an application that does not upgrade it itself.
#pragma once

#include <aludel/upgrade.hpp>

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

namespace aludel {

/// A revision that is not what was applied to the database.
struct ChangedRevision {
    std::string revision;
    std::string what; ///< "it had add_column hero.power, and has …"; empty where the database does not tell
};

struct Standing {
    enum class State {
        up_to_date,
        pending,          ///< revisions of the chain are to be applied
        newer_compatible, ///< a newer application was here, and left this one all that it needs
        newer_read_only,  ///< a newer application was here: this one can read, and must not write
        newer,            ///< a newer application was here: this one can do neither
        changed,          ///< a revision is not what was applied
        damaged,          ///< a revision is on record without those that it comes from
        half_done,        ///< an upgrade or downgrade of several transactions has not come to its end
    };
    State state;
    std::vector<std::string> heads;       ///< of what is applied; empty: base
    std::vector<std::string> pending;     ///< in their order
    std::vector<AppliedRevision> unknown; ///< what a newer application applied
    std::vector<ChangedRevision> changed;
    std::string message; ///< all of it as one sentence

    /// Whether the application may read and write.
    bool is_usable() const { return state == State::up_to_date || state == State::newer_compatible; }
};

/// Tells, and does nothing: no lock is taken, and no right but SELECT is needed. Throws Error where the database cannot
/// be reached or read, or its history table is none of aludel's.
Standing status(Connection& connection, const Chain& chain);
Standing status(const Engine& engine, const Chain& chain);

struct RequireOptions {
    /// How long to wait for somebody else to upgrade the database.
    std::chrono::milliseconds wait{0};
    std::stop_token stop; ///< ends the waiting
};

/// For an application whose database is upgraded by somebody else's job and account: asks status() until nothing is
/// pending or half done, or the wait is over. The answer says what is pending, or why the database is not usable. A
/// SQLite file that the upgrade has for itself is waited for as well; where it has it until the end, that is an Error.
[[nodiscard]] Standing require(const Engine& engine, const Chain& chain, const RequireOptions& options = {});
[[nodiscard]] Standing require(Connection& connection, const Chain& chain, const RequireOptions& options = {});

} // namespace aludel
