#include "script/script_plan.hpp"

#include <aludel/error.hpp>

#include <utility>

namespace aludel {

using detail::ScriptPlan;

namespace {

std::string stamp_from(ScriptPlan plan, std::span<const std::string> revisions, bool purge) {
    std::vector<std::string> targets;
    for (const auto& revision : revisions) targets.push_back(plan.begin_at(revision));
    return plan.stamp(targets, purge);
}

std::string upgrade_from(ScriptPlan plan, std::string_view range, const ScriptOptions& options) {
    const auto target = plan.begin_at(range);
    return plan.upgrade(target, options);
}

std::string downgrade_from(ScriptPlan plan, std::string_view range, const ScriptOptions& options) {
    const auto target = plan.begin_at(range);
    return plan.downgrade(target, options);
}

} // namespace

std::string upgrade_script(const Chain& chain, std::string_view dialect, std::string_view range,
                           const ScriptOptions& options) {
    return upgrade_from(ScriptPlan(chain, dialect), range, options);
}

std::string downgrade_script(const Chain& chain, std::string_view dialect, std::string_view range,
                             const ScriptOptions& options) {
    if (range.find(':') == range.npos) {
        ErrorDetails details;
        details.hint = "Say from:to, or name the database.";
        throw Error("from which revision does the script go down to " + std::string(range) + "?", std::move(details));
    }
    return downgrade_from(ScriptPlan(chain, dialect), range, options);
}

std::string stamp_script(const Chain& chain, std::string_view dialect, std::span<const std::string> revisions,
                         bool purge) {
    return stamp_from(ScriptPlan(chain, dialect), revisions, purge);
}

std::string ensure_version_script(const Chain& chain, std::string_view dialect) {
    return ScriptPlan(chain, dialect).ensure_version();
}

std::string upgrade_script(Connection& connection, const Chain& chain, std::string_view range,
                           const ScriptOptions& options) {
    return upgrade_from(ScriptPlan(chain, connection), range, options);
}

std::string downgrade_script(Connection& connection, const Chain& chain, std::string_view range,
                             const ScriptOptions& options) {
    return downgrade_from(ScriptPlan(chain, connection), range, options);
}

std::string stamp_script(Connection& connection, const Chain& chain, std::span<const std::string> revisions,
                         bool purge) {
    return stamp_from(ScriptPlan(chain, connection), revisions, purge);
}

} // namespace aludel
