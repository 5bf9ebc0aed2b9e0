// Schemas by chance, with rows: what the script makes of a database is what an upgrade makes of it, and it stops where
// the upgrade stops.
#include "migrations/dialect.hpp"
#include "migrations/diff.hpp"
#include "migrations/embed.hpp"
#include "migrations/revision_file.hpp"
#include "tests/migrations/random_schema.hpp"
#include "tests/tool/script_lab.hpp"

#include <aludel/engine.hpp>
#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace aludel::migrations::testing {
namespace {

using test::ScriptLab;

std::string value(const Column& column, const Schema& schema, int row, bool sqlite) {
    const auto number = std::to_string(row);
    switch (column.type.kind) {
    case Type::Kind::boolean: return sqlite ? std::to_string(row % 2) : row % 2 ? "true" : "false";
    case Type::Kind::bytes: return (sqlite ? "x'0" : "'\\x0") + number + "'";
    case Type::Kind::date: return "'2024-02-0" + number + "'";
    case Type::Kind::time: return "'10:00:0" + number + "'";
    case Type::Kind::timestamp:
    case Type::Kind::timestamptz: return "'2024-02-29 10:00:0" + number + "'";
    case Type::Kind::uuid: return "'6f1c2f1e-0000-4000-8000-00000000000" + number + "'";
    case Type::Kind::json:
    case Type::Kind::text:
    case Type::Kind::varchar: return "'" + number + "'";
    case Type::Kind::enumeration: {
        const auto& values = schema.enums.at(Name{"", column.type.name}).values;
        std::string literal = "'";
        for (const char c : values[static_cast<std::size_t>(row) % values.size()]) literal.append(c == '\'' ? 2 : 1, c);
        return literal + "'";
    }
    default: return number;
    }
}

class Scripts : public ::testing::TestWithParam<int> {
protected:
    std::uint64_t seed() const { return static_cast<std::uint64_t>(GetParam()) * 104729 + 11; }

    void follow(const std::string& name) {
        SCOPED_TRACE("seed " + std::to_string(seed()));
        const auto& dialect = *find_dialect(name);
        RandomOptions options;
        options.unfilled_columns = false;
        RandomSchema random(seed(), options);
        const auto before = dialect.canonical(random.schema());
        const auto after = dialect.canonical(random.edited(before, 1 + random.below(12)));
        const ScriptLab lab(name);
        for (const auto* database : {&lab.database(), &lab.wanted()}) {
            ASSERT_EQ(upgrade(dialect, *database, {}, before), "");
            insert_rows(*database, dialect, before);
        }
        const auto at_first = rows(lab.database(), dialect, before);
        ASSERT_EQ(rows(lab.wanted(), dialect, before), at_first);
        const auto stopped = upgrade(dialect, lab.wanted(), before, after);
        test::write_file(directory / "before.yaml", write_schema(before));
        test::write_file(directory / "after.yaml", write_schema(after));
        const auto from = GetParam() % 2 ? lab.url() : (directory / "before.yaml").string();
        const auto script = lab.script(from, (directory / "after.yaml").string());
        const auto result = lab.feed(script);
        EXPECT_EQ(result.status == 0, stopped.empty()) << result.error << stopped << "\n" << script;
        // A new value of an enum is committed before what uses it.
        const bool in_parts = script.find("COMMIT;\nBEGIN;") != script.npos;
        if (stopped.empty() || !in_parts) {
            EXPECT_EQ(lab.schema(), lab.schema(lab.wanted())) << script;
        }
        const auto& now = stopped.empty() ? after : before;
        EXPECT_EQ(rows(lab.database(), dialect, now), rows(lab.wanted(), dialect, now)) << script;
        if (stopped.empty()) return;
        EXPECT_EQ(rows(lab.database(), dialect, before), at_first);
    }

private:
    /// By the steps; why it stopped, or nothing.
    static std::string upgrade(const Dialect& dialect, const test::TemporaryDatabase& database, const Schema& from,
                               const Schema& to) {
        auto schema = from;
        const std::string name(dialect.name());
        RenderedRevision revision;
        revision.id = revision.checksum = revision.message = "r";
        revision.dialects = {{name, dialect.render(diff(from, to).operations, schema), {}}};
        const OwnedChain owner("scripts", {std::move(revision)});
        auto connection = create_engine(database.url()).connect();
        std::string stopped;
        try {
            aludel::upgrade(connection, owner.chain());
        } catch (const Error& error) {
            stopped = error.what();
        }
        connection.execute("DROP TABLE IF EXISTS aludel_revision");
        return stopped;
    }

    static void insert_rows(const test::TemporaryDatabase& database, const Dialect& dialect, const Schema& schema) {
        auto connection = create_engine(database.url()).connect();
        const bool sqlite = dialect.name() == "sqlite";
        connection.execute(sqlite ? "PRAGMA foreign_keys = OFF" : "SET session_replication_role = replica");
        for (const auto& [name, table] : schema.tables)
            for (int row = 1; row <= 3; ++row) {
                std::string columns, values;
                for (const auto& column : table.columns) {
                    if (column.generated) continue;
                    columns += (columns.empty() ? "" : ", ") + dialect.quote_identifier(column.name);
                    values += (values.empty() ? "" : ", ") + value(column, schema, row, sqlite);
                }
                const auto into = dialect.quote_identifier(name.name) + " (" + columns + ")";
                try {
                    connection.execute(sqlite ? "INSERT OR IGNORE INTO " + into + " VALUES (" + values + ")"
                                              : "INSERT INTO " + into + " OVERRIDING SYSTEM VALUE VALUES (" + values +
                                                    ") ON CONFLICT DO NOTHING");
                } catch (const Error&) { // a check of that table's takes none of these: then it stays empty
                }
            }
    }

    static std::string rows(const test::TemporaryDatabase& database, const Dialect& dialect, const Schema& schema) {
        auto connection = create_engine(database.url()).connect();
        std::string all;
        for (const auto& [name, table] : schema.tables) {
            std::string columns;
            for (const auto& column : table.columns)
                columns += (columns.empty() ? "" : ", ") + dialect.quote_identifier(column.name);
            auto found = connection.query("SELECT " + columns + " FROM " + dialect.quote_identifier(name.name));
            std::ranges::sort(found.rows);
            all += name.name + ": " + test::text(found) + "\n";
        }
        return all;
    }

    test::TemporaryDirectory directory;
};

TEST_P(Scripts, do_what_an_upgrade_does_on_sqlite) { follow("sqlite"); }
TEST_P(Scripts, do_what_an_upgrade_does_on_postgresql) { follow("postgresql"); }

INSTANTIATE_TEST_SUITE_P(seeds, Scripts, ::testing::Range(0, 24));

} // namespace
} // namespace aludel::migrations::testing
