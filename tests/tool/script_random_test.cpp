// Schemas by chance, with rows: what the script makes of a database is what an upgrade makes of it, and it stops where
// the upgrade stops.
#include "migrations/dialect.hpp"
#include "migrations/diff/diff.hpp"
#include "migrations/embed/embed.hpp"
#include "migrations/revision/revision_file.hpp"
#include "tests/migrations/random_schema.hpp"
#include "tests/support/cases.hpp"
#include "tests/tool/script_lab.hpp"

#include <aludel/engine.hpp>
#include <aludel/error.hpp>
#include <aludel/script.hpp>
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

    /// From any revision of a chain to any other, the history included.
    void follow_chain(const std::string& name) {
        SCOPED_TRACE("seed " + std::to_string(seed()));
        const auto& dialect = *find_dialect(name);
        RandomOptions options;
        options.unfilled_columns = false;
        RandomSchema random(seed() + 7, options);
        std::vector<Schema> states = {{}, dialect.canonical(random.schema())};
        while (states.size() < 5)
            states.push_back(dialect.canonical(random.edited(states.back(), 1 + random.below(6))));
        const OwnedChain owner("scripts", revisions(dialect, states));
        const auto from = static_cast<std::size_t>(GetParam()) % states.size();
        const auto ahead = static_cast<std::size_t>(1 + random.below(static_cast<int>(states.size()) - 1));
        const auto to = (from + ahead) % states.size();

        const ScriptLab lab(name);
        for (const auto* database : {&lab.database(), &lab.wanted()}) {
            auto connection = create_engine(database->url()).connect();
            ensure_version(connection, owner.chain());
            if (from > 0) upgrade_to(connection, owner.chain(), id(from));
            insert_rows(*database, dialect, states[from]);
        }
        const auto at_first = rows(lab.database(), dialect, states[from]);
        const auto range = id(from) + ":" + id(to);
        const auto script =
            to > from ? upgrade_script(owner.chain(), name, range) : downgrade_script(owner.chain(), name, range);
        const auto stopped = move(lab.wanted(), owner.chain(), id(to), to > from);
        const auto result = lab.feed(script);
        EXPECT_EQ(result.status == 0, stopped.empty()) << result.error << stopped << "\n" << script;
        if (!stopped.empty()) {
            if (script.find("COMMIT;\nBEGIN;") != script.npos) return;
            EXPECT_EQ(rows(lab.database(), dialect, states[from]), at_first) << script;
            return;
        }
        EXPECT_EQ(lab.schema(), lab.schema(lab.wanted())) << script;
        EXPECT_EQ(rows(lab.database(), dialect, states[to]), rows(lab.wanted(), dialect, states[to])) << script;
        EXPECT_EQ(history(lab.database()), history(lab.wanted())) << script;
    }

private:
    static std::string id(std::size_t state) { return state == 0 ? "base" : "r" + std::to_string(state); }

    static std::vector<RenderedRevision> revisions(const Dialect& dialect, const std::vector<Schema>& states) {
        const auto steps = [&](const Schema& before, const Schema& after) {
            auto schema = before;
            return dialect.render(diff(before, after).operations, schema);
        };
        std::vector<RenderedRevision> chain;
        for (std::size_t i = 1; i < states.size(); ++i) {
            RenderedRevision revision;
            revision.id = revision.checksum = revision.message = id(i);
            if (i > 1) revision.parents = {id(i - 1)};
            revision.dialects = {
                {std::string(dialect.name()), steps(states[i - 1], states[i]), steps(states[i], states[i - 1])}};
            chain.push_back(std::move(revision));
        }
        return chain;
    }

    /// Why it stopped, or nothing.
    static std::string move(const test::TemporaryDatabase& database, const Chain& chain, const std::string& to,
                            bool up) {
        auto connection = create_engine(database.url()).connect();
        try {
            up ? upgrade_to(connection, chain, to) : downgrade_to(connection, chain, to);
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }

    static std::string history(const test::TemporaryDatabase& database) {
        auto connection = create_engine(database.url()).connect();
        return test::text(
            connection.query("SELECT revision, checksum, message FROM aludel_revision ORDER BY position"));
    }

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

    /// The script and the upgrade do not run in the same second. The rows' own times are of 2024.
    static void without_now(Value& value) {
        auto* text = std::get_if<std::string>(&value);
        const std::string_view date = text ? std::string_view(*text).substr(0, 11) : "";
        if (date.size() == 11 && date.starts_with("20") && date[4] == '-' && date[10] == ' ' && date > "2025")
            *text = "now";
    }

    static std::string rows(const test::TemporaryDatabase& database, const Dialect& dialect, const Schema& schema) {
        auto connection = create_engine(database.url()).connect();
        std::string all;
        for (const auto& [name, table] : schema.tables) {
            std::string columns;
            for (const auto& column : table.columns)
                columns += (columns.empty() ? "" : ", ") + dialect.quote_identifier(column.name);
            auto found = connection.query("SELECT " + columns + " FROM " + dialect.quote_identifier(name.name));
            for (auto& row : found.rows) std::ranges::for_each(row, without_now);
            std::ranges::sort(found.rows);
            all += name.name + ": " + test::text(found) + "\n";
        }
        return all;
    }

    test::TemporaryDirectory directory;
};

TEST_P(Scripts, do_what_an_upgrade_does_on_sqlite) { follow("sqlite"); }
TEST_P(Scripts, do_what_an_upgrade_does_on_postgresql) { follow("postgresql"); }

TEST_P(Scripts, of_a_chain_do_what_the_commands_do_on_sqlite) { follow_chain("sqlite"); }
TEST_P(Scripts, of_a_chain_do_what_the_commands_do_on_postgresql) { follow_chain("postgresql"); }

INSTANTIATE_TEST_SUITE_P(seeds, Scripts, ::testing::Range(0, test::cases(24)));

} // namespace
} // namespace aludel::migrations::testing
