// Ours and its limit, turn and turn about in one run, so that a noisy machine is noisy for both.
#pragma once

#include <benchmark/benchmark.h>

#include <functional>
#include <string>
#include <vector>

namespace aludel::benchmarks {

double seconds(const std::function<void()>& work);
/// Times `ours` against `limit` until the benchmark has had enough; reports the ratio of their medians, and both in ms.
void compare(benchmark::State& state, const std::function<void()>& limit, const std::function<void()>& ours);
/// A whole process, its output thrown away. Throws where its status is not 0.
void run_process(const std::vector<std::string>& arguments);
/// So many of them at once.
void run_processes(const std::vector<std::string>& arguments, int count);
/// A path for a new file in a directory that goes with the process.
std::string scratch_file(const std::string& name);

} // namespace aludel::benchmarks
