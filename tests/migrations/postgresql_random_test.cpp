// Schemas by chance, on a real server: there, compared, back, compared.
#include "migrations/diff/diff.hpp"
#include "migrations/schema/naming.hpp"
#include "tests/migrations/postgresql_lab.hpp"
#include "tests/migrations/random_schema.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

/// Keys share one space of names with the tables of their schema, and a removed table goes last: one that has its key's
/// name can only come in a revision of its own.
Schema with_own_key_names(Schema schema) {
    for (auto& [name, table] : schema.tables) {
        if (table.primary_key) table.primary_key->name.clear();
        for (auto& unique : table.uniques) unique.name.clear();
        name_and_sort(table);
    }
    return schema;
}

class PostgresqlRandom : public ::testing::TestWithParam<int> {};

TEST_P(PostgresqlRandom, goes_there_and_back) {
    const auto seed = static_cast<std::uint64_t>(GetParam()) * 104729 + 7;
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomOptions options;
    options.unfilled_columns = false;
    RandomSchema random(seed, options);
    const auto before = with_own_key_names(random.schema());
    const auto after = with_own_key_names(random.edited(before, 1 + random.below(12)));

    PostgresqlLab lab;
    lab.apply(diff({}, before).operations);
    lab.apply(diff(before, after, random.renames(before, after)).operations);
    lab.take_back();
    lab.take_back();
}

INSTANTIATE_TEST_SUITE_P(seeds, PostgresqlRandom, ::testing::Range(0, 40));

} // namespace
} // namespace aludel::migrations::testing
