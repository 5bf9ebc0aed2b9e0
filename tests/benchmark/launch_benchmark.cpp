// A launch at the head, as a whole process.
#include "tests/benchmark/long_history.hpp"
#include "tests/benchmark/measure.hpp"

#include <aludel/upgrade.hpp>

namespace aludel::benchmarks {

void launch_at_head(benchmark::State& state) {
    const auto file = scratch_file("head.db");
    const migrations::Dialect* const dialects[] = {migrations::find_dialect("sqlite")};
    const migrations::OwnedChain chain("long_chain", render(migrations::RevisionHistory(long_history(1000)), dialects));
    upgrade(create_engine("sqlite:///" + file), chain.chain());
    compare(
        state,
        [&] {
            run_process({LAUNCH_LIMIT, file});
        },
        [&] {
            run_process({LAUNCH_AT_HEAD, file});
        });
}
BENCHMARK(launch_at_head)->UseManualTime()->Iterations(200)->Unit(benchmark::kMillisecond);

} // namespace aludel::benchmarks
