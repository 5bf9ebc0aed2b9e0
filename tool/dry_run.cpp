#include "tool/dry_run.hpp"

#include "tool/terminal_line.hpp"

#include <aludel/error.hpp>

#include <iostream>
#include <map>
#include <set>

namespace aludel::tool {

using namespace migrations;

namespace {

/// What earlier steps of the run have done by the time of a step.
class Before {
public:
    /// Whether a check's answer now is its answer then.
    bool is_as_now(const ChainStep& check) const { return !is_unknown_ && !mentions_any_of(tables_, check.sql); }
    void add(const ChainStep& step, const Impact& impact) {
        if (step.kind == ChainStep::Kind::check) return;
        if (impact.table)
            tables_.insert(impact.table->name);
        else
            is_unknown_ = true;
    }

private:
    std::set<std::string> tables_;
    bool is_unknown_ = false;
};

void ask(DryStep& step, Connection& connection) {
    try {
        step.obstacle = obstacle(connection, *step.step);
        step.asked = true;
    } catch (const Error&) {
        // It reads what is not there yet: it is asked when its turn comes.
    }
}

std::vector<ChainStep> all_steps(const Preview& preview) {
    std::vector<ChainStep> steps;
    for (const auto& revision : preview.revisions)
        steps.insert(steps.end(), revision.steps.begin(), revision.steps.end());
    return steps;
}

} // namespace

DryRun dry_run(const Preview& preview, bool up, const Engine& engine, Connection& connection) {
    const auto& foresight = migrations::foresight(connection.dialect());
    const auto impacts = foresight.impacts(all_steps(preview), connection);
    std::map<Name, std::optional<RowCount>> counted;
    const auto rows = [&](const Name& table) {
        const auto [found, is_new] = counted.try_emplace(table);
        if (is_new) found->second = foresight.row_count(table, connection);
        return found->second;
    };
    DryRun run{engine.url(), up, preview.from, preview.to, {}, std::string(foresight.locking)};
    Before before;
    auto impact = impacts.begin();
    for (const auto& [revision, steps, replaces] : preview.revisions) {
        auto& dry = run.revisions.emplace_back(DryRevision{revision, {}, replaces});
        for (const auto& step : steps) {
            auto& now = dry.steps.emplace_back(DryStep{&step, *impact++, {}, false, {}});
            if (now.impact.table) now.rows = rows(*now.impact.table);
            if (step.kind == ChainStep::Kind::check && before.is_as_now(step)) ask(now, connection);
            before.add(step, now.impact);
        }
    }
    return run;
}

void print_dry_run(Workspace& workspace, const Engine& engine, const std::string& revision, bool up, bool json) {
    const auto chain = workspace.chain(engine.dialect());
    const auto run = while_reading(engine, [&] {
        auto connection = engine.connect_existing();
        const auto preview = up ? preview_upgrade(connection, chain.chain(), revision)
                                : preview_downgrade(connection, chain.chain(), revision);
        return dry_run(preview, up, engine, connection);
    });
    std::cout << (json ? dry_run_json(run) : dry_run_text(run));
}

} // namespace aludel::tool
