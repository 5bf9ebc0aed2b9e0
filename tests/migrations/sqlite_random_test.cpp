// Schemas by chance, on a real file with rows: there, compared, back, compared.
#include "migrations/diff/diff.hpp"
#include "migrations/sqlite/sqlite.hpp"
#include "tests/migrations/random_schema.hpp"
#include "tests/migrations/sqlite_lab.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

std::string quoted(const std::string& name) { return sqlite_dialect().quote_identifier(name); }

/// Values that fit, different for each row; keys of one number agree, so that children find their parents.
std::string value(const Column& column, const Schema& schema, int row) {
    const auto text = std::to_string(row);
    switch (column.type.kind) {
    case Type::Kind::boolean: return std::to_string(row % 2);
    case Type::Kind::bytes: return "x'0" + text + "'";
    case Type::Kind::date: return "'2024-02-0" + text + "'";
    case Type::Kind::time: return "'10:00:0" + text + "'";
    case Type::Kind::timestamp:
    case Type::Kind::timestamptz: return "'2024-02-29 10:00:0" + text + "'";
    case Type::Kind::uuid: return "'6f1c2f1e-0000-4000-8000-00000000000" + text + "'";
    case Type::Kind::text:
    case Type::Kind::varchar: return "'" + text + "'";
    case Type::Kind::enumeration: {
        const auto& values = schema.enums.at(Name{"", column.type.name}).values;
        std::string literal = "'";
        for (const char c : values[static_cast<std::size_t>(row) % values.size()]) literal.append(c == '\'' ? 2 : 1, c);
        return literal + "'";
    }
    default: return text;
    }
}

void insert_rows(SqliteLab& lab) {
    lab.execute("PRAGMA foreign_keys = OFF");
    for (const auto& [name, table] : lab.schema().tables)
        for (int row = 1; row <= 3; ++row) {
            std::string columns, values;
            for (const auto& column : table.columns) {
                if (column.generated) continue;
                columns += (columns.empty() ? "" : ", ") + quoted(column.name);
                values += (values.empty() ? "" : ", ") + value(column, lab.schema(), row);
            }
            lab.execute("INSERT OR IGNORE INTO " + quoted(name.name) + " (" + columns + ") VALUES (" + values + ")");
        }
    lab.execute("PRAGMA foreign_keys = ON");
    ASSERT_EQ(lab.rows("PRAGMA foreign_key_check"), "");
}

/// What must be the same in both: how many rows each table has, and the values of columns that did not change.
std::string contents(SqliteLab& lab, const Schema& one, const Schema& other) {
    std::string result;
    for (const auto& [name, table] : one.tables) {
        const auto twin = other.tables.find(name);
        if (twin == other.tables.end()) continue;
        result += name.name + ": " + lab.rows("SELECT count(*) FROM " + quoted(name.name)) + "\n";
        for (const auto& column : table.columns) {
            const auto* same = twin->second.find_column(column.name);
            if (!same || *same != column || column.generated) continue;
            result +=
                column.name + ": " +
                lab.rows("SELECT quote(" + quoted(column.name) + ") AS v FROM " + quoted(name.name) + " ORDER BY v") +
                "\n";
        }
    }
    return result;
}

/// A table WITHOUT ROWID has a primary key; elsewhere that means nothing.
Schema possible(Schema schema) {
    for (auto& [name, table] : schema.tables) table.without_rowid = table.without_rowid && table.primary_key;
    return schema;
}

class SqliteRandom : public ::testing::TestWithParam<int> {
protected:
    SqliteRandom()
        : random(seed(), options()),
          before(possible(random.schema())),
          after(possible(random.edited(before, 1 + random.below(12)))) {}

    static std::uint64_t seed() { return static_cast<std::uint64_t>(GetParam()) * 104729 + 5; }
    static RandomOptions options() {
        RandomOptions result;
        result.unfilled_columns = false;
        return result;
    }

    RandomSchema random;
    Schema before, after;
    SqliteLab lab;
};

TEST_P(SqliteRandom, goes_there_and_back) {
    SCOPED_TRACE("seed " + std::to_string(seed()));
    lab.apply(diff({}, before).operations);
    lab.apply(diff(before, after, random.renames(before, after)).operations);
    lab.take_back();
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' AND tbl_name <> "
                       "'aludel_revision'"),
              "0");
}

// Rows may stop it (two of them alike under a new key): then nothing has changed. They are never lost.
TEST_P(SqliteRandom, keeps_the_rows_there_and_back) {
    SCOPED_TRACE("seed " + std::to_string(seed()));
    lab.apply(diff({}, before).operations);
    ASSERT_NO_FATAL_FAILURE(insert_rows(lab));
    const auto everything = contents(lab, before, before);
    const auto kept = contents(lab, before, after);
    const auto stopped = lab.attempt(diff(before, after).operations);
    RecordProperty("stopped", stopped);
    if (!stopped.empty()) {
        EXPECT_EQ(stopped.find("constraint failed"), std::string::npos) << stopped << ": that is no message for people";
        EXPECT_EQ(contents(lab, before, before), everything) << stopped;
        return;
    }
    EXPECT_EQ(contents(lab, before, after), kept);
    const auto everything_after = contents(lab, after, after);
    const auto stopped_back = lab.attempt_take_back();
    if (stopped_back.empty())
        EXPECT_EQ(contents(lab, before, after), kept);
    else
        EXPECT_EQ(contents(lab, after, after), everything_after) << stopped_back;
    RecordProperty("stopped_back", stopped_back);
}

INSTANTIATE_TEST_SUITE_P(seeds, SqliteRandom, ::testing::Range(0, 60));

} // namespace
} // namespace aludel::migrations::testing
