#include "tests/support/sockets.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace aludel::test {

namespace {

[[noreturn]] void fail(const char* what) { throw std::runtime_error(std::string(what) + ": " + std::strerror(errno)); }

Socket opened(int family) {
    Socket socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (socket.descriptor() < 0) fail("socket");
    return socket;
}

/// Small messages go at once; whoever writes must be ready to wait.
Socket ready(Socket socket) {
    const int on = 1;
    setsockopt(socket.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(socket.descriptor(), F_SETFL, O_NONBLOCK);
    return socket;
}

} // namespace

void Socket::close() {
    if (const int descriptor = std::exchange(descriptor_, -1); descriptor >= 0) ::close(descriptor);
}

void Socket::abort() {
    const linger at_once{1, 0};
    setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
}

Socket listen_on_loopback() {
    auto socket = opened(AF_INET);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(socket.descriptor(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("bind");
    if (listen(socket.descriptor(), 128) != 0) fail("listen");
    return socket;
}

std::uint16_t port_of(const Socket& socket) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    if (getsockname(socket.descriptor(), reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
    return ntohs(address.sin_port);
}

Socket accepted(const Socket& listener) {
    Socket socket(accept4(listener.descriptor(), nullptr, nullptr, SOCK_CLOEXEC));
    if (socket.descriptor() < 0) fail("accept");
    return ready(std::move(socket));
}

Socket connected_to(const std::string& host, const std::string& port) {
    if (host.find('/') != host.npos) {
        auto socket = opened(AF_UNIX);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const auto path = host + "/.s.PGSQL." + port;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        if (connect(socket.descriptor(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("connect");
        return ready(std::move(socket));
    }
    addrinfo wanted{}, *found = nullptr;
    wanted.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(host.c_str(), port.c_str(), &wanted, &found) != 0) throw std::runtime_error("no host " + host);
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owned(found, freeaddrinfo);
    auto socket = opened(found->ai_family);
    if (connect(socket.descriptor(), found->ai_addr, found->ai_addrlen) != 0) fail("connect");
    return ready(std::move(socket));
}

} // namespace aludel::test
