// A table of 1,000,000 rows with two indexes made again, beside SQLite's own procedure written by hand.
#include "migrations/embed.hpp"
#include "migrations/naming.hpp"
#include "tests/benchmark/measure.hpp"

#include <aludel/upgrade.hpp>

#include <sqlite3.h>

#include <filesystem>
#include <stdexcept>

namespace aludel::benchmarks {

using namespace migrations;

namespace {

constexpr const char* rows = R"(
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
INSERT INTO reading (sensor, value, note) SELECT i % 1000, i * 0.5, 'note ' || i FROM n)";

// Section 7 of https://www.sqlite.org/lang_altertable.html, step by step.
constexpr const char* by_hand = R"(
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE new_reading ("id" INTEGER NOT NULL, "sensor" BIGINT NOT NULL, "value" DOUBLE NOT NULL, "note" TEXT NOT NULL,
  CONSTRAINT "pk_reading" PRIMARY KEY ("id"), CONSTRAINT "small" CHECK (sensor < 1000));
INSERT INTO new_reading (id, sensor, value, note) SELECT id, sensor, value, note FROM reading;
DROP TABLE reading;
ALTER TABLE new_reading RENAME TO reading;
CREATE INDEX "ix_reading_sensor" ON "reading" ("sensor");
CREATE INDEX "ix_reading_note" ON "reading" ("note");
PRAGMA foreign_key_check;
COMMIT;)";

RevisionFile revision(const char* id, std::vector<std::string> parents, Operation operation) {
    RevisionFile file;
    file.revision.id = id;
    file.revision.parents = std::move(parents);
    file.revision.upgrade = {std::move(operation)};
    file.place.file = "benchmark.yaml";
    file.upgrade_places = {file.place};
    file.parent_places.resize(file.revision.parents.size(), file.place);
    return file;
}

OwnedChain reading_chain() {
    Table table;
    table.name.name = "reading";
    table.columns = {{.name = "id", .type = {Type::Kind::bigint}, .nullable = false, .identity = true},
                     {.name = "sensor", .type = {Type::Kind::bigint}, .nullable = false},
                     {.name = "value", .type = {Type::Kind::double_precision}, .nullable = false},
                     {.name = "note", .type = {Type::Kind::text}, .nullable = false}};
    table.primary_key = PrimaryKey{{}, {"id"}};
    table.indexes = {{.parts = {{.column = "sensor"}}}, {.parts = {{.column = "note"}}}};
    name_and_sort(table);
    const Dialect* const dialects[] = {find_dialect("sqlite")};
    return {"readings",
            render(RevisionHistory({revision("000000000001", {}, CreateTable{table}),
                                    revision("000000000002", {"000000000001"},
                                             CreateCheck{table.name, {"small", {.common = "sensor < 1000"}}})}),
                   dialects)};
}

void execute(const std::string& file, const char* sql) {
    sqlite3* database = nullptr;
    if (sqlite3_open(file.c_str(), &database) != SQLITE_OK ||
        sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(database));
    sqlite3_close(database);
}

} // namespace

void rebuild_1000000_rows(benchmark::State& state) {
    const auto chain = reading_chain();
    const auto full = scratch_file("full.db");
    {
        auto connection = create_engine("sqlite:///" + full).connect();
        upgrade_to(connection, chain.chain(), "000000000001");
        connection.execute(rows);
    }
    std::vector<double> limits, times;
    double limit = 0, ours = 0;
    for ([[maybe_unused]] auto _ : state) {
        const auto copy = scratch_file("limit.db");
        std::filesystem::copy_file(full, copy);
        limit += seconds([&] { execute(copy, by_hand); });
        std::filesystem::remove(copy);
        std::filesystem::copy_file(full, copy);
        const auto engine = create_engine("sqlite:///" + copy);
        const double time = seconds([&] { upgrade(engine, chain.chain()); });
        ours += time;
        state.SetIterationTime(time);
        std::filesystem::remove(copy);
    }
    state.counters["ratio"] = ours / limit;
}
BENCHMARK(rebuild_1000000_rows)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);

} // namespace aludel::benchmarks
