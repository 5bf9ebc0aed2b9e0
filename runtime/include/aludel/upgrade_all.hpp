// Many databases of one application: a file for each user, a schema for each tenant.
#pragma once

#include <aludel/upgrade.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel {

struct DatabaseOutcome {
    std::string url;                ///< without its password
    std::optional<Outcome> outcome; ///< none: it failed, and stands where the error says
    std::string error;              ///< Error::what()
};

struct UpgradeAllOptions {
    UpgradeOptions each;     ///< its functions are called by one thread at a time
    std::size_t at_once = 4; ///< databases at a time, each on a thread and a connection of its own
    std::function<void(const DatabaseOutcome&)> on_done; ///< of each, as it ends; by one thread at a time
    std::function<void(std::string_view url)> on_begin;  ///< of each that is to be upgraded now, the same
};

/// Upgrades each for itself, and goes on after a failure. The outcomes are in the order of the engines. Where
/// UpgradeOptions::stop is asked to, those that have not begun are cancelled, too.
/// A tenant's schema is a URL with a search path: postgresql://host/database?options=-csearch_path%3Dtenant
std::vector<DatabaseOutcome> upgrade_all(std::span<const Engine> engines, const Chain& chain,
                                         const UpgradeAllOptions& options = {});

} // namespace aludel
