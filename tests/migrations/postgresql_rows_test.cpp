// What a new constraint does with rows that it does not allow: they stop the upgrade before anything changes, or become
// what the revision says.
#include "tests/migrations/postgresql_lab.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

class PostgresqlRows : public ::testing::Test {
protected:
    PostgresqlRows() {
        lab.apply(operations(R"(
- create_table:
    table: team
    columns: [{name: id, type: integer, nullable: false}, {name: name, type: text}]
    primary_key: {name: pk_team, columns: [id]}
- create_table:
    table: hero
    columns: [{name: id, type: integer, nullable: false}, {name: name, type: text}, {name: team_id, type: integer}, {name: age, type: integer}, {name: of, type: integer}]
    primary_key: {name: pk_hero, columns: [id]}
- create_table:
    table: sidekick
    columns: [{name: hero_id, type: integer}, {name: x, type: integer}]
    foreign_keys: [{name: fk_sidekick, columns: [hero_id], references: {table: hero, columns: [id]}, on_delete: cascade}]
)"));
        lab.execute(
            "INSERT INTO team VALUES (1, 'A'), (2, NULL), (3, NULL);"
            "INSERT INTO hero VALUES (1, 'Ann', 1, 7, NULL), (2, 'Bob', 9, -1, 3), (3, 'Ann', NULL, 8, 77), (4, "
            "'Ann', 9, NULL, 1), (5, NULL, 1, -2, 2);"
            "INSERT INTO sidekick VALUES (1, 0), (3, 0), (4, 0), (4, 0)");
    }
    std::string heroes() { return lab.rows("SELECT id FROM hero ORDER BY id"); }
    void stops(std::string_view yaml, std::initializer_list<const char*> words) {
        const auto message = lab.refused(operations(yaml));
        for (const char* word : words)
            EXPECT_NE(message.find(word), std::string::npos) << word << " not in " << message;
        EXPECT_EQ(heroes(), "1;2;3;4;5");
    }
    /// Applied, the heroes that are left, the downgrade.
    void leaves(std::string_view yaml, const char* ids) {
        lab.apply(operations(yaml));
        EXPECT_EQ(heroes(), ids) << yaml;
        lab.take_back();
    }

    PostgresqlLab lab;
};

TEST_F(PostgresqlRows, unique_stops_at_rows_alike) {
    stops("- create_unique_constraint: {table: hero, columns: [name], name: uq}\n",
          {"hero", "uq", "3 rows", "'Ann'", "keep first"});
    stops("- create_index: {table: hero, columns: [{sql: lower(name)}], name: ux, unique: true}\n",
          {"ux", "3 rows", "'ann'", "on_conflict"});
    stops("- create_primary_key: {table: sidekick, columns: [hero_id, x], name: pk}\n", {"sidekick", "2 rows", "4, 0"});
    lab.apply(operations("- create_unique_constraint: {table: team, columns: [name], name: uq}\n"
                         "- create_index: {table: hero, columns: [name], name: ux, unique: true, where: age < 8}\n"));
    lab.take_back();
    stops("- create_unique_constraint: {table: team, columns: [name], name: uq, nulls_not_distinct: true}\n",
          {"team", "2 rows", "2: NULL; 3: NULL"});
}

TEST_F(PostgresqlRows, unique_keeps_the_first_or_the_last) {
    lab.apply(
        operations("- create_unique_constraint: {table: hero, columns: [name], name: uq, on_conflict: keep first}\n"));
    EXPECT_EQ(heroes(), "1;2;5");
    EXPECT_EQ(lab.rows("SELECT hero_id FROM sidekick"), "1");
}

TEST_F(PostgresqlRows, unique_index_keeps_the_last) {
    leaves("- create_index: {table: hero, columns: [name], name: ux, unique: true, on_conflict: keep last}\n", "2;4;5");
}

TEST_F(PostgresqlRows, primary_key_keeps_the_last) {
    lab.apply(
        operations("- create_primary_key: {table: sidekick, columns: [hero_id], name: pk, on_conflict: keep last}\n"));
    EXPECT_EQ(lab.rows("SELECT hero_id FROM sidekick ORDER BY 1"), "1;3;4");
}

TEST_F(PostgresqlRows, check_stops_or_deletes) {
    stops("- create_check_constraint: {table: hero, name: grown, sql: age >= 0}\n",
          {"grown", "2 rows", "2: -1; 5: -2", "on_conflict: delete"});
    leaves("- create_check_constraint: {table: hero, name: grown, sql: age >= 0, on_conflict: delete}\n", "1;3;4");
}

TEST_F(PostgresqlRows, foreign_key_stops_at_orphans) {
    stops(
        "- create_foreign_key: {table: hero, name: fk, columns: [team_id], references: {table: team, columns: [id]}}\n",
        {"hero", "team", "2 rows", "2: 9; 4: 9", "on_conflict: delete", "set null"});
}

TEST_F(PostgresqlRows, foreign_key_deletes_orphans) {
    leaves(
        "- create_foreign_key: {table: hero, name: fk, columns: [team_id], references: {table: team, columns: [id]}, "
        "on_conflict: delete}\n",
        "1;3;5");
}

TEST_F(PostgresqlRows, foreign_key_sets_orphans_null) {
    lab.apply(operations("- create_foreign_key: {table: hero, name: fk, columns: [team_id], references: {table: team, "
                         "columns: [id]}, on_conflict: set null}\n"));
    EXPECT_EQ(lab.rows("SELECT team_id FROM hero ORDER BY id"), "1;NULL;NULL;NULL;1");
    lab.take_back();
    EXPECT_THROW(lab.apply(operations(
                     "- alter_column: {table: hero, column: age, nullable: false, fill: 1}\n"
                     "- create_foreign_key: {table: hero, name: fk, columns: [age], references: {table: team, columns: "
                     "[id]}, on_conflict: set null}\n")),
                 OperationError);
}

TEST_F(PostgresqlRows, foreign_key_to_itself_deletes_who_refers_to_deleted_rows) {
    leaves("- create_foreign_key: {table: hero, name: fk, columns: [of], references: {table: hero, columns: [id]}, "
           "on_conflict: delete}\n",
           "1;4"); // 3 refers to nothing, 2 to 3, 5 to 2
}

TEST_F(PostgresqlRows, foreign_key_match_full) {
    lab.apply(operations("- create_unique_constraint: {table: team, columns: [id, name], name: uq}\n"));
    stops("- create_foreign_key: {table: hero, name: fk, columns: [team_id, name], references: {table: team, columns: "
          "[id, name]}, match_full: true}\n",
          {"5 rows"});
    lab.execute("UPDATE hero SET team_id = 1, name = 'A' WHERE id < 5; UPDATE hero SET team_id = NULL WHERE id = 5");
    lab.apply(operations("- create_foreign_key: {table: hero, name: fk, columns: [team_id, name], references: {table: "
                         "team, columns: [id, name]}, match_full: true}\n"));
    lab.take_back();
}

} // namespace
} // namespace aludel::migrations::testing
