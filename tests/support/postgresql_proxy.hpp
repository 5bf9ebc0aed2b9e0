// Between a client and the tests' PostgreSQL server: counts the messages of the protocol, cuts a connection after any
// of them, and makes the way longer.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aludel::test {

enum class Side { frontend, backend }; ///< who sent a message: the client, the server

struct Cut {
    Side side;
    std::uint64_t message; ///< of that side, counted from 1 over all connections
    bool is_forwarded;     ///< whether the other side still has it
};

struct ProxyOptions {
    std::optional<Cut> cut;             ///< of the connection that the message belongs to; the others stay
    std::chrono::milliseconds delay{0}; ///< in each direction; as much goes through as without
};

struct Traffic {
    std::uint64_t frontend = 0; ///< messages
    std::uint64_t backend = 0;
    std::uint64_t round_trips = 0; ///< times that a client spoke after the server had
    std::uint64_t connections = 0;
};

/// Listens on a port of this machine alone, in a thread of its own, from beginning to end. A process that is forked
/// meanwhile keeps its connections open: use it within one process.
class PostgresqlProxy {
public:
    explicit PostgresqlProxy(const ProxyOptions& options = {});
    ~PostgresqlProxy();
    PostgresqlProxy(const PostgresqlProxy&) = delete;
    PostgresqlProxy& operator=(const PostgresqlProxy&) = delete;

    std::string url(const std::string& database) const;
    Traffic traffic() const;
    /// What the connection that was cut had been asked and had not answered for all that its client knows; nothing
    /// where none was cut.
    std::optional<std::string> unanswered_at_cut() const;

private:
    class Work;
    std::unique_ptr<Work> work_;
};

} // namespace aludel::test
