#include "patience.hpp"

#include "session.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>

namespace aludel::detail {

namespace {

using std::chrono::milliseconds;

/// Many processes that wait for one lock must not all knock at the same moments.
milliseconds pause_of(int attempt) {
    thread_local std::minstd_rand random(std::random_device{}());
    const int longest = std::min(4 << std::min(attempt, 6), 250);
    return milliseconds(std::uniform_int_distribution(longest / 2, longest)(random));
}

} // namespace

void pause(milliseconds duration, const std::stop_token& stop) {
    if (duration.count() <= 0) return;
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, duration, [] { return false; });
}

bool Patience::pause_before_next(const std::stop_token& stop) {
    if (attempts_ == 0) {
        begin_ = Clock::now();
        told_ = {};
    }
    ++attempts_;
    const auto left = whole_ - waited();
    if (left.count() <= 0) return false;
    pause(std::min(pause_of(attempts_), left), stop);
    if (stop.stop_requested()) throw Cancelled();
    return true;
}

bool Patience::pause_unless_stopped(const std::stop_token& stop) {
    try {
        return pause_before_next(stop);
    } catch (const Cancelled&) {
        return false;
    }
}

milliseconds Patience::waited() const {
    return attempts_ == 0 ? milliseconds() : std::chrono::duration_cast<milliseconds>(Clock::now() - begin_);
}

bool Patience::is_time_to_tell() {
    const auto now = waited();
    if (now - told_ < std::chrono::seconds(1)) return false;
    told_ = now;
    return true;
}

} // namespace aludel::detail
