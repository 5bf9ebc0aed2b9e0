// A table of 1,000,000 rows with two indexes whose definition changes, beside SQLite's own procedure for a rebuild,
// written by hand. Where no stored byte depends on the change, ours is an edit of the definition.
#include "tests/benchmark/measure.hpp"

#include <aludel/upgrade.hpp>

#include <sqlite3.h>

#include <filesystem>
#include <stdexcept>

namespace aludel::benchmarks {

namespace {

const std::string positive = R"(, CONSTRAINT "positive" CHECK (value > 0))";

/// The columns as they are, but for what a case changes.
std::string definition(const std::string& sensor, const std::string& note, const std::string& constraints) {
    return R"("id" INTEGER NOT NULL, "sensor" BIGINT)" + sensor + R"(, "value" DOUBLE NOT NULL, "note" TEXT)" + note +
           R"(, CONSTRAINT "pk_reading" PRIMARY KEY ("id"))" + constraints;
}

const std::string indexes = R"(
CREATE INDEX "ix_reading_sensor" ON "reading" ("sensor");
CREATE INDEX "ix_reading_note" ON "reading" ("note");)";

const std::string rows = R"(
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
INSERT INTO reading (sensor, value, note) SELECT i % 1000, i * 0.5, 'note ' || i FROM n;
COMMIT;)";

/// Section 7 of https://www.sqlite.org/lang_altertable.html, step by step.
std::string by_hand(const std::string& definition) {
    return "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE; CREATE TABLE new_reading (" + definition + ");" + R"(
INSERT INTO new_reading (id, sensor, value, note) SELECT id, sensor, value, note FROM reading;
DROP TABLE reading;
ALTER TABLE new_reading RENAME TO reading;)" +
           indexes + "PRAGMA foreign_key_check; COMMIT;";
}

void execute(const std::string& file, const std::string& sql) {
    sqlite3* database = nullptr;
    if (sqlite3_open(file.c_str(), &database) != SQLITE_OK ||
        sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(database));
    sqlite3_close(database);
}

/// Made once.
const std::string& full_database() {
    static const std::string file = [] {
        const auto made = scratch_file("full.db");
        execute(made, "CREATE TABLE reading (" + definition(" NOT NULL", " DEFAULT 'none'", positive) + ");" + indexes +
                          rows);
        return made;
    }();
    return file;
}

double seconds_on_copy(const std::function<void(const std::string&)>& work) {
    const auto copy = scratch_file("copy.db");
    std::filesystem::copy_file(full_database(), copy);
    const double time = seconds([&] { work(copy); });
    std::filesystem::remove(copy);
    return time;
}

/// With `obstacles`, the look at the rows that a revision has before such a change.
void definition_of_1000000_rows(benchmark::State& state, TableEdit edit, std::string_view obstacles,
                                const std::string& new_definition) {
    ChainStep check{}, rebuild{};
    check.kind = ChainStep::Kind::check;
    check.sql = obstacles;
    rebuild.kind = ChainStep::Kind::rebuild;
    rebuild.subject = "reading";
    rebuild.edits = std::span(&edit, 1);
    const ChainStep both[] = {check, rebuild};
    const DialectSteps dialects[] = {{"sqlite", std::span(both).subspan(obstacles.empty() ? 1 : 0), {}}};
    ChainRevision revision{};
    revision.id = revision.message = revision.checksum = "r";
    revision.dialects = dialects;
    const Chain chain{"readings", std::span(&revision, 1)};
    double limit = 0, ours = 0;
    for ([[maybe_unused]] auto _ : state) {
        limit += seconds_on_copy([&](const std::string& file) { execute(file, by_hand(new_definition)); });
        const double time =
            seconds_on_copy([&](const std::string& file) { upgrade(create_engine("sqlite:///" + file), chain); });
        ours += time;
        state.SetIterationTime(time);
    }
    state.counters["by_hand_ms"] = limit / static_cast<double>(state.iterations()) * 1000;
    state.counters["ratio"] = ours / limit;
}

} // namespace

#define DEFINITION_BENCHMARK(name, ...)                                                                                \
    BENCHMARK_CAPTURE(definition_of_1000000_rows, name, __VA_ARGS__)                                                   \
        ->UseManualTime()                                                                                              \
        ->Iterations(3)                                                                                                \
        ->Unit(benchmark::kMillisecond)

using Edit = TableEdit::Kind;

DEFINITION_BENCHMARK(rebuild, {Edit::set_collation, "note", "NOCASE", {}}, "",
                     definition(" NOT NULL", " DEFAULT 'none' COLLATE NOCASE", positive));
DEFINITION_BENCHMARK(drop_not_null, {Edit::drop_not_null, "sensor", {}, {}}, "",
                     definition("", " DEFAULT 'none'", positive));
DEFINITION_BENCHMARK(drop_check, {Edit::drop_check, "positive", {}, {}}, "",
                     definition(" NOT NULL", " DEFAULT 'none'", ""));
DEFINITION_BENCHMARK(set_not_null, {Edit::set_not_null, "note", {}, {}},
                     "SELECT id, NULL FROM reading WHERE (note) IS NULL",
                     definition(" NOT NULL", " DEFAULT 'none' NOT NULL", positive));
DEFINITION_BENCHMARK(add_check, {Edit::add_constraint, "small", "CONSTRAINT small CHECK (sensor < 1000)", {}},
                     "SELECT id, sensor FROM reading WHERE NOT (sensor < 1000)",
                     definition(" NOT NULL", " DEFAULT 'none'", positive + ", CONSTRAINT small CHECK (sensor < 1000)"));
DEFINITION_BENCHMARK(change_default, {Edit::change_default, "note", "'nothing'", {}}, "",
                     definition(" NOT NULL", " DEFAULT 'nothing'", positive));

#undef DEFINITION_BENCHMARK

} // namespace aludel::benchmarks
