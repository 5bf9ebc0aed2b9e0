#include "concurrency.hpp"
#include "tests/support/temporary_database.hpp"

#include <gtest/gtest.h>

namespace aludel::test {
namespace {

TEST(PostgresqlConcurrency, launches_at_once_all_end_well) {
    for (int round = 0; round < 3; ++round) {
        const TemporaryDatabase database("postgresql");
        expect_all_launches_end_well(database.url(), counting_chain("postgresql"), round == 0 ? 16 : 4);
    }
}

TEST(PostgresqlConcurrency, killed_launches_leave_the_old_or_the_new) {
    const TemporaryDatabase database("postgresql");
    expect_killed_launches_leave_old_or_new(database.url(), counting_chain("postgresql"));
}

TEST(PostgresqlConcurrency, many_launches_outlive_those_that_are_stopped_and_killed) {
    for (const bool is_old : {false, true}) {
        const TemporaryDatabase database("postgresql");
        if (is_old) upgrade(create_engine(database.url()), half_of_counting_chain("postgresql"));
        expect_launches_outlive_others(database.url(), counting_chain("postgresql"), 64, 16);
    }
}

} // namespace
} // namespace aludel::test
