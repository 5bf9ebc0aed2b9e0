#include "tests/support/postgresql_proxy.hpp"

#include "tests/support/message_splitter.hpp"
#include "tests/support/postgresql_server.hpp"
#include "tests/support/sockets.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <list>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace aludel::test {

namespace {

using Clock = std::chrono::steady_clock;

/// What is on its way to one side.
struct Parcel {
    Clock::time_point due;
    std::string bytes;
    bool cuts = false; ///< the connection, when it has arrived
};

/// One direction of a connection.
struct Way {
    Side side; ///< who sends
    MessageSplitter splitter;
    std::deque<Parcel> parcels = {};
    bool ended = false;

    bool is_due(Clock::time_point now) const { return !parcels.empty() && parcels.front().due <= now; }
};

struct Link {
    Socket client, server;
    Way up{Side::frontend, MessageSplitter::of_frontend()};
    Way down{Side::backend, MessageSplitter::of_backend()};
    Side spoke_last = Side::backend;
    std::string unanswered = {};
    bool is_cut = false, is_over = false;
};

/// Of a Query or a Parse.
std::string sql_of(std::string_view message) {
    if (message[0] == 'Q') return std::string(message.substr(5).data());
    if (message[0] != 'P') return {};
    const std::string_view name(message.substr(5).data());
    return std::string(message.substr(6 + name.size()).data());
}

} // namespace

class PostgresqlProxy::Work {
public:
    explicit Work(const ProxyOptions& options)
        : options_(options),
          server_(postgresql_server_place()),
          listener_(listen_on_loopback()),
          port_(port_of(listener_)) {
        if (pipe2(stop_, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        thread_ = std::thread([this] { forward(); });
    }
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;
    ~Work() {
        ::close(stop_[1]);
        thread_.join();
        ::close(stop_[0]);
    }

    std::string url(const std::string& database) const {
        return "postgresql://" + server_.user + (server_.user.empty() ? "" : "@") +
               "127.0.0.1:" + std::to_string(port_) + "/" + database;
    }
    Traffic traffic() const {
        const std::lock_guard lock(mutex_);
        return traffic_;
    }
    std::optional<std::string> unanswered_at_cut() const {
        const std::lock_guard lock(mutex_);
        return unanswered_at_cut_;
    }

private:
    void forward() {
        for (;;) {
            std::vector<pollfd> polled{{stop_[0], POLLIN, 0}, {listener_.descriptor(), POLLIN, 0}};
            const auto now = Clock::now();
            for (const auto& link : links_) {
                polled.push_back({link.client.descriptor(), events(link.up, link.down, now), 0});
                polled.push_back({link.server.descriptor(), events(link.down, link.up, now), 0});
            }
            const auto time = time_to_next(now);
            if (ppoll(polled.data(), polled.size(), time ? &*time : nullptr, nullptr) < 0 && errno != EINTR) return;
            if (polled[0].revents != 0) return;
            std::size_t i = 2;
            for (auto& link : links_) {
                read_some(link, link.up, link.client, polled[i++].revents);
                read_some(link, link.down, link.server, polled[i++].revents);
                deliver(link, link.up, link.server);
                deliver(link, link.down, link.client);
            }
            links_.remove_if([](const Link& link) { return link.is_over; });
            if (polled[1].revents != 0) accept_one();
        }
    }

    static short events(const Way& from, const Way& to, Clock::time_point now) {
        return static_cast<short>((from.ended ? 0 : POLLIN) | (to.is_due(now) ? POLLOUT : 0));
    }

    /// As ppoll() takes it; nothing where there is nothing to wait for.
    std::optional<timespec> time_to_next(Clock::time_point now) const {
        auto next = Clock::time_point::max();
        for (const auto& link : links_)
            for (const auto* way : {&link.up, &link.down})
                if (!way->parcels.empty() && way->parcels.front().due > now)
                    next = std::min(next, way->parcels.front().due);
        if (next == Clock::time_point::max()) return std::nullopt;
        const auto left = std::chrono::nanoseconds(next - now).count();
        return timespec{left / 1'000'000'000, left % 1'000'000'000};
    }

    void accept_one() {
        auto& link = links_.emplace_back();
        link.client = accepted(listener_);
        try {
            link.server = connected_to(server_.host, server_.port);
        } catch (const std::exception&) {
            links_.pop_back();
            return;
        }
        const std::lock_guard lock(mutex_);
        ++traffic_.connections;
    }

    void read_some(Link& link, Way& way, const Socket& from, int events) {
        if (events == 0 || way.ended || link.is_over) return;
        char buffer[65536];
        const auto count = recv(from.descriptor(), buffer, sizeof buffer, 0);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (count <= 0) {
            way.ended = true;
            return;
        }
        way.splitter.add({buffer, static_cast<std::size_t>(count)});
        while (!link.is_cut) {
            auto message = way.splitter.next();
            if (!message) break;
            take(link, way, *std::move(message));
        }
    }

    void take(Link& link, Way& way, std::string message) {
        const std::lock_guard lock(mutex_);
        if (way.side == Side::frontend) {
            if (link.spoke_last == Side::backend) ++traffic_.round_trips;
            if (MessageSplitter::asks_for_encryption(message)) link.down.splitter.expect_one_byte();
        }
        link.spoke_last = way.side;
        const auto number = ++(way.side == Side::frontend ? traffic_.frontend : traffic_.backend);
        link.is_cut = options_.cut && options_.cut->side == way.side && options_.cut->message == number;
        const bool is_lost = link.is_cut && !options_.cut->is_forwarded;
        if (way.side == Side::frontend)
            link.unanswered += sql_of(message) + "\n";
        else if (message[0] == 'Z' && !is_lost)
            link.unanswered.clear();
        if (link.is_cut) unanswered_at_cut_ = link.unanswered;
        way.parcels.push_back(
            {Clock::now() + options_.delay, is_lost ? std::string() : std::move(message), link.is_cut});
    }

    static void deliver(Link& link, Way& way, const Socket& to) {
        while (!link.is_over && way.is_due(Clock::now())) {
            auto& parcel = way.parcels.front();
            const auto count = send(to.descriptor(), parcel.bytes.data(), parcel.bytes.size(), MSG_NOSIGNAL);
            if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
            if (count < 0) { // it reads no more
                link.is_over = true;
                return;
            }
            parcel.bytes.erase(0, static_cast<std::size_t>(count));
            if (!parcel.bytes.empty()) return;
            if (parcel.cuts) {
                link.client.abort();
                link.server.abort();
                link.is_over = true;
                return;
            }
            way.parcels.pop_front();
        }
        if (way.ended && way.parcels.empty()) link.is_over = true;
    }

    const ProxyOptions options_;
    const ServerPlace server_;
    Socket listener_;
    const std::uint16_t port_;
    int stop_[2] = {-1, -1};
    std::list<Link> links_;
    mutable std::mutex mutex_; ///< of what follows
    Traffic traffic_;
    std::optional<std::string> unanswered_at_cut_;
    std::thread thread_;
};

PostgresqlProxy::PostgresqlProxy(const ProxyOptions& options) : work_(std::make_unique<Work>(options)) {}
PostgresqlProxy::~PostgresqlProxy() = default;

std::string PostgresqlProxy::url(const std::string& database) const { return work_->url(database); }
Traffic PostgresqlProxy::traffic() const { return work_->traffic(); }
std::optional<std::string> PostgresqlProxy::unanswered_at_cut() const { return work_->unanswered_at_cut(); }

} // namespace aludel::test
