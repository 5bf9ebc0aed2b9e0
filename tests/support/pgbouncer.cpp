#include "tests/support/pgbouncer.hpp"

#include "tests/support/postgresql_server.hpp"
#include "tests/support/sockets.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <thread>

namespace aludel::test {

namespace {

/// It refuses to run as root, as the server does.
std::string unprivileged_user() {
    for (const char* user : {"postgres", "nobody"})
        if (getpwnam(user)) return user;
    throw std::runtime_error("started by root, and there is no user postgres or nobody to run PgBouncer as");
}

std::string configuration(const std::string& port, const std::string& pool_mode, int pool_size) {
    const auto server = postgresql_server_place();
    return "[databases]\n* = host=" + server.host + " port=" + server.port + " user=" + server.user +
           "\n[pgbouncer]\n" + "listen_addr = 127.0.0.1\nlisten_port = " + port +
           "\nunix_socket_dir =\nauth_type = any\n" + "pool_mode = " + pool_mode +
           "\ndefault_pool_size = " + std::to_string(pool_size) +
           "\nmax_client_conn = 300\nserver_connect_timeout = 5\nlog_connections = 0\nlog_disconnections = 0\n";
}

} // namespace

Pgbouncer::Pgbouncer(const std::string& pool_mode, int pool_size) {
    {
        const auto listener = listen_on_loopback(); // a port that is free
        port_ = std::to_string(port_of(listener));
    }
    user_ = postgresql_server_place().user;
    write_file(directory_ / "pgbouncer.ini", configuration(port_, pool_mode, pool_size));
    std::filesystem::permissions(directory_.path(), std::filesystem::perms(0755));
    start();
    for (int i = 0; i < 500 && !answers(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (!answers()) throw std::runtime_error("PgBouncer does not answer: " + read_file(directory_ / "log"));
}

Pgbouncer::~Pgbouncer() {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
}

void Pgbouncer::start() {
    const auto file = (directory_ / "pgbouncer.ini").string(), log = (directory_ / "log").string();
    const bool is_root = geteuid() == 0;
    const auto user = is_root ? unprivileged_user() : std::string();
    const auto path = std::string(getenv("PATH") ? getenv("PATH") : "") + ":/usr/sbin:/usr/local/sbin";
    process_ = fork();
    if (process_ != 0) return;
    const int output = open(log.c_str(), O_CREAT | O_WRONLY, 0644);
    dup2(output, 1);
    dup2(output, 2);
    setenv("PATH", path.c_str(), 1);
    if (is_root)
        execlp("pgbouncer", "pgbouncer", "-u", user.c_str(), file.c_str(), nullptr);
    else
        execlp("pgbouncer", "pgbouncer", file.c_str(), nullptr);
    const std::string_view missing = "pgbouncer is not found: install it";
    [[maybe_unused]] const auto written = write(2, missing.data(), missing.size());
    _exit(127);
}

bool Pgbouncer::answers() const {
    try {
        connected_to("127.0.0.1", port_);
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

std::string Pgbouncer::url(const std::string& database) const {
    return "postgresql://" + user_ + "@127.0.0.1:" + port_ + "/" + database;
}

} // namespace aludel::test
