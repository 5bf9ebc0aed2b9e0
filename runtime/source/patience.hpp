// Waiting for others: with an end, with a pause that grows and differs between processes, and stopped when asked to.
#pragma once

#include <aludel/upgrade.hpp>

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>

namespace aludel::detail {

/// Returns early where it is asked to stop.
void pause(std::chrono::milliseconds duration, const std::stop_token& stop);

/// How long the process is ready to wait, all in all.
class Patience {
public:
    explicit Patience(std::chrono::milliseconds whole) : whole_(whole) {}

    /// Pauses before the next attempt. False where the time is up; from the first call on it runs. Throws Cancelled.
    bool pause_before_next(const std::stop_token& stop);
    /// The same, and false where it is asked to stop.
    bool pause_unless_stopped(const std::stop_token& stop);
    /// Somebody else's turn is over: the next wait is a new one.
    void begin_again() { attempts_ = 0; }

    std::chrono::milliseconds whole() const { return whole_; }
    std::chrono::milliseconds waited() const;
    /// Whether about a second has gone since the waiting was last told of.
    bool is_time_to_tell();

private:
    using Clock = std::chrono::steady_clock;

    std::chrono::milliseconds whole_;
    Clock::time_point begin_{};
    std::chrono::milliseconds told_{};
    int attempts_ = 0;
};

} // namespace aludel::detail
