// A squash of any run of any chain: databases from every point end where they would have ended without it.
#include "tests/migrations/chain_lab.hpp"

#include <gtest/gtest.h>

#include <random>

namespace aludel::migrations::testing {
namespace {

/// A chain of small edits by chance, with rows that the revisions and the application bring.
class RandomChain {
public:
    explicit RandomChain(unsigned seed) : random_(seed) {}

    void write(const ChainFiles& files, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            std::string operations;
            for (auto left = 1 + below(4); left > 0; --left) operations += operation();
            files.write(id(i), i == 0 ? std::vector<std::string>{} : std::vector{id(i - 1)}, operations);
        }
    }
    static std::string id(std::size_t index) { return "r" + std::to_string(100 + index); }
    std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }

private:
    struct Table {
        std::string name;
        std::vector<std::string> columns;
    };

    std::string operation() {
        const auto kind = tables_.empty() ? 0 : below(10);
        if (kind == 0) return create();
        auto& table = tables_[below(tables_.size())];
        const auto line = [&](const std::string& what, const std::string& more) {
            return "  - " + what + ": {table: " + table.name + more + "}\n";
        };
        if (kind == 1) {
            table.columns.push_back("c" + std::to_string(++names_));
            return line("add_column", ", name: " + table.columns.back() +
                                          ", type: integer, nullable: false, fill: 'id + " + std::to_string(names_) +
                                          "'");
        }
        if (kind == 2) {
            table.columns.push_back("c" + std::to_string(++names_));
            return line("add_column", ", name: " + table.columns.back() + ", type: integer, default: 4");
        }
        if (kind == 3) {
            std::string values = "{id: " + std::to_string(1000 + ++names_);
            for (const auto& column : table.columns) values += ", " + column + ": " + std::to_string(below(100));
            return line("insert", ", rows: [" + values + "}]");
        }
        if (kind == 4) {
            const auto from = std::exchange(table.name, "t" + std::to_string(++names_));
            return "  - rename_table: {table: " + from + ", to: " + table.name + "}\n";
        }
        if (table.columns.empty()) return line("alter_table", ", comment: words");
        const auto at = below(table.columns.size());
        if (kind == 5) {
            const auto column = table.columns[at];
            table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(at));
            return line("drop_column", ", column: " + column);
        }
        if (kind == 6) {
            const auto from = std::exchange(table.columns[at], "c" + std::to_string(++names_));
            return line("rename_column", ", column: " + from + ", to: " + table.columns[at]);
        }
        if (kind == 7) return line("alter_column", ", column: " + table.columns[at] + ", comment: words");
        if (kind == 8) return line("alter_column", ", column: " + table.columns[at] + ", nullable: false, fill: '9'");
        return "  - execute: {sql: 'UPDATE " + table.name + " SET " + table.columns[at] + " = id', reverse: ''}\n";
    }

    std::string create() {
        const auto& table = tables_.emplace_back(Table{"t" + std::to_string(++names_), {}});
        auto text = "  - create_table:\n      table: " + table.name +
                    "\n      columns: [{name: id, type: bigint, nullable: false, identity: true}";
        const bool is_child = tables_.size() > 1 && below(2) == 0;
        if (is_child) text += ", {name: parent_id, type: bigint}";
        text += "]\n      primary_key: {name: pk_" + table.name + ", columns: [id]}\n";
        if (is_child)
            text += "      foreign_keys: [{name: fk_" + table.name +
                    ", columns: [parent_id], references: {table: " + tables_[below(tables_.size() - 1)].name +
                    ", columns: [id]}}]\n";
        return text;
    }

    std::mt19937 random_;
    std::vector<Table> tables_;
    int names_ = 0;
};

/// One row in each table that takes one, children of the first of their parents' rows.
void add_a_row_everywhere(ChainDatabase& database) {
    for (const auto& [name, table] : database.schema().tables) {
        std::string columns = "id", values = "7";
        for (const auto& column : table.columns) {
            if (column.name == "id") continue;
            columns += ", " + column.name;
            values += column.name == "parent_id" ? ", NULL" : ", '5'";
        }
        database.execute("INSERT INTO " + name.name + " (" + columns + ") VALUES (" + values + ")");
    }
    for (const auto& [name, table] : database.schema().tables)
        if (!table.foreign_keys.empty()) database.execute("UPDATE " + name.name + " SET parent_id = 7");
}

class RandomSquash : public ::testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Databases, RandomSquash, ::testing::Values("sqlite", "postgresql"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(RandomSquash, DatabasesFromEveryPointEndAlike) {
    const bool is_quick = GetParam() == std::string("sqlite");
    for (int round = 0; round < (is_quick ? 8 : 2); ++round) {
        const unsigned seed = std::random_device()();
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomChain chain(seed);
        const ChainFiles files;
        const auto count = 3 + chain.below(5);
        chain.write(files, count);
        ASSERT_EQ(files.problem(), "");
        const auto before = files.history();
        const auto first = chain.below(count - 1), last = first + 1 + chain.below(count - first - 1);
        squash(files, RandomChain::id(first) + ":" + RandomChain::id(last), "s1");
        const auto now = files.history();
        EXPECT_TRUE(now.schema_at_heads() == before.schema_at_heads());
        for (std::size_t revisions = 0; revisions <= count; ++revisions) {
            SCOPED_TRACE(std::to_string(revisions) + " revisions before, squash of " + std::to_string(first) + " to " +
                         std::to_string(last));
            ChainDatabase expected(GetParam()), database(GetParam());
            for (auto* each : {&expected, &database}) {
                if (revisions > 0) each->upgrade(before, RandomChain::id(revisions - 1));
                add_a_row_everywhere(*each);
            }
            expected.upgrade(before);
            database.upgrade(now);
            EXPECT_TRUE(database.schema() == expected.schema());
            EXPECT_EQ(contents(database), contents(expected));
            EXPECT_EQ(database.upgrade(now).status, Outcome::Status::up_to_date);
        }
        if (HasFailure()) return;
    }
}

} // namespace
} // namespace aludel::migrations::testing
