// What a new constraint does with rows that it does not allow: they stop the upgrade before anything changes, or become
// what the revision says.
#include "tests/migrations/postgresql_lab.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <tuple>
#include <utility>

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
    /// Applied, the heroes that are left, the downgrade. Nobody refers to those that go.
    void leaves(std::string_view yaml, const char* ids) {
        lab.execute("DELETE FROM sidekick");
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

constexpr const char* keep_first =
    "- create_unique_constraint: {table: hero, columns: [name], name: uq, on_conflict: keep first}\n";

TEST_F(PostgresqlRows, unique_keeps_the_first) { leaves(keep_first, "1;2;5"); }

TEST_F(PostgresqlRows, rows_that_others_refer_to_do_not_go) {
    stops(keep_first, {"hero", "sidekick", "fk_sidekick", "3 rows", "3", "4"});
    stops("- create_foreign_key: {table: hero, name: fk, columns: [team_id], references: {table: team, columns: [id]}, "
          "on_conflict: delete}\n",
          {"hero", "sidekick", "2 rows"});
    stops("- create_check_constraint: {table: hero, name: grown, sql: hero.age <> 8, on_conflict: delete}\n",
          {"hero", "sidekick", "1 row", "3"});
    EXPECT_EQ(lab.rows("SELECT count(*) FROM sidekick"), "4");
}

TEST_F(PostgresqlRows, nor_those_that_a_table_refers_to_that_no_revision_knows) {
    lab.execute("DELETE FROM sidekick; CREATE SCHEMA other; CREATE TABLE other.hand (hero integer REFERENCES hero ON "
                "DELETE CASCADE); INSERT INTO other.hand VALUES (3)");
    stops(keep_first, {"hero", "other.hand", "foreign key"});
    EXPECT_EQ(lab.rows("SELECT hero FROM other.hand"), "3");
    lab.execute("UPDATE hero SET name = 'Eve' WHERE id = 3; UPDATE hero SET name = 'Dan' WHERE id = 4");
    lab.apply(operations(keep_first)); // nothing goes
    lab.take_back();
}

TEST_F(PostgresqlRows, nor_the_rows_of_a_seed_that_it_refers_to) {
    lab.apply(operations("- insert: {table: team, rows: [{id: 7, name: G}]}\n"));
    lab.execute("CREATE SCHEMA other; CREATE TABLE other.hand (team integer REFERENCES team ON DELETE CASCADE); INSERT "
                "INTO other.hand VALUES (7)");
    try {
        lab.take_back();
        ADD_FAILURE() << "nothing stopped the downgrade";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("other.hand"), std::string::npos) << error.what();
    }
    EXPECT_EQ(lab.rows("SELECT team FROM other.hand"), "7");
}

TEST_F(PostgresqlRows, a_deferred_key_is_not_asked_while_it_is_not_there) {
    const std::string key =
        "- create_foreign_key: {table: hero, name: fk, columns: [team_id], references: {table: team, columns: [id]}, "
        "deferrable: true, initially_deferred: true, on_conflict: ";
    leaves(key + "delete}\n", "1;3;5");
    lab.apply(operations(key + "set null}\n"));
    EXPECT_EQ(lab.rows("SELECT team_id FROM hero ORDER BY id"), "1;NULL;1");
    lab.apply(operations("- alter_column: {table: team, column: id, type: text}\n"
                         "- alter_column: {table: hero, column: team_id, type: text}\n"
                         "- alter_column: {table: hero, column: age, nullable: false, fill: 6}\n"));
    lab.take_back();
    EXPECT_THROW(lab.execute("UPDATE hero SET team_id = 9"), std::exception);
}

// Places (ctid) are of one partition: those of others are not alike.
TEST_F(PostgresqlRows, only_rows_that_are_alike_go_from_partitions) {
    lab.execute(R"(
DROP TABLE sidekick;
CREATE SCHEMA other;
CREATE TABLE sidekick (hero_id integer, x integer, CONSTRAINT fk_sidekick FOREIGN KEY (hero_id) REFERENCES hero ON DELETE CASCADE)
  PARTITION BY RANGE (x);
CREATE TABLE other.low PARTITION OF sidekick FOR VALUES FROM (0) TO (10);
CREATE TABLE other.high PARTITION OF sidekick FOR VALUES FROM (10) TO (20);
INSERT INTO sidekick VALUES (1, 1), (1, 1), (2, 11), (3, 12))");
    lab.upgrade(
        operations("- create_unique_constraint: {table: sidekick, columns: [hero_id, x], name: uq, on_conflict: "
                   "keep first}\n"));
    EXPECT_EQ(lab.rows("SELECT hero_id, x FROM sidekick ORDER BY 1"), "1|1;2|11;3|12");
}

