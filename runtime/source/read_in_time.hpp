// Reading a database that another process may have for itself: a SQLite file while somebody commits, or upgrades more
// than fits into a cache.
#pragma once

#include "patience.hpp"
#include "session.hpp"

#include <aludel/error.hpp>

#include <chrono>
#include <stop_token>

namespace aludel::detail {

/// Longer than a commit takes: who has the database still is at an upgrade.
inline constexpr std::chrono::milliseconds longest_commit(500);

/// For as long as it lives, a statement fails at once where the database is locked.
class WithoutWaiting {
public:
    explicit WithoutWaiting(Session& session) : session_(session) { session_.set_waiting(false); }
    WithoutWaiting(const WithoutWaiting&) = delete;
    WithoutWaiting& operator=(const WithoutWaiting&) = delete;
    ~WithoutWaiting() { session_.set_waiting(true); }

private:
    Session& session_;
};

/// Calls `read` again and again while the database is locked. At the end of the patience, or where it is asked to stop,
/// that is the Error of the last time.
template <class Read> auto read_in_time(Session& session, Patience& patience, const std::stop_token& stop, Read read) {
    const WithoutWaiting here(session); // the waiting is done where it can be stopped
    for (;;) {
        try {
            return read();
        } catch (const Error& error) {
            if (!session.failed_for_a_lock(error) || !patience.pause_unless_stopped(stop)) throw;
        }
    }
}

} // namespace aludel::detail
