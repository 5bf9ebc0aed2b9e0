#include "script/script_writer.hpp"

#include <aludel/error.hpp>

namespace aludel::detail {

namespace {

[[noreturn]] void fail_at(const ChainStep& step, std::size_t index) {
    ErrorDetails details;
    details.step = static_cast<int>(index) + 1;
    details.hint = "Upgrade the database by launching the application.";
    details.refusal = Refusal::needs_application;
    throw Error(step.kind == ChainStep::Kind::call
                    ? "no script can call " + std::string(step.subject) + "() of the application"
                    : std::string("no script for this kind of database can ask whether SQL is to run (`when`)"),
                std::move(details));
}

} // namespace

void write_steps(ScriptWriter& writer, std::span<const ChainStep> steps, std::size_t count,
                 const StepsOptions& options) {
    const auto commit = [&](std::size_t done) {
        options.before_commit(done);
        writer.commit();
    };
    for (std::size_t i = 0; i < count; ++i) {
        const auto& step = steps[i];
        if (!writer.can_do(step)) {
            if (!options.left_out) fail_at(step, i);
            options.left_out(step);
            continue;
        }
        if (writer.runs_alone(step)) commit(i);
        writer.add(step);
        if (options.commit_each ||
            (step.kind == ChainStep::Kind::sql_then_commit && writer.is_awaited(step, steps.subspan(i + 1))))
            commit(i + 1);
    }
}

} // namespace aludel::detail
