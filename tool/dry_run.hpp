// `--dry-run`: what an upgrade or downgrade would do to a database, which is only read.
#pragma once

#include "migrations/impact.hpp"
#include "tool/workspace.hpp"

#include <aludel/engine.hpp>
#include <aludel/preview.hpp>

#include <optional>
#include <string>
#include <vector>

namespace aludel::tool {

struct DryStep {
    const ChainStep* step;
    migrations::Impact impact;
    std::optional<migrations::RowCount> rows; ///< of the table; none: no table, or not there yet
    bool asked = false;                       ///< of a check: now, because what is before it changes nothing of it
    std::string obstacle;                     ///< what it answered; empty: no row stands in the way
};

struct DryRevision {
    const ChainRevision* revision;
    std::vector<DryStep> steps;
    bool replaces = false; ///< see PreviewedRevision
};

struct DryRun {
    std::string url;
    bool up = true;
    std::vector<std::string> from;
    std::vector<std::string> to;
    std::vector<DryRevision> revisions;
    std::string locking; ///< whom it holds up, in a sentence
};

/// Finds it out. `preview` is of that connection.
DryRun dry_run(const Preview& preview, bool up, const Engine& engine, Connection& connection);

std::string dry_run_text(const DryRun& run);
std::string dry_run_json(const DryRun& run);

/// All of it, for the command line: up or down to `revision`.
void print_dry_run(Workspace& workspace, const Engine& engine, const std::string& revision, bool up, bool json);

} // namespace aludel::tool
