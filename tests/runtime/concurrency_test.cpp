#include "concurrency.hpp"
#include "tests/support/temporary_database.hpp"

#include <gtest/gtest.h>

namespace aludel::test {
namespace {

TEST(SqliteConcurrency, launches_at_once_all_end_well) {
    for (int round = 0; round < 5; ++round) {
        const TemporaryDatabase database("sqlite");
        expect_all_launches_end_well(database.url(), counting_chain("sqlite"), round == 0 ? 16 : 4);
    }
}

TEST(SqliteConcurrency, launches_at_once_in_write_ahead_mode) {
    const TemporaryDatabase database("sqlite");
    create_engine(database.url()).connect().query("PRAGMA journal_mode = WAL");
    expect_all_launches_end_well(database.url(), counting_chain("sqlite"), 4);
}

TEST(SqliteConcurrency, killed_launches_leave_the_old_or_the_new) {
    const TemporaryDatabase database("sqlite");
    expect_killed_launches_leave_old_or_new(database.url(), counting_chain("sqlite"));
}

TEST(SqliteConcurrency, many_launches_outlive_those_that_are_stopped_and_killed) {
    for (const bool is_old : {false, true}) {
        const TemporaryDatabase database("sqlite");
        if (is_old) upgrade(create_engine(database.url()), half_of_counting_chain("sqlite"));
        expect_launches_outlive_others(database.url(), counting_chain("sqlite"), 64, 16);
    }
}

} // namespace
} // namespace aludel::test
