#include "tool/process.hpp"

#include <aludel/error.hpp>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

extern char** environ;

namespace aludel::tool {

namespace {

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 4096> buffer;
    for (;;) {
        const auto count = read(descriptor, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

pid_t start(const std::vector<std::string>& command, const posix_spawn_file_actions_t* actions) {
    std::vector<char*> arguments;
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int error = posix_spawnp(&child, arguments.front(), actions, nullptr, arguments.data(), environ);
    if (error != 0) throw Error("cannot run \"" + command.front() + "\": " + std::strerror(error));
    return child;
}

int status_of(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// A pipe's two ends, closed at the end.
struct Pipe {
    int ends[2] = {-1, -1};

    Pipe() {
        if (pipe(ends) != 0) throw Error(std::string("no pipe: ") + std::strerror(errno));
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        close_writing();
        close(ends[0]);
    }
    void close_writing() {
        if (ends[1] >= 0) close(ends[1]);
        ends[1] = -1;
    }
};

/// What the child does with them before it begins.
struct FileActions {
    posix_spawn_file_actions_t actions;

    explicit FileActions(const Pipe& pipe) {
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, pipe.ends[1], STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, pipe.ends[1], STDERR_FILENO);
        posix_spawn_file_actions_addclose(&actions, pipe.ends[0]);
        posix_spawn_file_actions_addclose(&actions, pipe.ends[1]);
    }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;
    ~FileActions() { posix_spawn_file_actions_destroy(&actions); }
};

} // namespace

ProcessResult run_process(const std::vector<std::string>& command) {
    Pipe pipe;
    const FileActions actions(pipe);
    const auto child = start(command, &actions.actions);
    pipe.close_writing();
    ProcessResult result;
    result.output = read_all(pipe.ends[0]);
    result.status = status_of(child);
    return result;
}

int run_in_terminal(const std::vector<std::string>& command) { return status_of(start(command, nullptr)); }

} // namespace aludel::tool
