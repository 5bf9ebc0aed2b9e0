// How often an upgrade waits for the server: with it far away that is what it costs.
#include "tests/runtime/test_chain.hpp"
#include "tests/support/postgresql_proxy.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

namespace aludel::test {
namespace {

/// A new table, then a column for it, and so on: one statement each.
std::vector<TestRevision> small_revisions(int count, std::deque<std::string>& texts) {
    std::vector<TestRevision> revisions;
    for (int i = 0; i < count; ++i) {
        const auto table = "t" + std::to_string(i / 2);
        texts.push_back(i % 2 == 0 ? "CREATE TABLE " + table + " (id bigint PRIMARY KEY)"
                                   : "ALTER TABLE " + table + " ADD COLUMN name text NOT NULL DEFAULT ''");
        TestRevision revision{"r" + std::to_string(1000 + i), {}, {sql(texts.back())}};
        if (i > 0) revision.parents = {"r" + std::to_string(1000 + i - 1)};
        revisions.push_back(std::move(revision));
    }
    return revisions;
}

TEST(PostgresqlLatency, costs_a_few_round_trips_however_many_statements_there_are) {
    const int count = std::getenv("ALUDEL_ALL_FAULTS") ? 1000 : 100;
    std::deque<std::string> texts;
    const TestChain chain(small_revisions(count, texts), "postgresql");
    const TemporaryDatabase database("postgresql");
    const PostgresqlProxy proxy({.delay = std::chrono::milliseconds(5)});
    const auto outcome = upgrade(create_engine(proxy.url(database.name())), chain);
    const auto traffic = proxy.traffic();
    std::printf("%d revisions, %.2f s, %llu round trips, %llu messages there and %llu back\n", count,
                static_cast<double>(outcome.duration.count()) / 1e6,
                static_cast<unsigned long long>(traffic.round_trips), static_cast<unsigned long long>(traffic.frontend),
                static_cast<unsigned long long>(traffic.backend));
    EXPECT_LE(traffic.round_trips, static_cast<std::uint64_t>(count) / 50 + 45);
    EXPECT_EQ(outcome.revisions.size(), static_cast<std::size_t>(count));
}

} // namespace
} // namespace aludel::test
