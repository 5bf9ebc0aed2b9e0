// Reading a live database of 500 tables, beside SQLAlchemy's reflection of the same one where that is installed.
#include "migrations/diff/diff.hpp"
#include "migrations/embed/embed.hpp"
#include "tests/benchmark/long_history.hpp"
#include "tests/benchmark/measure.hpp"

#include <aludel/upgrade.hpp>

#include <cstdlib>

namespace aludel::benchmarks {

using namespace migrations;

namespace {

constexpr const char* reflect = "import sys, sqlalchemy\n"
                                "metadata = sqlalchemy.MetaData()\n"
                                "metadata.reflect(sqlalchemy.create_engine(sys.argv[1]))\n"
                                "assert len(metadata.tables) >= 500\n";

void make_tables(const Engine& engine) {
    RevisionFile file;
    file.revision = {.id = "000000000001", .upgrade = diff({}, wide_schema(500, 12)).operations};
    auto connection = engine.connect();
    const auto* dialect = find_dialect(connection.dialect());
    upgrade(connection, OwnedChain("wide", render(RevisionHistory({file}), {&dialect, 1})).chain());
}

void inspect_500_tables(benchmark::State& state, const std::string& url) {
    const auto engine = create_engine(url);
    make_tables(engine);
    const auto& dialect = *find_dialect(engine.dialect());
    const auto inspect = [&] {
        auto connection = engine.connect();
        benchmark::DoNotOptimize(dialect.inspect(connection));
    };
    const bool has_peer = std::system("/usr/bin/python3 -c 'import sqlalchemy, psycopg2' 2>/dev/null") == 0;
    if (!has_peer) {
        for ([[maybe_unused]] auto _ : state) inspect();
        state.SetLabel("SQLAlchemy is not installed");
        return;
    }
    compare(
        state,
        [&] {
            run_process({"/usr/bin/python3", "-c", reflect, url});
        },
        inspect);
}

} // namespace

void inspect_500_tables_sqlite(benchmark::State& state) {
    inspect_500_tables(state, "sqlite:////" + scratch_file("wide.db").substr(1));
}
BENCHMARK(inspect_500_tables_sqlite)->UseManualTime()->Iterations(3)->Unit(benchmark::kMillisecond);

/// Against the server in ALUDEL_TEST_POSTGRESQL_URL; its default schema is emptied before and after.
void inspect_500_tables_postgresql(benchmark::State& state) {
    const char* url = std::getenv("ALUDEL_TEST_POSTGRESQL_URL");
    if (!url) return state.SkipWithError("set ALUDEL_TEST_POSTGRESQL_URL to a scratch database");
    const auto empty = [&] {
        create_engine(url).connect().execute("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public");
    };
    empty();
    inspect_500_tables(state, url);
    empty();
}
BENCHMARK(inspect_500_tables_postgresql)->UseManualTime()->Iterations(3)->Unit(benchmark::kMillisecond);

} // namespace aludel::benchmarks
