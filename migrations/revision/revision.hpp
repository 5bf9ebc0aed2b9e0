// A revision: one file in the migrations directory of a project.
#pragma once

#include "migrations/operation/operation.hpp"

#include <aludel/chain.hpp>

#include <optional>
#include <string>
#include <vector>

namespace aludel::migrations {

/// Where something was written. Lines and columns count from 1; 0 is unknown.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;

    bool operator==(const Place&) const = default;
};
std::string to_string(const Place& place); ///< `model.hpp:21:5`, as compilers write it

/// A revision that another one replaces.
struct Replaced {
    std::string id;
    std::string checksum;
    std::vector<Replaced> replaces; ///< what it had replaced itself

    bool operator==(const Replaced&) const = default;
};

struct Revision {
    std::string id; ///< 12 hex digits, or what --rev-id said
    std::vector<std::string> parents;
    std::string message;
    std::string created; ///< UTC, ISO 8601
    std::string branch;
    std::vector<std::string> depends_on;
    std::vector<Operation> upgrade;
    std::optional<std::vector<Operation>> downgrade; ///< none: derived from `upgrade`
    std::string irreversible;                        ///< why it has no downgrade; empty: it has one
    std::vector<Replaced> replaces;                  ///< in their order
    bool without_transaction = false;                ///< each step is committed for itself
    /// What older applications can still do; none: derived from `upgrade`.
    std::optional<Compatibility> older_applications;

    bool operator==(const Revision&) const = default;
};

/// 12 random hex digits.
std::string new_revision_id();

} // namespace aludel::migrations
