// Sockets of this machine, closed at the end.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace aludel::test {

class Socket {
public:
    Socket() = default;
    explicit Socket(int descriptor) : descriptor_(descriptor) {}
    Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~Socket() { close(); }

    int descriptor() const { return descriptor_; }
    void close();
    /// At once, and the other side is told of an error.
    void abort();

private:
    int descriptor_ = -1;
};

/// On a free port. All of these throw std::runtime_error, and none of them blocks afterwards.
Socket listen_on_loopback();
std::uint16_t port_of(const Socket& socket);
Socket accepted(const Socket& listener);
/// `host` with a slash is the directory of a Unix socket, as for libpq.
Socket connected_to(const std::string& host, const std::string& port);

} // namespace aludel::test
