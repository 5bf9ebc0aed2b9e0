// What an upgrade, downgrade or stamp did, in words.
#pragma once

#include <aludel/upgrade.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace aludel::detail {

/// `up_to_date`, `created`, …
std::string_view word(Outcome::Status status);
/// A line for each revision, and one for the database; `titled` gives an id its message.
std::string outcome_text(const Outcome& outcome, const std::string& url,
                         const std::function<std::string(const std::string& id)>& titled);

} // namespace aludel::detail
