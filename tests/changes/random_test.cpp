// Catalogue 80: schemas and edits by chance, with rows, on both databases. Each run has seeds of its own, and says
// them; ALUDEL_RANDOM_SEED runs one again, ALUDEL_RANDOM_CASES other numbers of them; the target `nightly` runs
// thousands.
#include "migrations/diff/diff.hpp"
#include "migrations/embed/embed.hpp"
#include "migrations/revision/revision_file.hpp"
#include "migrations/schema/naming.hpp"
#include "tests/migrations/random_schema.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>

namespace changes {
namespace {

using namespace aludel::migrations;
using aludel::migrations::testing::RandomOptions;
using aludel::migrations::testing::RandomSchema;

std::string in_quotes(const std::string& text) {
    std::string quoted = "'";
    for (const char c : text) quoted.append(c == '\'' ? 2 : 1, c);
    return quoted + "'";
}

/// A value that fits; keys of one row agree in all tables, so that children find their parents.
std::string value(const Column& column, const Schema& schema, const std::string& dialect, int row) {
    const auto number = std::to_string(row);
    switch (column.type.kind) {
    case Type::Kind::boolean: return in_quotes(std::to_string(row % 2));
    case Type::Kind::bytes: return dialect == "sqlite" ? "x'0" + number + "'" : "'\\x0" + number + "'";
    case Type::Kind::date: return "'2024-02-0" + number + "'";
    case Type::Kind::time: return "'10:00:0" + number + "'";
    case Type::Kind::timestamp: return "'2024-02-29 10:00:0" + number + "'";
    case Type::Kind::timestamptz: return "'2024-02-29 10:00:0" + number + "+00:00'";
    case Type::Kind::uuid: return "'6f1c2f1e-0000-4000-8000-00000000000" + number + "'";
    case Type::Kind::enumeration: {
        const auto& values = schema.enums.at(Name{"", column.type.name}).values;
        return in_quotes(values[static_cast<std::size_t>(row) % values.size()]);
    }
    default: return in_quotes(number);
    }
}

/// One pair of schemas on one database.
class Pair {
public:
    Pair(const std::string& dialect, std::uint64_t seed)
        : dialect_(*find_dialect(dialect)),
          random_(seed, {.unfilled_columns = false}),
          before_(random_.schema()),
          after_(random_.edited(before_, 1 + random_.below(12))),
          renames_(random_.chance(50) ? random_.renames(before_, after_) : std::vector<Rename>()),
          chain_(make_chain()),
          database_(dialect),
          connection_(aludel::create_engine(database_.url()).connect()) {}

    void play() {
        aludel::upgrade_to(connection_, chain_->chain(), first);
        expect_schema(before_, "at first");
        insert_rows();
        const auto everything = contents(before_, before_);
        const auto kept = contents(before_, after_);
        if (const auto stopped = attempt([&] { aludel::upgrade(connection_, chain_->chain()); })) {
            expect_words_for_people(*stopped);
            expect_schema(before_, "after a stop");
            EXPECT_EQ(contents(before_, before_), everything) << *stopped;
            return;
        }
        expect_schema(after_, "after the upgrade");
        expect_new_columns();
        EXPECT_EQ(contents(before_, after_), kept);
        const auto everything_after = contents(after_, after_);
        if (const auto stopped = attempt([&] { aludel::downgrade_to(connection_, chain_->chain(), first); })) {
            expect_words_for_people(*stopped);
            expect_schema(after_, "after a stop on the way back");
            EXPECT_EQ(contents(after_, after_), everything_after) << *stopped;
            return;
        }
        expect_schema(before_, "after the downgrade");
        EXPECT_EQ(contents(before_, after_), kept);
        if (!attempt([&] { aludel::upgrade(connection_, chain_->chain()); }))
            expect_schema(after_, "after the second upgrade");
    }

private:
    static constexpr const char* first = "000000000001";
    static constexpr const char* second = "000000000002";

    static RevisionFile revision(const char* id, std::vector<std::string> parents, std::vector<Operation> operations) {
        Revision value{
            .id = id, .parents = std::move(parents), .message = "by chance", .upgrade = std::move(operations)};
        const auto file = read_revision(write_revision(value), std::string(id) + ".yaml");
        EXPECT_EQ(file.revision, value);
        return file;
    }

    std::unique_ptr<OwnedChain> make_chain() const {
        const auto operations = diff(before_, after_, renames_).operations;
        const RevisionHistory history(
            {revision(first, {}, diff({}, before_).operations), revision(second, {first}, operations)});
        EXPECT_TRUE(with_sorted_columns(history.schema_at_heads()) == with_sorted_columns(after_));
        EXPECT_TRUE(diff(history.schema_at_heads(), after_, renames_).operations.empty());
        const Dialect* const dialects[] = {&dialect_};
        return std::make_unique<OwnedChain>("random", render(history, dialects));
    }

    void expect_schema(const Schema& schema, const char* when) {
        const auto found = with_sorted_columns(dialect_.inspect(connection_).schema);
        const auto wanted = with_sorted_columns(dialect_.canonical(schema, connection_));
        EXPECT_TRUE(found == wanted) << when << ": to be as it should it needs\n"
                                     << write_operations(diff(found, wanted).operations);
    }

