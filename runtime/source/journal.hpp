// What a run writes into the history, together with its work: nobody sees the one without the other.
#pragma once

#include "locked.hpp"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace aludel::detail {

/// Between two steps of a plan, or two batches of one: everything before it is done.
struct Place {
    std::size_t revision = 0;
    std::size_t step = 0;
    std::string cursor; ///< within the step; empty: it has not begun

    bool operator==(const Place&) const = default;
    bool within_revision() const { return step > 0 || !cursor.empty(); }
};

class Journal {
public:
    Journal(Locked& locked, std::span<const PlannedRevision> plan, Direction direction, Place begin)
        : locked_(locked), plan_(plan), direction_(direction), committed_(std::move(begin)) {}

    /// Up to where the database is for good.
    const Place& committed() const { return committed_; }
    /// Writes what was done since, in the open transaction.
    void write(const Place& here, std::span<const std::chrono::microseconds> durations);
    /// That transaction is committed.
    void set_committed(const Place& here) { committed_ = here; }
    /// As a sentence; empty where nothing is.
    std::string what_is_committed() const;

private:
    void write_applied(const Place& here, std::span<const std::chrono::microseconds> durations);
    void write_taken_back(const Place& here);
    void write_half_done(const Place& here);
    std::vector<std::string> ids(std::size_t begin, std::size_t end) const;

    Locked& locked_;
    std::span<const PlannedRevision> plan_;
    Direction direction_;
    Place committed_;
};

} // namespace aludel::detail
