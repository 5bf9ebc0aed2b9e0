// Schemas by chance, on a real file with rows: there, compared, back, compared.
#include "migrations/diff.hpp"
#include "tests/migrations/random_schema.hpp"
#include "tests/migrations/sqlite_lab.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

class SqliteRandom : public ::testing::TestWithParam<int> {};

TEST_P(SqliteRandom, goes_there_and_back) {
    const auto seed = static_cast<std::uint64_t>(GetParam()) * 104729 + 5;
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomOptions options;
    options.unfilled_columns = false;
    RandomSchema random(seed, options);
    const auto before = random.schema();
    const auto after = random.edited(before, 1 + random.below(12));

    SqliteLab lab;
    lab.apply(diff({}, before).operations);
    lab.apply(diff(before, after, random.renames(before, after)).operations);
    lab.take_back();
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' AND tbl_name <> "
                       "'aludel_revision'"),
              "0");
}

INSTANTIATE_TEST_SUITE_P(seeds, SqliteRandom, ::testing::Range(0, 60));

} // namespace
} // namespace aludel::migrations::testing
