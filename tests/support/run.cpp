#include "tests/support/run.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

extern char** environ;

namespace aludel::test {

namespace {

struct Pipe {
    int ends[2];
    // Close-on-exec: a program that another thread starts now must not keep this one open.
    Pipe() {
        if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    }
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    void close_end(int end) {
        if (ends[end] >= 0) close(ends[end]);
        ends[end] = -1;
    }
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (auto& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& changes) {
    std::vector<std::string> result;
    for (char** entry = environ; *entry; ++entry) {
        const std::string text = *entry;
        if (!changes.contains(text.substr(0, text.find('=')))) result.push_back(text);
    }
    for (const auto& [name, value] : changes)
        if (!value.empty()) result.push_back(name + "=" + value);
    return result;
}

[[noreturn]] void become(const char* directory, const int (&streams)[3], char* const* arguments,
                         char* const* environment, int failure) {
    for (int stream = 0; stream < 3; ++stream) dup2(streams[stream], stream);
    signal(SIGPIPE, SIG_DFL);
    if (!*directory || chdir(directory) == 0) execvpe(arguments[0], arguments, environment);
    const int error = errno;
    [[maybe_unused]] const auto written = write(failure, &error, sizeof error);
    _exit(127);
}

/// Reads one end until there is no more. False at its end.
bool read_some(int end, std::string& into) {
    char buffer[65536];
    const auto count = read(end, buffer, sizeof buffer);
    if (count > 0) into.append(buffer, static_cast<std::size_t>(count));
    return count > 0 || (count < 0 && errno == EINTR);
}

void exchange(Pipe& input, Pipe& output, Pipe& error, std::string_view text, RunResult& result) {
    fcntl(input.ends[1], F_SETFL, O_NONBLOCK);
    while (output.ends[0] >= 0 || error.ends[0] >= 0) {
        if (text.empty()) input.close_end(1);
        pollfd polled[] = {{output.ends[0], POLLIN, 0}, {error.ends[0], POLLIN, 0}, {input.ends[1], POLLOUT, 0}};
        if (poll(polled, 3, -1) < 0 && errno != EINTR) throw std::runtime_error("poll failed");
        if (polled[0].revents && !read_some(output.ends[0], result.output)) output.close_end(0);
        if (polled[1].revents && !read_some(error.ends[0], result.error)) error.close_end(0);
        if (polled[2].revents) {
            const auto written = write(input.ends[1], text.data(), text.size());
            if (written < 0 && errno != EAGAIN && errno != EINTR) input.close_end(1); // it does not read any more
            if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
        }
    }
}

} // namespace

RunResult run(const std::vector<std::string>& command, const RunOptions& options) {
    signal(SIGPIPE, SIG_IGN);
    // All memory is had before the fork: afterwards only async-signal-safe calls are allowed.
    auto arguments = command;
    auto environment = environment_with(options.environment);
    const auto argument_pointers = pointers(arguments);
    const auto environment_pointers = pointers(environment);
    const auto directory = options.directory.string();
    Pipe input, output, error, failure;
    const int streams[] = {input.ends[0], output.ends[1], error.ends[1]};

    const auto child = fork();
    if (child < 0) throw std::runtime_error("no process");
    if (child == 0)
        become(directory.c_str(), streams, argument_pointers.data(), environment_pointers.data(), failure.ends[1]);
    input.close_end(0);
    for (auto* pipe : {&output, &error, &failure}) pipe->close_end(1);

    RunResult result;
    exchange(input, output, error, options.input, result);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    int reason = 0;
    if (read(failure.ends[0], &reason, sizeof reason) == sizeof reason)
        throw std::runtime_error(command.at(0) + ": " + std::strerror(reason));
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return result;
}

} // namespace aludel::test
