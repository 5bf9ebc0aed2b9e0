// What an upgrade or downgrade would do, before it is done.
#pragma once

#include <aludel/chain.hpp>
#include <aludel/connection.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel {

struct PreviewedRevision {
    const ChainRevision* revision;    ///< of the chain
    std::span<const ChainStep> steps; ///< what is left of it to do, in the database's dialect
    bool replaces = false;            ///< it has no steps: it is recorded in the place of those that it replaces
};

struct Preview {
    std::vector<std::string> from; ///< heads now; empty: base
    std::vector<std::string> to;   ///< heads then
    std::vector<PreviewedRevision> revisions;
};

/// What upgrade_to() would do to the database as it stands. Reads the history table without a lock, and writes nothing.
/// Throws Error where upgrade_to() would before it changes anything, but for C++ steps that are not at hand.
Preview preview_upgrade(Connection& connection, const Chain& chain, std::string_view revision);
/// The same of downgrade_to().
Preview preview_downgrade(Connection& connection, const Chain& chain, std::string_view revision);

/// Asks the database now what a step of kind check asks: the message that would stop it, or nothing. Throws Error where
/// it cannot be asked yet.
std::string obstacle(Connection& connection, const ChainStep& step);

} // namespace aludel
