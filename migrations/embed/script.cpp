#include "migrations/embed/script.hpp"

namespace aludel::migrations {

OwnedSteps::OwnedSteps(std::span<const Step> steps)
    : chain_("script", {{.dialects = {{"script", {steps.begin(), steps.end()}, {}}}}}) {}

std::span<const ChainStep> OwnedSteps::steps() const {
    return chain_.chain().revisions.front().dialects.front().upgrade;
}

std::string script_of(detail::ScriptWriter& writer, std::span<const Step> steps) {
    const OwnedSteps owner(steps);
    writer.begin();
    detail::write_steps(writer, owner.steps(), owner.steps().size());
    return writer.finish();
}

std::string script_within(detail::ScriptWriter& writer, std::span<const Step> steps) {
    const OwnedSteps owner(steps);
    for (const auto& step : owner.steps())
        if (writer.runs_alone(step)) throw OperationError("no transaction can hold: " + std::string(step.sql));
    writer.begin_within();
    detail::write_steps(writer, owner.steps(), owner.steps().size());
    return writer.finish_within();
}

} // namespace aludel::migrations
