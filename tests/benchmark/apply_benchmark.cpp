// 1,000 revisions on an empty database, beside the same SQL in one transaction through the same library.
#include "tests/benchmark/long_history.hpp"
#include "tests/benchmark/measure.hpp"

#include <aludel/upgrade.hpp>

#include <sqlite3.h>

#include <cstdlib>
#include <stdexcept>

namespace aludel::benchmarks {

namespace {

migrations::OwnedChain long_chain(const char* dialect) {
    const migrations::Dialect* const dialects[] = {migrations::find_dialect(dialect)};
    return {"long_chain", render(migrations::RevisionHistory(long_history(1000)), dialects)};
}

void execute_raw(const std::string& file, const std::vector<std::string>& sql) {
    sqlite3* database = nullptr;
    if (sqlite3_open(file.c_str(), &database) != SQLITE_OK) throw std::runtime_error("cannot open");
    sqlite3_exec(database, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    for (const auto& statement : sql)
        if (sqlite3_exec(database, statement.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(database));
    sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr);
    sqlite3_close(database);
}

} // namespace

void apply_1000_revisions_sqlite(benchmark::State& state) {
    const auto chain = long_chain("sqlite");
    const auto sql = statements(chain.chain());
    compare(
        state, [&] { execute_raw(scratch_file("raw.db"), sql); },
        [&] { upgrade(create_engine("sqlite:///" + scratch_file("ours.db")), chain.chain()); });
}
BENCHMARK(apply_1000_revisions_sqlite)->UseManualTime()->Iterations(9)->Unit(benchmark::kMillisecond);

/// Against the server in ALUDEL_TEST_POSTGRESQL_URL; its default schema is emptied in between.
void apply_1000_revisions_postgresql(benchmark::State& state) {
    const char* url = std::getenv("ALUDEL_TEST_POSTGRESQL_URL");
    if (!url) return state.SkipWithError("set ALUDEL_TEST_POSTGRESQL_URL to a scratch database");
    const auto engine = create_engine(url);
    const auto chain = long_chain("postgresql");
    const auto sql = statements(chain.chain());
    auto connection = engine.connect();
    const auto empty = [&] { connection.execute("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public"); };
    double limit = 0, ours = 0;
    for ([[maybe_unused]] auto _ : state) {
        empty();
        limit += seconds([&] {
            auto transaction = connection.begin();
            for (const auto& statement : sql) connection.execute(statement);
            transaction.commit();
        });
        empty();
        const double time = seconds([&] { upgrade(connection, chain.chain()); });
        ours += time;
        state.SetIterationTime(time);
    }
    empty();
    state.counters["ratio"] = ours / limit;
}
BENCHMARK(apply_1000_revisions_postgresql)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);

} // namespace aludel::benchmarks
