#include "tests/runtime/launch_fixture.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

namespace aludel::test {

int LaunchTest::in_a_process(const std::function<void(Connection&)>& work) {
    const auto child = fork();
    if (child == 0) {
        try {
            auto mine = create_engine(database.url()).connect();
            work(mine);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s\n", error.what());
            _exit(1);
        }
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return status;
}

} // namespace aludel::test
