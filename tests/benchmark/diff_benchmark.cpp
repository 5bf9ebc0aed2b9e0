// What a build does: comparing, embedding.
#include "migrations/diff/diff.hpp"
#include "tests/benchmark/long_history.hpp"
#include "tests/benchmark/measure.hpp"

#include <filesystem>

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

} // namespace aludel::benchmarks
