#include "tests/runtime/launch_fixture.hpp"

#include "tests/support/child_process.hpp"

namespace aludel::test {

int LaunchTest::in_a_process(const std::function<void(Connection&)>& work) {
    return wait_for(start_child([&] {
        auto mine = create_engine(database.url()).connect();
        work(mine);
    }));
}

} // namespace aludel::test
