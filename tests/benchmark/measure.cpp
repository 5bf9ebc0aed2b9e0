#include "tests/benchmark/measure.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace aludel::benchmarks {

namespace {

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct Scratch {
    std::filesystem::path path;
    Scratch() {
        auto pattern = (std::filesystem::temp_directory_path() / "aludel-benchmark-XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw std::runtime_error("no scratch directory");
        path = pattern;
    }
    ~Scratch() { std::filesystem::remove_all(path); }
};

} // namespace

double seconds(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void compare(benchmark::State& state, const std::function<void()>& limit, const std::function<void()>& ours) {
    std::vector<double> limits, times;
    for ([[maybe_unused]] auto _ : state) {
        limits.push_back(seconds(limit));
        times.push_back(seconds(ours));
        state.SetIterationTime(times.back());
    }
    state.counters["limit_ms"] = median(limits) * 1000;
    state.counters["ours_ms"] = median(times) * 1000;
    state.counters["ratio"] = median(times) / median(limits);
}

namespace {

pid_t started(const std::vector<std::string>& arguments) {
    std::vector<char*> words;
    for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const int status = posix_spawn(&child, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (status != 0) throw std::runtime_error(arguments[0] + " cannot be started");
    return child;
}

} // namespace

void run_process(const std::vector<std::string>& arguments) { run_processes(arguments, 1); }

void run_processes(const std::vector<std::string>& arguments, int count) {
    std::vector<pid_t> children;
    for (int i = 0; i < count; ++i) children.push_back(started(arguments));
    int failures = 0;
    for (const auto child : children) {
        int status = 0;
        failures += waitpid(child, &status, 0) != child || status != 0;
    }
    if (failures > 0) throw std::runtime_error(arguments[0] + " failed");
}

std::string scratch_file(const std::string& name) {
    static const Scratch scratch;
    static int count = 0;
    return (scratch.path / (std::to_string(count++) + "-" + name)).string();
}

} // namespace aludel::benchmarks
