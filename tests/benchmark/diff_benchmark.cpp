// What a build and the command do: comparing, embedding, and `aludel diff` as a whole process.
#include "migrations/diff.hpp"
#include "tests/benchmark/long_history.hpp"
#include "tests/benchmark/measure.hpp"

#include <filesystem>
#include <fstream>

namespace aludel::benchmarks {

using namespace migrations;

namespace {

Schema changed(Schema schema) {
    int count = 0;
    for (auto& [name, table] : schema.tables) {
        if (count++ % 50 != 0) continue;
        table.columns.push_back({.name = "added", .type = {Type::Kind::integer}});
    }
    return schema;
}

} // namespace

void diff_500_tables(benchmark::State& state) {
    const auto before = wide_schema(500, 20);
    const auto after = changed(before);
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(diff(before, after));
}
BENCHMARK(diff_500_tables)->Unit(benchmark::kMillisecond);

void embed_1000_revisions(benchmark::State& state) {
    const auto directory = std::filesystem::path(scratch_file("revisions"));
    for (const auto& file : long_history(1000)) add_revision(directory, file.revision);
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(embed("long_chain", render(RevisionHistory(directory), dialects())));
}
BENCHMARK(embed_1000_revisions)->Unit(benchmark::kMillisecond);

void aludel_diff_200_tables(benchmark::State& state) {
    const auto file = [](const char* name, const Schema& schema) {
        const auto path = scratch_file(name);
        std::ofstream(path) << write_schema(schema);
        return path;
    };
    const auto before = file("before.yaml", wide_schema(200, 12));
    const auto after = file("after.yaml", changed(wide_schema(200, 12)));
    for ([[maybe_unused]] auto _ : state) run_process({ALUDEL_COMMAND, "diff", "--from", before, "--to", after});
}
BENCHMARK(aludel_diff_200_tables)->Unit(benchmark::kMillisecond);

} // namespace aludel::benchmarks
