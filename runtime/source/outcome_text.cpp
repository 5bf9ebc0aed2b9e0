#include "outcome_text.hpp"

namespace aludel::detail {

namespace {

std::string listed(const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text.empty() ? "base" : text;
}

std::string left_out_text(const Outcome& outcome, const std::string& revision) {
    std::string text;
    for (const auto& each : outcome.left_out)
        if (each.revision == revision)
            text += (text.empty() ? " (left out here: step " : ", ") + std::to_string(each.step);
    return text.empty() ? text : text + ")";
}

} // namespace

std::string_view word(Outcome::Status status) {
    switch (status) {
    case Outcome::Status::up_to_date: return "up_to_date";
    case Outcome::Status::created: return "created";
    case Outcome::Status::upgraded: return "upgraded";
    case Outcome::Status::downgraded: return "downgraded";
    case Outcome::Status::stamped: return "stamped";
    case Outcome::Status::newer_compatible: return "newer_compatible";
    case Outcome::Status::newer_read_only: return "newer_read_only";
    case Outcome::Status::cancelled: return "cancelled";
    }
    return "";
}

std::string outcome_text(const Outcome& outcome, const std::string& url,
                         const std::function<std::string(const std::string& id)>& titled) {
    if (outcome.status == Outcome::Status::up_to_date) return url + " is up to date at " + listed(outcome.to) + "\n";
    std::string text;
    const auto* mark = outcome.status == Outcome::Status::downgraded ? "  - " : "  + ";
    for (const auto& id : outcome.revisions) text += mark + titled(id) + left_out_text(outcome, id) + "\n";
    return text + url + ": " + std::string(word(outcome.status)) + ", " + listed(outcome.from) + " -> " +
           listed(outcome.to) + "\n" +
           (outcome.safety_copy.empty() ? "" : "the database as it was: " + outcome.safety_copy + "\n");
}

} // namespace aludel::detail
