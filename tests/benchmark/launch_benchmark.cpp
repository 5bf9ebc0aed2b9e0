// A launch at the head, as a whole process.
#include "tests/benchmark/long_history.hpp"
#include "tests/benchmark/measure.hpp"

#include <aludel/upgrade.hpp>

namespace aludel::benchmarks {

namespace {

void launches_at_head(benchmark::State& state, int count) {
    const auto file = scratch_file("head.db");
    const migrations::Dialect* const dialects[] = {migrations::find_dialect("sqlite")};
    const migrations::OwnedChain chain("long_chain", render(migrations::RevisionHistory(long_history(1000)), dialects));
    upgrade(create_engine("sqlite:///" + file), chain.chain());
    compare(
        state,
        [&] {
            run_processes({LAUNCH_LIMIT, file}, count);
        },
        [&] {
            run_processes({LAUNCH_AT_HEAD, file}, count);
        });
}

} // namespace

void launch_at_head(benchmark::State& state) { launches_at_head(state, 1); }
void launch_at_head_64_at_once(benchmark::State& state) { launches_at_head(state, 64); }
BENCHMARK(launch_at_head)->UseManualTime()->Iterations(200)->Unit(benchmark::kMillisecond);
BENCHMARK(launch_at_head_64_at_once)->UseManualTime()->Iterations(20)->Unit(benchmark::kMillisecond);

} // namespace aludel::benchmarks
