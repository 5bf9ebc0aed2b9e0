// A chain of revisions with a bit of everything, in a directory, and scripts of it that are fed to the database's own
// shell.
#pragma once

#include "migrations/dialect.hpp"
#include "migrations/revision/revision_file.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temporary_database.hpp"
#include "tests/support/temporary_directory.hpp"

#include <aludel/engine.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace aludel::test {

struct ChainFile {
    const char* id;
    std::vector<std::string> parents;
    const char* body;
};

/// Rebuilds, data, enums, indexes built CONCURRENTLY, a view, a branch and a merge.
inline const std::vector<ChainFile> files = {
    {"aaaaaaaaaaa1",
     {},
     R"yaml(  - create_table:
      table: team
      columns:
        - {name: id, type: bigint, nullable: false}
        - {name: name, type: text, nullable: false}
      primary_key: {name: pk_team, columns: [id]}
  - create_table:
      table: hero
      columns:
        - {name: id, type: bigint, nullable: false}
        - {name: name, type: text, nullable: true}
        - {name: team_id, type: bigint, nullable: true}
      primary_key: {name: pk_hero, columns: [id]}
      foreign_keys:
        - {name: fk_hero_team, columns: [team_id], references: {table: team, columns: [id]}, on_delete: cascade}
)yaml"},
    {"aaaaaaaaaaa2",
     {"aaaaaaaaaaa1"},
     R"yaml(  - execute:
      sql: "INSERT INTO team (id, name) VALUES (1, 'it''s; red'), (2, 'blue'); INSERT INTO hero (id, name, team_id) VALUES (1, 'Ann', 1), (2, 'Bo', 2), (3, 'Cy', NULL)"
      reverse: "DELETE FROM hero WHERE id < 4; DELETE FROM team WHERE id < 3"
)yaml"},
    {"aaaaaaaaaaa3",
     {"aaaaaaaaaaa2"},
     "  - create_unique_constraint: {table: team, name: uq_team_name, columns: [name]}\n"
     "  - alter_column: {table: hero, column: name, nullable: false}\n"
     "  - create_check_constraint: {table: team, name: named, sql: \"name <> ''\"}\n"},
    {"aaaaaaaaaab4",
     {"aaaaaaaaaaa3"},
     R"yaml(  - create_enum: {name: mood, values: [glad, sad]}
  - add_column: {table: hero, name: mood, type: enum mood}
)yaml"},
    {"aaaaaaaaaab5",
     {"aaaaaaaaaab4"},
     R"yaml(  - alter_enum: {name: mood, values: [glad, calm, sad]}
  - execute: {sql: "UPDATE hero SET mood = 'calm' WHERE id = 2", reverse: "UPDATE hero SET mood = 'sad' WHERE mood = 'calm'"}
)yaml"},
    {"aaaaaaaaaac4",
     {"aaaaaaaaaaa3"},
     R"yaml(  - create_index: {table: hero, name: ix_hero_name, columns: [name], concurrently: true}
  - add_column: {table: team, name: size, type: integer, nullable: false, default: 7}
  - create_index: {table: team, name: ix_team_size, columns: [size], concurrently: true}
)yaml"},
    {"aaaaaaaaaaa6", {"aaaaaaaaaab5", "aaaaaaaaaac4"}, ""},
    {"aaaaaaaaaaa7",
     {"aaaaaaaaaaa6"},
     "  - alter_column: {table: team, column: size, type: bigint}\n"
     "  - create_view: {name: names, sql: \"SELECT id, name FROM hero\"}\n"},
};

class ChainLab {
protected:
    explicit ChainLab(std::string dialect) : dialect_(std::move(dialect)) {
        for (const auto& file : files) {
            std::string parents;
            for (const auto& parent : file.parents) parents += (parents.empty() ? "" : ", ") + parent;
            const std::string body = file.body;
            write_file(directory_ / "migrations" / (std::string(file.id) + ".yaml"),
                       "revision: " + std::string(file.id) + "\nparents: [" + parents + "]\nmessage: \"it's " +
                           file.id +
                           ";\"\ncreated: 2026-11-23T06:00:00Z\nupgrade:" + (body.empty() ? " []\n" : "\n" + body));
        }
    }

    RunResult aludel(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {ALUDEL_TEST_TOOL, "--directory", "migrations"});
        return run(arguments, {.directory = directory_.path(), .environment = {{"ALUDEL_URL", ""}}});
    }
    std::string succeed(std::vector<std::string> arguments) const {
        const auto result = aludel(arguments);
        EXPECT_EQ(result.status, 0) << result.error << ::testing::PrintToString(arguments);
        return result.output;
    }
    std::string script(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--sql", "--dialect", dialect_});
        return succeed(arguments);
    }
    RunResult feed(const std::string& text, const TemporaryDatabase& database) const {
        if (dialect_ == "sqlite") return run({"sqlite3", "-bail", database.name()}, {.input = text});
        write_file(directory_ / "script.sql", text);
        return run(
            {"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", (directory_ / "script.sql").string(), database.url()});
    }
    void expect_fed(const std::string& text, const TemporaryDatabase& database) const {
        const auto result = feed(text, database);
        EXPECT_EQ(result.status, 0) << result.error << result.output << text;
    }

    /// Its schema and rows, and of its history all but when and how long.
    std::string dump(const TemporaryDatabase& database) const {
        auto connection = aludel::create_engine(database.url()).connect();
        const auto& dialect = *aludel::migrations::find_dialect(dialect_);
        auto text = aludel::migrations::write_schema(dialect.inspect(connection).schema);
        for (const auto* table : {"team", "hero", "names"}) {
            try {
                text += table + rows(connection.query("SELECT * FROM " + std::string(table) + " ORDER BY id"));
            } catch (const std::exception&) {
                text += std::string("no ") + table + "\n";
            }
        }
        for (const auto& row : aludel::applied_revisions(connection))
            text += row.revision + " " + row.checksum + " " + row.message + "\n";
        return text;
    }

    static std::string rows(const aludel::Result& result) {
        std::string text = ":\n";
        for (const auto& row : result.rows) {
            for (const auto& value : row)
                text += std::holds_alternative<std::string>(value) ? std::get<std::string>(value) + "|"
                        : std::holds_alternative<std::int64_t>(value)
                            ? std::to_string(std::get<std::int64_t>(value)) + "|"
                            : "NULL|";
            text += "\n";
        }
        return text;
    }

    std::string dialect_;
    TemporaryDirectory directory_;
};

class ChainScript : public testing::TestWithParam<std::string>, protected ChainLab {
protected:
    ChainScript() : ChainLab(GetParam()) {}
};

} // namespace aludel::test
