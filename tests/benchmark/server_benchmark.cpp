// PostgreSQL far away, and many tenants: each beside what libpq does with the same SQL.
#include "tests/benchmark/long_history.hpp"
#include "tests/benchmark/measure.hpp"
#include "tests/support/postgresql_proxy.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/upgrade_all.hpp>

#include <libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <thread>

namespace aludel::benchmarks {

namespace {

using Handle = std::unique_ptr<PGconn, void (*)(PGconn*)>;

Handle connected(const std::string& url) {
    Handle handle(PQconnectdb(url.c_str()), PQfinish);
    if (PQstatus(handle.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(handle.get()));
    return handle;
}

migrations::OwnedChain chain_of(int revisions) {
    const migrations::Dialect* const dialects[] = {migrations::find_dialect("postgresql")};
    return {"long_chain", render(migrations::RevisionHistory(long_history(revisions)), dialects)};
}

void run_in_pipeline(const std::string& url, const std::vector<std::string>& sql) {
    const auto handle = connected(url);
    const auto send = [&](const char* statement) {
        if (PQsendQueryParams(handle.get(), statement, 0, nullptr, nullptr, nullptr, nullptr, 0) != 1)
            throw std::runtime_error(PQerrorMessage(handle.get()));
    };
    PQenterPipelineMode(handle.get());
    send("BEGIN");
    for (const auto& statement : sql) send(statement.c_str());
    send("COMMIT");
    PQpipelineSync(handle.get());
    for (ExecStatusType status = PGRES_COMMAND_OK; status != PGRES_PIPELINE_SYNC;) {
        const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQgetResult(handle.get()), PQclear);
        if (!result) continue;
        status = PQresultStatus(result.get());
        if (status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED)
            throw std::runtime_error(PQerrorMessage(handle.get()));
    }
}

void run_at_once(const std::string& url, const std::vector<std::string>& schemas, const std::string& sql) {
    std::vector<std::jthread> threads;
    for (std::size_t first = 0; first < 4; ++first)
        threads.emplace_back([&, first] {
            const auto handle = connected(url);
            for (auto i = first; i < schemas.size(); i += 4) {
                const auto text = "SET search_path = " + schemas[i] + "; BEGIN; " + sql + "; COMMIT";
                PQclear(PQexec(handle.get(), text.c_str()));
            }
        });
}

} // namespace

void apply_1000_revisions_5_ms_away(benchmark::State& state) {
    const auto chain = chain_of(1000);
    const auto sql = statements(chain.chain());
    const test::PostgresqlProxy proxy({.cut = {}, .delay = std::chrono::milliseconds(5)});
    std::unique_ptr<test::TemporaryDatabase> database;
    const auto url = [&] {
        database = std::make_unique<test::TemporaryDatabase>("postgresql");
        return proxy.url(database->name());
    };
    compare(
        state, [&] { run_in_pipeline(url(), sql); }, [&] { upgrade(create_engine(url()), chain.chain()); });
}
BENCHMARK(apply_1000_revisions_5_ms_away)->UseManualTime()->Iterations(3)->Unit(benchmark::kMillisecond);

void upgrade_1000_tenants(benchmark::State& state) {
    const auto chain = chain_of(3);
    std::string sql;
    for (const auto& statement : statements(chain.chain())) sql += (sql.empty() ? "" : "; ") + statement;
    const test::TemporaryDatabase database("postgresql");
    auto connection = create_engine(database.url()).connect();
    std::vector<std::string> schemas, raw_schemas;
    std::vector<Engine> engines;
    int round = 0;
    const auto make = [&](const std::string& prefix, std::vector<std::string>& names) {
        names.clear();
        for (int i = 0; i < 1000; ++i) {
            names.push_back(prefix + std::to_string(round) + "_" + std::to_string(i));
            connection.execute("CREATE SCHEMA " + names.back());
        }
    };
    const auto separator = database.url().find('?') == std::string::npos ? "?" : "&";
    double limit = 0, ours = 0;
    for ([[maybe_unused]] auto _ : state) {
        ++round;
        make("raw", raw_schemas);
        make("ours", schemas);
        engines.clear();
        for (const auto& schema : schemas)
            engines.push_back(create_engine(database.url() + separator + "options=-csearch_path%3D" + schema));
        limit += seconds([&] { run_at_once(database.url(), raw_schemas, sql); });
        const double time = seconds([&] {
            for (const auto& result : upgrade_all(engines, chain.chain()))
                if (!result.outcome) throw std::runtime_error(result.error);
        });
        ours += time;
        state.SetIterationTime(time);
    }
    state.counters["ratio"] = ours / limit;
    state.counters["limit_ms"] = limit * 1000 / round;
}
BENCHMARK(upgrade_1000_tenants)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace aludel::benchmarks
