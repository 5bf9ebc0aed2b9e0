// Every operation on a real server: there with rows and children, compared, back, compared.
#include "migrations/postgresql/postgresql.hpp"
#include "tests/migrations/postgresql_lab.hpp"

#include <gtest/gtest.h>

#include <set>

namespace aludel::migrations::testing {
namespace {

class PostgresqlDialect : public ::testing::Test {
protected:
    /// A parent, the table that changes, and a child that is deleted with it; each with rows.
    PostgresqlDialect() {
        lab.apply(operations(R"(
- create_enum: {name: mood, values: [sad, fine, happy]}
- create_table:
    table: team
    columns: [{name: id, type: bigint, identity: true}, {name: name, type: text, nullable: false}]
    primary_key: {name: pk_team, columns: [id]}
    uniques: [{name: uq_team_name, columns: [name]}]
- create_table:
    table: hero
    comment: those who're "brave"\
    columns:
      - {name: id, type: bigint, identity: true}
      - {name: name, type: varchar(20), nullable: false, comment: it's}
      - {name: age, type: integer, default: 7}
      - {name: mood, type: enum mood, nullable: false, default: fine}
      - {name: team_id, type: bigint}
    primary_key: {name: pk_hero, columns: [id]}
    checks: [{name: grown, sql: age >= 0 and age < 200}, {name: named, sql: name <> ''}, {name: moody, sql: mood <> 'sad' OR age > 3}]
    foreign_keys: [{name: fk_hero_team_id_team, columns: [team_id], references: {table: team, columns: [id]}, on_delete: set null}]
    indexes: [{name: ix_hero_name, columns: [name]}, {name: happy, columns: [{column: age, descending: true}], where: mood = 'happy'}]
- create_table:
    table: sidekick
    columns: [{name: id, type: bigint, identity: true}, {name: hero_id, type: bigint, nullable: false}]
    primary_key: {name: pk_sidekick, columns: [id]}
    foreign_keys: [{name: fk_sidekick_hero_id_hero, columns: [hero_id], references: {table: hero, columns: [id]}, on_delete: cascade}]
)"));
        lab.execute("INSERT INTO team (name) VALUES ('A'), ('B');"
                    "INSERT INTO hero (name, age, mood, team_id) VALUES ('Ann', 16, 'happy', 1), ('O''Hara', NULL, "
                    "'fine', NULL), ('Zoë', 48, 'sad', 2);"
                    "INSERT INTO sidekick (hero_id) VALUES (1), (1), (3)");
        before = all();
    }

    std::string all() { return lab.rows(heroes) + "/" + lab.rows("SELECT * FROM sidekick ORDER BY id"); }
    void there_and_back(std::string_view yaml) {
        lab.apply(operations(yaml));
        lab.take_back();
        EXPECT_EQ(all(), before);
    }
    /// Stops, with these words in the message, and nothing is changed.
    void stops(std::string_view yaml, std::initializer_list<const char*> words) {
        const auto message = lab.refused(operations(yaml));
        for (const char* word : words)
            EXPECT_NE(message.find(word), std::string::npos) << word << " not in " << message;
        EXPECT_EQ(all(), before);
    }

    static constexpr const char* heroes = "SELECT id, name, age, mood, team_id FROM hero ORDER BY id";
    PostgresqlLab lab;
    std::string before;
};

TEST_F(PostgresqlDialect, tables) {
    there_and_back("- rename_table: {table: hero, to: person}\n");
    there_and_back("- alter_table: {table: hero, comment: \"\"}\n");
    there_and_back("- create_table: {table: log, schema: audit, columns: [{name: id, type: uuid}, {name: at, type: "
                   "timestamptz, default: {now: true}}], comment: logs}\n");
    lab.apply(operations("- drop_table: {table: sidekick}\n"));
    lab.take_back();
    EXPECT_EQ(lab.rows(heroes) + "/", before.substr(0, before.find('/') + 1));
}

TEST_F(PostgresqlDialect, columns_added) {
    there_and_back("- add_column: {table: hero, name: motto, type: text}\n");
    lab.apply(operations(
        "- add_column: {table: hero, name: power, type: integer, nullable: false, default: -7}\n"
        "- add_column: {table: hero, name: motto, type: text, nullable: false, default: \"it's\\\\\\n\"}\n"
        "- add_column: {table: hero, name: upper, type: text, generated: {sql: \"left(name, 2)\"}}\n"
        "- add_column: {table: hero, name: number, type: integer, identity: true, nullable: false}\n"
        "- add_column: {table: hero, name: initial, type: text, nullable: false, fill: \"substr(name, 1, 1)\", "
        "comment: first}\n"));
    EXPECT_EQ(lab.rows("SELECT power, motto, upper, initial FROM hero ORDER BY id"),
              "-7|it's\\\n|An|A;-7|it's\\\n|O'|O;-7|it's\\\n|Zo|Z");
    EXPECT_EQ(lab.rows("SELECT count(DISTINCT number) FROM hero"), "3");
    lab.take_back();
    EXPECT_EQ(all(), before);
    stops("- add_column: {table: hero, name: power, type: integer, nullable: false}\n",
          {"hero.power", "3 rows", "fill"});
}

TEST_F(PostgresqlDialect, columns_dropped_and_renamed) {
    there_and_back("- rename_column: {table: hero, column: age, to: \"years \\\"of\\\" life\"}\n");
    there_and_back("- rename_column: {table: hero, column: id, to: select}\n");
    lab.apply(
        operations("- drop_constraint: {table: hero, name: grown}\n- drop_constraint: {table: hero, name: moody}\n"
                   "- drop_index: {table: hero, name: happy}\n- drop_column: {table: hero, column: age}\n"));
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT name, age FROM hero ORDER BY id"), "Ann|7;O'Hara|7;Zoë|7"); // its default
}

TEST_F(PostgresqlDialect, null_and_defaults) {
    there_and_back("- alter_column: {table: hero, column: name, nullable: true}\n");
    there_and_back("- alter_column: {table: hero, column: age, default: null}\n");
    there_and_back("- alter_column: {table: hero, column: age, default: {sql: 2 * 4}}\n");
    there_and_back("- alter_column: {table: hero, column: name, default: \"a\\\\b'c\"}\n");
    stops("- alter_column: {table: hero, column: age, nullable: false}\n", {"hero.age", "1 row", "2", "fill"});
    lab.apply(operations("- alter_column: {table: hero, column: age, nullable: false, fill: length(name)}\n"));
    EXPECT_EQ(lab.rows("SELECT age FROM hero ORDER BY id"), "16;6;48");
}

TEST_F(PostgresqlDialect, identity) {
    lab.apply(operations("- create_table: {table: t, columns: [{name: n, type: integer, nullable: false}]}\n"));
    lab.execute("INSERT INTO t VALUES (5), (41)");
    lab.apply(operations("- alter_column: {table: t, column: n, identity: true}\n"));
    lab.execute("INSERT INTO t DEFAULT VALUES");
    EXPECT_EQ(lab.rows("SELECT n FROM t ORDER BY n"), "5;41;42");
    lab.take_back();
    lab.execute("TRUNCATE t");
    lab.apply(operations("- alter_column: {table: t, column: n, identity: true}\n"));
    lab.execute("INSERT INTO t DEFAULT VALUES");
    EXPECT_EQ(lab.rows("SELECT n FROM t"), "1");
    there_and_back("- alter_column: {table: hero, column: id, identity: false}\n");
    there_and_back("- alter_column: {table: hero, column: id, type: integer}\n");
}

TEST_F(PostgresqlDialect, types) {
    there_and_back("- alter_column: {table: hero, column: age, type: bigint}\n");
    there_and_back("- alter_column: {table: hero, column: age, type: smallint, default: 3}\n");
    there_and_back("- alter_column: {table: hero, column: name, type: text}\n");
    there_and_back("- alter_column: {table: hero, column: name, type: varchar(6)}\n");
    there_and_back("- alter_column: {table: hero, column: name, collation: C}\n");
    stops("- alter_column: {table: hero, column: name, type: varchar(5)}\n", {"hero.name", "O'Hara", "using"});
    lab.apply(operations("- alter_column: {table: hero, column: name, type: varchar(5), using: \"left(name, 5)\"}\n"));
    EXPECT_EQ(lab.rows("SELECT name FROM hero WHERE id = 2"), "O'Har");
}

TEST_F(PostgresqlDialect, constraints_and_indexes) {
    there_and_back("- create_unique_constraint: {table: hero, columns: [name, age], name: uq}\n");
    there_and_back("- rename_constraint: {table: hero, name: grown, to: \"Grown up\"}\n");
    there_and_back("- rename_index: {table: hero, name: happy, to: \"a 'b'\"}\n");
    there_and_back("- drop_constraint: {table: hero, name: named}\n");
    there_and_back(
        "- create_index: {table: hero, name: x, columns: [{sql: lower(name), descending: true}, age], unique: true, "
        "where: \"name LIKE 'A%'\"}\n");
    there_and_back("- create_check_constraint: {table: hero, name: k, sql: \"name in ('Ann', 'Zoë', 'O''Hara') and age "
                   "between 1 and 99 and coalesce(team_id, 0) != 9 and not (mood = 'sad' and age is null)\"}\n");
    there_and_back("- create_check_constraint: {table: hero, name: k, sql: {sqlite: \"name GLOB '*'\"}}\n");
    stops("- create_check_constraint: {table: hero, name: k, sql: age < 20}\n", {"age < 20", "3: 48"});
    stops("- create_unique_constraint: {table: sidekick, columns: [hero_id], name: uq}\n",
          {"rows are alike", "1: 1; 2: 1", "keep first"});
    there_and_back("- drop_constraint: {table: sidekick, name: fk_sidekick_hero_id_hero}\n"
                   "- create_foreign_key: {table: sidekick, name: fk2, columns: [hero_id], references: {table: hero, "
                   "columns: [id]}, "
                   "on_delete: restrict, on_update: cascade, deferrable: true, initially_deferred: true}\n");
    there_and_back("- drop_constraint: {table: sidekick, name: pk_sidekick}\n");
}

TEST_F(PostgresqlDialect, generated) {
    lab.apply(operations("- add_column: {table: hero, name: twice, type: integer, generated: {sql: age * 2}}\n"));
    there_and_back("- alter_column: {table: hero, column: twice, generated: {sql: age * 3 + 1}}\n");
    there_and_back("- alter_column: {table: hero, column: twice, generated: null}\n");
    stops("- alter_column: {table: hero, column: age, default: null, generated: {sql: id * 2}}\n", {"hero.age"});
}

TEST_F(PostgresqlDialect, enums) {
    there_and_back("- alter_enum: {name: mood, values: [gloomy, sad, fine, happy, elated]}\n");
    there_and_back("- alter_enum: {name: mood, values: [happy, fine, sad]}\n");
    stops("- alter_enum: {name: mood, values: [fine, happy]}\n", {"hero.mood", "sad", "mapping"});
    lab.apply(
        operations("- drop_constraint: {table: hero, name: moody}\n"
                   "- alter_enum: {name: mood, values: [\"it's fine\", happy, fine], mapping: {sad: \"it's fine\"}}\n"
                   "- alter_column: {table: hero, column: mood, default: \"it's fine\"}\n"));
    EXPECT_EQ(lab.rows("SELECT mood FROM hero ORDER BY id"), "happy;fine;it's fine");
    lab.take_back();
    EXPECT_EQ(all(), before);
    lab.apply(operations("- create_enum: {name: colour, values: [red]}\n"
                         "- add_column: {table: team, name: colour, type: enum colour, default: red}\n"));
    lab.take_back();
}

TEST_F(PostgresqlDialect, enum_becomes_text_and_back) {
    lab.apply(operations("- drop_constraint: {table: hero, name: moody}\n- drop_index: {table: hero, name: happy}\n"));
    there_and_back("- alter_column: {table: hero, column: mood, type: text}\n");
    lab.apply(operations("- alter_column: {table: hero, column: mood, type: text}\n"));
    lab.execute("UPDATE hero SET mood = 'so-so' WHERE id = 1");
    before = all();
    stops("- alter_column: {table: hero, column: mood, type: enum mood}\n", {"hero.mood", "so-so"});
}

TEST_F(PostgresqlDialect, data_steps_see_deferred_keys_settled) {
    lab.apply(operations(
        "- drop_constraint: {table: sidekick, name: fk_sidekick_hero_id_hero}\n"
        "- create_foreign_key: {table: sidekick, name: fk, columns: [hero_id], references: {table: hero, columns: "
        "[id]}, deferrable: true, initially_deferred: true}\n"));
    lab.apply(
        operations("- execute: {sql: \"INSERT INTO sidekick (hero_id) VALUES (77); INSERT INTO hero (id, name) VALUES "
                   "(77, 'Late')\", reverse: \"\"}\n- add_column: {table: sidekick, name: x, type: text}\n"));
    before = all();
    stops("- execute: {sql: \"INSERT INTO sidekick (hero_id) VALUES (78)\", reverse: \"\"}\n", {});
}

TEST_F(PostgresqlDialect, every_type_comes_back) {
    lab.apply(operations(R"(
- create_table:
    table: 'all "types" – ü'
    columns:
      - {name: a, type: boolean, default: true}
      - {name: b, type: smallint, default: -1}
      - {name: c, type: real, default: 0.5}
      - {name: d, type: double, default: 1e3}
      - {name: e, type: bytes, default: "a\0'b"}
      - {name: f, type: date, default: 2026-11-23}
      - {name: g, type: time, default: {now: true}}
      - {name: h, type: timestamp, default: {now: true}}
      - {name: i, type: timestamptz, default: {now: true}}
      - {name: j, type: uuid, default: 0B8F7A5E-0000-4000-8000-00000000000A}
      - {name: k, type: 'decimal(10, 2)', default: -12.50}
      - {name: l, type: decimal}
      - {name: m, type: json, default: '{"a": "b''c\\"}'}
      - {name: n, type: varchar(9), default: 'true'}
      - {name: o, type: text, default: '-5'}
      - {name: p, type: native inet, default: 127.0.0.1}
      - {name: q, type: text, default: {sql: "upper('x') || E'\\n'"}}
      - {name: r, type: date, default: {now: true}}
)"));
    lab.execute("INSERT INTO \"all \"\"types\"\" – ü\" DEFAULT VALUES");
    EXPECT_EQ(lab.rows("SELECT a, b, c, d, encode(e, 'hex'), f, h = i AT TIME ZONE 'UTC', k, m, n, o, p, q FROM \"all "
                       "\"\"types\"\" – ü\""),
              "1|-1|0.500000|1000.000000|61002762|2026-11-23|1|-12.50|{\"a\": \"b'c\\\\\"}|true|-5|127.0.0.1|X\n");
}

TEST_F(PostgresqlDialect, what_is_not_modelled_is_named_and_left_alone) {
    lab.execute(
        "CREATE MATERIALIZED VIEW seen AS SELECT * FROM hero; CREATE VIEW safe WITH (security_barrier) AS SELECT 1 AS "
        "x;"
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION f(int) RETURNS int LANGUAGE sql "
        "AS "
        "'SELECT 1'; CREATE PROCEDURE p() LANGUAGE sql AS ''; CREATE INDEX c ON hero USING gist "
        "(to_tsvector('english', name) tsvector_ops (siglen = 9));"
        "CREATE TABLE parts (i int PRIMARY KEY) PARTITION BY RANGE (i); CREATE TABLE heir () INHERITS (team);"
        "CREATE DOMAIN d AS int; CREATE TYPE pair AS (a int, b int); ALTER TABLE team ADD CONSTRAINT late UNIQUE "
        "(name) "
        "DEFERRABLE; ALTER TABLE team ADD CONSTRAINT wide UNIQUE (name) INCLUDE (id); ALTER TABLE hero ADD CONSTRAINT "
        "loose CHECK (age < 0) NOT VALID; ALTER TABLE hero ADD CONSTRAINT parted FOREIGN KEY (age) REFERENCES parts "
        "NOT "
        "VALID; CREATE RULE quiet AS ON DELETE TO team DO INSTEAD NOTHING; CREATE POLICY own ON team USING (true); "
        "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE "
        "UPDATE "
        "ON hero FOR EACH ROW EXECUTE FUNCTION g(); ALTER TABLE hero DISABLE TRIGGER t");
    EXPECT_EQ(lab.inspect().not_modelled,
              (std::vector<std::string>{
                  "check loose on hero (NOT VALID)", "domain d", "foreign key parted on hero (NOT VALID)",
                  "function f()", "function f(integer)", "index c on hero (with options of its own)",
                  "inheriting table heir", "materialized view seen", "partitioned table parts", "policy own on team",
                  "procedure p()", "rule quiet on team", "trigger t on hero", "type pair",
                  "unique late on team (DEFERRABLE)", "unique wide on team (INCLUDE)", "view safe (with options)"}));
    lab.execute("DROP TRIGGER t ON hero; DROP FUNCTION g()");
    lab.expect_schema();
}

TEST_F(PostgresqlDialect, what_a_description_leaves_out_is_named) {
    lab.execute(
        "CREATE SEQUENCE small AS smallint; CREATE SEQUENCE large; CREATE INDEX ranges ON hero USING brin (age) "
        "WITH (pages_per_range = 16); CREATE UNLOGGED TABLE cache (n smallserial) WITH (fillfactor = 70)");
    EXPECT_EQ(lab.inspect().not_modelled,
              (std::vector<std::string>{"AS smallint of sequence small", "UNLOGGED of table cache",
                                        "WITH (fillfactor=70) of table cache",
                                        "WITH (pages_per_range=16) of index ranges on hero"}));
}

TEST_F(PostgresqlDialect, what_adoption_would_lose_is_named) {
    lab.execute(
        "SET client_min_messages = error; CREATE SCHEMA aside; CREATE EXTENSION citext SCHEMA aside;"
        "CREATE COLLATION own FROM \"C\"; CREATE TYPE blank AS ENUM (); CREATE TYPE kind AS ENUM ('a');"
        "CREATE TABLE t (id serial CONSTRAINT known PRIMARY KEY, a text COLLATE own, c aside.citext);"
        "CREATE SEQUENCE mine OWNED BY t.id; ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
        "ALTER TABLE t REPLICA IDENTITY FULL; CREATE STATISTICS both_of_t ON id, a FROM t;"
        "CREATE VIEW seen AS SELECT id, a FROM t; ALTER VIEW seen ALTER a SET DEFAULT 'x'; CREATE INDEX i ON t (a);"
        "COMMENT ON CONSTRAINT known ON t IS '1'; COMMENT ON INDEX i IS '2'; COMMENT ON VIEW seen IS '3';"
        "COMMENT ON COLUMN seen.a IS '4'; COMMENT ON TABLE t IS 'kept'; COMMENT ON COLUMN t.a IS 'kept';"
        "CREATE CAST (text AS kind) WITH INOUT; CREATE TEXT SEARCH CONFIGURATION words (COPY = english);"
        "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; COMMENT ON FUNCTION f IS '5';"
        "CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION f(); CREATE PUBLICATION news FOR TABLE hero;"
        "CREATE FOREIGN DATA WRAPPER far; CREATE SERVER farther FOREIGN DATA WRAPPER far");
    const auto named = lab.inspect().not_modelled;
    const std::set<std::string> expected = {"COMMENT of function f()",
                                            "COMMENT of index i",
                                            "COMMENT of table constraint known on t",
                                            "COMMENT of view column seen.a",
                                            "COMMENT of view seen",
                                            "DEFAULT of column seen.a",
                                            "FORCE ROW LEVEL SECURITY of table t",
                                            "REPLICA IDENTITY of table t",
                                            "ROW LEVEL SECURITY of table t",
                                            "SCHEMA aside of extension citext",
                                            "cast (pg_catalog.text AS kind)",
                                            "collation own",
                                            "event trigger watch",
                                            "foreign-data wrapper far",
                                            "publication news",
                                            "sequence mine (owned by t.id)",
                                            "server farther",
                                            "statistics object both_of_t",
                                            "text search configuration words",
                                            "type blank"};
    EXPECT_EQ(std::set(named.begin(), named.end()), expected);
    EXPECT_EQ(named.size(), expected.size());
}

TEST_F(PostgresqlDialect, refuses_what_would_be_cut) {
    Schema schema;
    CreateTable create;
    create.table.name.name = std::string(64, 'n');
    create.table.columns.push_back({.name = "a", .type = {}});
    EXPECT_THROW(postgresql_dialect().render(std::vector<Operation>{create}, schema), OperationError);
}

} // namespace
} // namespace aludel::migrations::testing
