// The command as a whole process, beside one that reads the same bytes.
#include "migrations/diff/diff.hpp"
#include "tests/benchmark/long_history.hpp"
#include "tests/benchmark/measure.hpp"

#include <filesystem>
#include <fstream>

namespace aludel::benchmarks {

using namespace migrations;

namespace {

/// Of a directory, for a process that reads every file of it.
std::vector<std::string> reading(const std::string& directory) {
    std::vector<std::string> command{"/bin/cat"};
    for (const auto& entry : std::filesystem::directory_iterator(directory)) command.push_back(entry.path());
    return command;
}

void on_1000_revisions(benchmark::State& state, const char* command) {
    const auto directory = scratch_file("revisions");
    for (const auto& file : long_history(1000)) add_revision(directory, file.revision);
    compare(
        state, [&] { run_process(reading(directory)); },
        [&] {
            run_process({ALUDEL_COMMAND, "--directory", directory, command});
        });
}

std::string schema_file(const Schema& schema) {
    auto path = scratch_file("schema.yaml");
    std::ofstream(path) << write_schema(schema);
    return path;
}

void diff_of_files(benchmark::State& state, int tables, int columns) {
    const auto schema = wide_schema(tables, columns);
    auto changed = schema;
    for (auto& [name, table] : changed.tables)
        if (name.name.ends_with("0")) table.columns.push_back({.name = "added", .type = {Type::Kind::integer}});
    const auto before = schema_file(schema), after = schema_file(changed);
    compare(
        state,
        [&] {
            run_process({"/bin/cat", before, after});
        },
        [&] {
            run_process({ALUDEL_COMMAND, "diff", "--from", before, "--to", after});
        });
}

/// As it is in a project: the revisions on one side.
void diff_of_revisions(benchmark::State& state) {
    const auto directory = scratch_file("revisions");
    auto schema = wide_schema(500, 12);
    add_revision(directory, {.id = "000000000001", .message = "all tables", .upgrade = diff({}, schema).operations});
    schema.tables.begin()->second.columns.push_back({.name = "added", .type = {Type::Kind::integer}});
    const auto after = schema_file(schema);
    auto read = reading(directory);
    read.push_back(after);
    compare(
        state, [&] { run_process(read); },
        [&] {
            run_process({ALUDEL_COMMAND, "--directory", directory, "diff", "--to", after});
        });
}

} // namespace

void aludel_history(benchmark::State& state) { on_1000_revisions(state, "history"); }
void aludel_heads(benchmark::State& state) { on_1000_revisions(state, "heads"); }
void aludel_check(benchmark::State& state) { on_1000_revisions(state, "check"); }
void aludel_diff_200_tables(benchmark::State& state) { diff_of_files(state, 200, 12); }
void aludel_diff_500_tables(benchmark::State& state) { diff_of_files(state, 500, 12); }
void aludel_diff_500_tables_of_revisions(benchmark::State& state) { diff_of_revisions(state); }

BENCHMARK(aludel_history)->UseManualTime()->Iterations(30)->Unit(benchmark::kMillisecond);
BENCHMARK(aludel_heads)->UseManualTime()->Iterations(30)->Unit(benchmark::kMillisecond);
BENCHMARK(aludel_check)->UseManualTime()->Iterations(30)->Unit(benchmark::kMillisecond);
BENCHMARK(aludel_diff_200_tables)->UseManualTime()->Iterations(30)->Unit(benchmark::kMillisecond);
BENCHMARK(aludel_diff_500_tables)->UseManualTime()->Iterations(30)->Unit(benchmark::kMillisecond);
BENCHMARK(aludel_diff_500_tables_of_revisions)->UseManualTime()->Iterations(30)->Unit(benchmark::kMillisecond);

} // namespace aludel::benchmarks
