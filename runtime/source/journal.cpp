#include "journal.hpp"

#include "history/recording.hpp"

namespace aludel::detail {

void Journal::write(const Place& here, std::span<const std::chrono::microseconds> durations) {
    if (direction_ == Direction::up)
        write_applied(here, durations);
    else
        write_taken_back(here);
    if (here.within_revision()) write_half_done(here);
}

void Journal::write_applied(const Place& here, std::span<const std::chrono::microseconds> durations) {
    if (committed_.within_revision()) locked_.history.erase(ids(committed_.revision, committed_.revision + 1));
    const auto count = here.revision - committed_.revision;
    record_applied(locked_.history, plan_.subspan(committed_.revision, count),
                   durations.subspan(committed_.revision, count));
}

void Journal::write_taken_back(const Place& here) {
    locked_.history.erase(ids(committed_.revision, here.revision + (here.within_revision() ? 1 : 0)));
}

void Journal::write_half_done(const Place& here) {
    const auto& [revision, steps, replaces] = plan_[here.revision];
    const auto checksum = marked_checksum(
        {std::string(revision->id), std::string(revision->checksum), direction_, here.step, steps.size(), here.cursor});
    Record record(*revision);
    record.checksum = checksum;
    locked_.history.insert(std::span(&record, 1));
}

std::vector<std::string> Journal::ids(std::size_t begin, std::size_t end) const {
    std::vector<std::string> result;
    for (auto i = begin; i < end; ++i) result.emplace_back(plan_[i].revision->id);
    return result;
}

std::string Journal::what_is_committed() const {
    if (committed_.revision == 0 && !committed_.within_revision()) return {};
    const bool up = direction_ == Direction::up;
    std::string text = up ? "Applied and committed: " : "Taken back and committed: ";
    if (committed_.revision == 1) text += "revision " + std::string(plan_[0].revision->id);
    if (committed_.revision > 1)
        text += std::to_string(committed_.revision) + " revisions, the last " +
                std::string(plan_[committed_.revision - 1].revision->id);
    if (committed_.revision > 0 && committed_.within_revision()) text += ", and ";
    if (committed_.within_revision()) {
        const auto& [revision, steps, replaces] = plan_[committed_.revision];
        text += std::to_string(committed_.step) + " of the " + std::to_string(steps.size()) + " steps of revision " +
                std::string(revision->id);
        if (!committed_.cursor.empty()) text += " and some batches of the next";
    }
    return text + ". The next " + (up ? "upgrade" : "downgrade") + " goes on from there.";
}

} // namespace aludel::detail
