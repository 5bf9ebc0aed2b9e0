// Steps of a difference as a script. The runtime writes it (script_writer.hpp).
#pragma once

#include "migrations/embed/embed.hpp"
#include "migrations/operation/step.hpp"
#include "script/script_writer.hpp"

#include <span>
#include <string>

namespace aludel::migrations {

/// Steps as the runtime has them.
class OwnedSteps {
public:
    explicit OwnedSteps(std::span<const Step> steps);
    std::span<const ChainStep> steps() const;

private:
    OwnedChain chain_;
};

/// See Dialect::script. The writer knows already what the database is like.
std::string script_of(detail::ScriptWriter& writer, std::span<const Step> steps);

/// The same for a transaction that somebody else holds. Throws OperationError where no transaction can hold a step.
std::string script_within(detail::ScriptWriter& writer, std::span<const Step> steps);

} // namespace aludel::migrations