    void insert_rows() {
        const bool sqlite = dialect_.name() == "sqlite";
        connection_.execute(sqlite ? "PRAGMA foreign_keys = OFF" : "SET session_replication_role = replica");
        for (const auto& [name, table] : before_.tables)
            for (int row = 1; row <= 3; ++row) insert_row(table, row);
        connection_.execute(sqlite ? "PRAGMA foreign_keys = ON" : "SET session_replication_role = origin");
    }

    void insert_row(const Table& table, int row) {
        std::string columns, values;
        for (const auto& column : table.columns) {
            if (column.generated) continue;
            columns += (columns.empty() ? "" : ", ") + quoted(column.name);
            values += (values.empty() ? "" : ", ") + value(column, before_, std::string(dialect_.name()), row);
        }
        const std::string numbers = dialect_.name() == "sqlite" ? "" : " OVERRIDING SYSTEM VALUE";
        connection_.execute("INSERT INTO " + quoted(table.name.name) + " (" + columns + ")" + numbers + " VALUES (" +
                            values + ") ON CONFLICT DO NOTHING");
    }

    /// How many rows each table has that both schemas have, and what is in the columns that both have alike.
    std::map<std::string, std::string> contents(const Schema& one, const Schema& other) {
        std::map<std::string, std::string> result;
        if (!renames_.empty()) return result; // what is called the same may be something else
        for (const auto& [name, table] : one.tables) {
            const auto twin = other.tables.find(name);
            if (twin == other.tables.end()) continue;
            result[name.name] = ask("SELECT count(*) FROM " + quoted(name.name));
            for (const auto& column : table.columns) {
                const auto* same = twin->second.find_column(column.name);
                if (!same || same->type != column.type || same->generated != column.generated) continue;
                result[name.name + "." + column.name] = ask("SELECT CAST(" + quoted(column.name) +
                                                            " AS TEXT) AS v FROM " + quoted(name.name) + " ORDER BY v");
            }
        }
        return result;
    }

    /// Rows that were there before read the default of a new column, or NULL.
    void expect_new_columns() {
        if (!renames_.empty()) return;
        for (const auto& [name, table] : after_.tables) {
            const auto twin = before_.tables.find(name);
            if (twin == before_.tables.end()) continue;
            for (const auto& column : table.columns) {
                if (twin->second.find_column(column.name) || column.generated || column.identity) continue;
                const bool filled = column.default_value && column.default_value->kind != Default::Kind::sql;
                const auto wrong = ask("SELECT count(*) FROM " + quoted(name.name) + " WHERE " + quoted(column.name) +
                                       (filled ? " IS NULL" : " IS NOT NULL"));
                EXPECT_EQ(wrong, "0\n") << name.name << "." << column.name;
            }
        }
    }

    template <class Act> std::optional<std::string> attempt(Act act) {
        try {
            act();
        } catch (const aludel::Error& error) {
            return error.what();
        }
        return std::nullopt;
    }

    /// Rows may be in the way: then a check of ours has said which, and no constraint has spoken by itself.
    void expect_words_for_people(const std::string& message) const {
        // Of an exclusion constraint the database itself names the keys that conflict: only its index finds them fast.
        if (message.find("conflicts with key") != std::string::npos) return;
        EXPECT_NE(message.find(" row"), std::string::npos) << message;
        EXPECT_EQ(message.find("constraint failed"), std::string::npos) << message;
        EXPECT_EQ(message.find("violates"), std::string::npos) << message;
    }

    std::string ask(const std::string& sql) {
        std::string text;
        for (const auto& row : connection_.query(sql).rows) {
            const auto* string = std::get_if<std::string>(&row[0]);
            const auto* number = std::get_if<std::int64_t>(&row[0]);
            text += (string ? *string : number ? std::to_string(*number) : "NULL") + "\n";
        }
        return text;
    }
    std::string quoted(const std::string& name) const { return dialect_.quote_identifier(name); }

    const Dialect& dialect_;
    RandomSchema random_;
    Schema before_, after_;
    std::vector<Rename> renames_;
    std::unique_ptr<OwnedChain> chain_;
    aludel::test::TemporaryDatabase database_;
    aludel::Connection connection_;
};

void play_all(const std::string& dialect, int usual_count) {
    if (const char* one = std::getenv("ALUDEL_RANDOM_SEED"))
        return Pair(dialect, std::strtoull(one, nullptr, 10)).play();
    const char* wanted = std::getenv("ALUDEL_RANDOM_CASES");
    const int count = wanted ? std::atoi(wanted) : aludel::test::cases(usual_count);
    std::random_device device;
    for (int i = 0; i < count && !::testing::Test::HasFailure(); ++i) {
        const std::uint64_t seed = device();
        SCOPED_TRACE("ALUDEL_RANDOM_SEED=" + std::to_string(seed));
        try {
            Pair(dialect, seed).play();
        } catch (const std::exception& error) {
            ADD_FAILURE() << error.what();
        }
    }
}

} // namespace

TEST(Case80, RandomPairsOnSqlite) { play_all("sqlite", 150); }
TEST(Case80, RandomPairsOnPostgresql) { play_all("postgresql", 40); }

} // namespace changes
