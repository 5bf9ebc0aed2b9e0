#include "tests/support/child_process.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>

namespace aludel::test {

namespace {

constexpr uid_t nobody = 65534;

pid_t start(const std::function<int()>& work) {
    std::fflush(stdout); // or both would write what is not written yet
    const auto child = fork();
    if (child != 0) return child;
    try {
        _exit(work());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    _exit(1);
}

} // namespace

pid_t start_child(const std::function<void()>& work) {
    return start([&] {
        work();
        return 0;
    });
}

int wait_for(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return status;
}

bool was_killed(pid_t child) {
    const int status = wait_for(child);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return true;
    EXPECT_EQ(status, 0);
    return false;
}

int as_nobody(const std::function<bool()>& holds) {
    const int status = wait_for(start([&] {
        if (getuid() == 0 && setuid(nobody) != 0) return 2;
        return holds() ? 0 : 1;
    }));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
}

} // namespace aludel::test