TEST_F(PostgresqlRows, a_key_says_nothing_of_tables_that_inherit) {
    lab.execute("DELETE FROM sidekick; CREATE SCHEMA other; CREATE TABLE other.archive () INHERITS (hero); INSERT INTO "
                "other.archive SELECT * FROM ONLY hero");
    lab.apply(operations(keep_first));
    EXPECT_EQ(lab.rows("SELECT id FROM ONLY hero ORDER BY id"), "1;2;5");
    EXPECT_EQ(lab.rows("SELECT id FROM other.archive ORDER BY id"), "1;2;3;4;5");
    lab.apply(operations("- create_foreign_key: {table: hero, name: fk, columns: [team_id], references: {table: team, "
                         "columns: [id]}, on_conflict: delete}\n"));
    EXPECT_EQ(lab.rows("SELECT id FROM other.archive ORDER BY id"), "1;2;3;4;5");
}

// PostgreSQL would round, cut and drop without a word.
TEST_F(PostgresqlRows, conversions_to_types_of_its_own_lose_nothing) {
    lab.apply(operations("- add_column: {table: team, name: v, type: native inet}\n"
                         "- add_column: {table: team, name: at, type: timestamptz}\n"
                         "- add_column: {table: team, name: price, type: \"decimal(12, 5)\"}\n"
                         "- add_column: {table: team, name: of, type: integer}\n"
                         "- add_column: {table: team, name: json, type: json}\n"));
    lab.execute("UPDATE team SET v = '192.168.1.5/24', at = '2024-01-01 10:00:00.654321+00', price = 1.23456, of = 3, "
                "json = '{\"b\": 1, \"a\":2}' WHERE id = 1");
    stops("- alter_column: {table: team, column: v, type: native cidr}\n", {"team.v", "1 row", "192.168.1.5/24"});
    stops("- alter_column: {table: team, column: at, type: \"native timestamp(0) with time zone\"}\n", {"team.at"});
    stops("- alter_column: {table: team, column: price, type: native money}\n", {"team.price", "1.23456"});
    lab.apply(operations("- alter_column: {table: team, column: of, type: native oid}\n"
                         "- alter_column: {table: team, column: json, type: native jsonb, using: json::jsonb}\n"
                         "- alter_column: {table: team, column: price, type: native money, using: price::money}\n"));
    EXPECT_EQ(lab.rows("SELECT of, json->>'a', price FROM team WHERE id = 1"), "3|2|$1.23");
}

// What is computed from a column is made again where the column gets another type.
TEST_F(PostgresqlRows, what_no_revision_knows_of_a_column_that_is_made_again_does_not_go) {
    lab.apply(operations("- add_column: {table: hero, name: twice, type: integer, generated: {sql: age * 2}}\n"));
    const auto change = operations("- alter_column: {table: hero, column: age, type: bigint}\n");
    for (const auto& [made, dropped, word] :
         {std::tuple{"CREATE STATISTICS hand ON twice, age FROM hero", "DROP STATISTICS hand", "hand"},
          std::tuple{"GRANT SELECT (twice) ON hero TO guarded", "REVOKE SELECT (twice) ON hero FROM guarded",
                     "privileges"}}) {
        lab.execute(made);
        const auto message = lab.refused(change);
        EXPECT_NE(message.find(word), std::string::npos) << message;
        lab.execute(dropped);
    }
    lab.apply(change);
    lab.take_back();
    lab.execute("CREATE UNIQUE INDEX hand ON hero (twice, id)");
    EXPECT_THROW(lab.upgrade(change), Error);
    EXPECT_EQ(lab.rows("SELECT indexname FROM pg_indexes WHERE indexname = 'hand'"), "hand");
}

// A row that is being written while the upgrade looks is looked at, too.
TEST_F(PostgresqlRows, a_row_that_another_is_writing_is_not_converted_unseen) {
    lab.apply(operations("- add_column: {table: team, name: price, type: \"decimal(12, 4)\"}\n"
                         "- add_column: {table: team, name: twice, type: integer}\n"));
    for (const auto& [change, word] :
         {std::pair{"- alter_column: {table: team, column: price, type: \"decimal(12, 2)\"}\n", "2.3456"},
          std::pair{"- alter_column: {table: team, column: twice, generated: {sql: id * 2}}\n", "77"}}) {
        auto other = create_engine(lab.url()).connect();
        other.execute("BEGIN");
        other.execute("INSERT INTO team VALUES (8, 'X', 2.3456, 77)");
        std::thread later([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            other.execute("COMMIT");
        });
        const auto message = lab.refused(operations(change));
        later.join();
        EXPECT_NE(message.find(word), std::string::npos) << message;
        EXPECT_EQ(lab.rows("SELECT price, twice FROM team WHERE id = 8"), "2.3456|77");
        lab.execute("DELETE FROM team WHERE id = 8");
    }
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

TEST_F(PostgresqlRows, foreign_key_to_itself_of_a_table_called_as_what_is_deleted) {
    lab.apply(operations(R"(
- create_table:
    table: gone
    columns: [{name: place, type: integer, nullable: false}, {name: of, type: integer}]
    primary_key: {name: pk_gone, columns: [place]}
)"));
    lab.execute("INSERT INTO gone VALUES (1, NULL), (2, 3), (3, 77), (4, 1), (5, 2)");
    lab.apply(operations("- create_foreign_key: {table: gone, name: fk, columns: [of], references: {table: gone, "
                         "columns: [place]}, on_conflict: delete}\n"));
    EXPECT_EQ(lab.rows("SELECT place FROM gone ORDER BY place"), "1;4");
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
