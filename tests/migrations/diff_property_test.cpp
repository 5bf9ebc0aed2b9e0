#include "migrations/diff/diff.hpp"
#include "migrations/operation/report.hpp"
#include "tests/migrations/random_schema.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations {
namespace {

using testing::RandomSchema;

Schema replayed(const std::vector<Operation>& operations, Schema schema) {
    for (const auto& operation : operations) apply(operation, schema);
    return schema;
}

std::string text_of(const std::vector<Operation>& operations, Schema schema) {
    std::string text;
    for (const auto& operation : operations) {
        for (const auto& line : describe(operation, schema)) text += line + "\n";
        apply(operation, schema);
    }
    return text;
}

class DiffProperty : public ::testing::TestWithParam<int> {
protected:
    std::uint64_t seed() const { return static_cast<std::uint64_t>(GetParam()) * 7919 + 17; }
};

TEST_P(DiffProperty, leads_from_one_schema_to_the_other_and_back) {
    SCOPED_TRACE("seed " + std::to_string(seed()));
    RandomSchema random(seed());
    const auto before = random.schema();
    const auto after = random.chance(80) ? random.edited(before, 1 + random.below(20)) : random.schema();
    const auto renames = random.renames(before, after);
    const auto operations = diff(before, after, renames).operations;
    SCOPED_TRACE(text_of(operations, before));

    const auto there = replayed(operations, before);
    EXPECT_TRUE(with_sorted_columns(there) == with_sorted_columns(after));
    EXPECT_TRUE(diff(there, after, renames).operations.empty());

    const auto back = replayed(reverse(operations, before), there);
    EXPECT_TRUE(with_sorted_columns(back) == with_sorted_columns(before));
    EXPECT_EQ(text_of(diff(back, before).operations, back), "");
}

TEST_P(DiffProperty, is_the_same_every_time_and_nothing_between_equals) {
    SCOPED_TRACE("seed " + std::to_string(seed()));
    RandomSchema random(seed());
    const auto before = random.schema();
    const auto after = random.edited(before, 10);
    EXPECT_TRUE(diff(before, after).operations == diff(before, after).operations);
    EXPECT_TRUE(diff(after, after, random.renames(after, after)).operations.empty());
    auto shuffled = after;
    for (auto& [name, table] : shuffled.tables) std::reverse(table.columns.begin(), table.columns.end());
    EXPECT_TRUE(diff(after, shuffled).operations.empty());
}

TEST_P(DiffProperty, builds_from_nothing_and_takes_away_all) {
    SCOPED_TRACE("seed " + std::to_string(seed()));
    const auto schema = RandomSchema(seed()).schema();
    EXPECT_TRUE(replayed(diff({}, schema).operations, {}) == schema);
    EXPECT_TRUE(replayed(diff(schema, {}).operations, schema) == Schema{});
}

INSTANTIATE_TEST_SUITE_P(seeds, DiffProperty, ::testing::Range(0, 300));

} // namespace
} // namespace aludel::migrations
