// How long an application's statements wait for an upgrade, at most: a reader and a writer on a table of 1,000,000
// rows, on PostgreSQL, beside the ALTER TABLE and CREATE INDEX that come to mind first.
#include "tests/benchmark/measure.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>
#include <aludel/upgrade.hpp>

#include <algorithm>
#include <atomic>
#include <thread>

namespace aludel::benchmarks {

namespace {

constexpr int rows = 1'000'000;

void fill(Connection& connection) {
    connection.execute("DROP TABLE IF EXISTS reading; DROP TABLE IF EXISTS aludel_revision");
    connection.execute("CREATE TABLE reading (id bigint PRIMARY KEY, value integer NOT NULL)");
    connection.execute("INSERT INTO reading SELECT i, i % 1000 FROM generate_series(1, " + std::to_string(rows) +
                       ") AS i");
    connection.execute("VACUUM ANALYZE reading");
}

/// The longest that one of the statements took while the work was done, in seconds.
class Bystander {
public:
    Bystander(const std::string& url, std::string sql)
        : connection_(create_engine(url).connect()), sql_(std::move(sql)), thread_([this](const std::stop_token& stop) {
              while (!stop.stop_requested()) longest_ = std::max(longest_, seconds([this] { once(); }));
          }) {}

    double longest() {
        thread_.request_stop();
        thread_.join();
        return longest_;
    }

private:
    void once() { connection_.execute(sql_, std::int64_t{1 + next_++ * 7919 % rows}); }

    Connection connection_;
    std::string sql_;
    double longest_ = 0;
    std::int64_t next_ = 0;
    std::jthread thread_;
};

struct Waits {
    double reader, writer;
};

Waits waits_during(const std::string& url, const std::function<void()>& work) {
    Bystander reader(url, "SELECT value FROM reading WHERE id = $1");
    Bystander writer(url, "UPDATE reading SET value = value + 1 WHERE id = $1");
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    work();
    return {reader.longest(), writer.longest()};
}

ChainStep step(ChainStep::Kind kind, std::string_view sql) { return {kind, sql, {}, {}, {}, {}, nullptr}; }

/// What `add_column`, `backfill` and a `create_index` with `concurrently` are rendered to.
Waits with_an_upgrade(const std::string& url) {
    static constexpr std::string_view key[] = {"\"id\""};
    static constexpr Batches batches{"\"reading\"",    key,  R"(UPDATE "reading" SET "scaled" = value * 10)",
                                     "scaled IS NULL", 5000, 5};
    auto fill_column = step(ChainStep::Kind::batched_update, batches.update);
    fill_column.subject = "reading";
    fill_column.batches = &batches;
    const ChainStep steps[] = {step(ChainStep::Kind::sql, R"(ALTER TABLE "reading" ADD COLUMN "scaled" integer)"),
                               fill_column,
                               step(ChainStep::Kind::sql_alone, "CREATE INDEX CONCURRENTLY ix ON reading (scaled)")};
    const DialectSteps dialect[] = {{"postgresql", steps, {}}};
    ChainRevision revision{};
    revision.id = "a";
    revision.checksum = "1:a";
    revision.dialects = dialect;
    const Chain chain{"online", {&revision, 1}};
    return waits_during(url, [&] { upgrade(create_engine(url), chain); });
}

Waits with_plain_sql(const std::string& url) {
    auto connection = create_engine(url).connect();
    return waits_during(url, [&] {
        connection.execute(
            "BEGIN; ALTER TABLE reading ADD COLUMN scaled integer; UPDATE reading SET scaled = value * 10; "
            "CREATE INDEX ix ON reading (scaled); COMMIT");
    });
}

} // namespace

void waiting_for_an_upgrade_of_1000000_rows(benchmark::State& state) {
    const test::TemporaryDatabase database("postgresql");
    auto connection = create_engine(database.url()).connect();
    for ([[maybe_unused]] auto _ : state) {
        fill(connection);
        const auto limit = with_plain_sql(database.url());
        fill(connection);
        const auto ours = with_an_upgrade(database.url());
        state.SetIterationTime(std::max(ours.reader, ours.writer));
        state.counters["reader_ms"] = ours.reader * 1000;
        state.counters["writer_ms"] = ours.writer * 1000;
        state.counters["plain_reader_ms"] = limit.reader * 1000;
        state.counters["plain_writer_ms"] = limit.writer * 1000;
    }
}
BENCHMARK(waiting_for_an_upgrade_of_1000000_rows)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace aludel::benchmarks
