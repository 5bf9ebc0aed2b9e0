// Views, triggers, functions, sequences, extensions, enums, exclusions and what identities say besides.
#include "migrations/postgresql/postgresql.hpp"
#include "tests/migrations/postgresql_objects_fixture.hpp"

namespace aludel::migrations::testing {
namespace {

// Made by hand, or by whoever runs the database.
TEST_F(PostgresqlObjects, a_view_that_is_made_again_keeps_what_hangs_on_it) {
    lab.apply(operations(R"(
- create_view: {name: known, sql: SELECT id FROM hero}
- create_view: {name: "Un\"known", sql: SELECT name FROM hero}
)"));
    lab.execute(
        "CREATE SCHEMA other;"
        "CREATE FUNCTION other.add() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO hero VALUES (NEW.id, "
        "''new''); RETURN NEW; END';"
        "GRANT SELECT, INSERT ON known TO guarded WITH GRANT OPTION; GRANT SELECT ON known TO PUBLIC;"
        "COMMENT ON VIEW known IS 'it''s known'; ALTER VIEW known SET (security_barrier = true);"
        "CREATE TRIGGER by_hand INSTEAD OF INSERT ON known FOR EACH ROW EXECUTE FUNCTION other.add();"
        "GRANT UPDATE (id) ON known TO guarded; COMMENT ON COLUMN known.id IS 'its \"number\"';"
        "GRANT SELECT ON \"Un\"\"known\" TO guarded; GRANT SELECT (name), REFERENCES (name) ON \"Un\"\"known\" TO "
        "guarded");
    const auto belongings = [&] {
        return lab.rows(
            "SELECT relname, array_to_string(ARRAY(SELECT unnest(relacl)::text ORDER BY 1), ' '), "
            "reloptions::text, obj_description(oid, 'pg_class'), "
            "(SELECT string_agg(tgname, ' ') FROM pg_trigger WHERE tgrelid = pg_class.oid), "
            "(SELECT string_agg(concat_ws(' ', attacl, col_description(attrelid, attnum)), '') FROM pg_attribute "
            "WHERE attrelid = pg_class.oid AND attname = 'id' AND attacl IS NOT NULL) FROM pg_class "
            "WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace ORDER BY 1");
    };
    const auto had = belongings();
    lab.upgrade(operations("- drop_view: {name: known}\n- drop_view: {name: \"Un\\\"known\"}\n"
                           "- create_view: {name: \"Un\\\"known\", sql: SELECT id FROM hero}\n"
                           "- create_view: {name: known, sql: \"SELECT id, name FROM hero WHERE id > 0\"}\n"));
    EXPECT_EQ(belongings(), had);
    lab.execute("INSERT INTO known (id) VALUES (7)");
    EXPECT_EQ(lab.rows("SELECT id, name FROM known WHERE id = 7"), "7|new");
}

TEST_F(PostgresqlObjects, views_functions_and_triggers) {
    lab.apply(operations(R"yaml(
- create_function: {name: shout, sql: "(word text, times int = 1) returns text language sql immutable as $$ select repeat(upper(word), times) $$"}
- create_function: {name: touched, sql: "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.age := NEW.age + 1; RETURN NEW; END'"}
- create_view: {name: grown, sql: "select id, shout(name) as loud, mood from public.hero where age between 18 and 99 and mood in ('sad','fine')"}
- create_view: {name: grown_moods, sql: "SELECT mood, count(*) FROM grown GROUP BY 1;"}
- create_trigger: {name: touch, table: hero, sql: "before update on hero for each row when (old.name <> new.name) execute function touched()"}
- create_index: {table: hero, name: loud, columns: [{sql: shout(name)}]}
- create_view: {name: elsewhere, sql: {sqlite: SELECT 1}}
)yaml"));
    EXPECT_EQ(lab.rows("SELECT id FROM grown WHERE loud LIKE 'ZO%'"), "3");
    auto next = lab.schema();
    next.tables.at({"", "hero"}).find_column("age")->type.kind = Type::Kind::bigint;
    next.views.at({"", "grown"}).definition = {"SELECT id, name FROM hero WHERE age > 18", {}};
    next.views.erase({"", "grown_moods"});
    next.functions.at({"", "touched"}).definition = {
        "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.age := NEW.age + 2; RETURN NEW; END'", {}};
    change(next);
    lab.execute("UPDATE hero SET name = 'Bo' WHERE name = 'Bob'");
    EXPECT_EQ(lab.rows("SELECT age FROM hero WHERE name = 'Bo'"), "NULL");
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT id, mood FROM grown WHERE loud LIKE 'ZO%'"), "3|sad");
    lab.take_back();
}

// The operations as a model gives them: their order is the comparison's to find.
TEST_F(PostgresqlObjects, functions_of_tables_take_and_return_enums) {
    lab.execute("CREATE FUNCTION mark(mood) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';"
                "CREATE FUNCTION usual() RETURNS mood LANGUAGE sql IMMUTABLE AS $$SELECT 'fine'::mood$$;"
                "ALTER TABLE hero ADD CHECK (mark(mood) > 0), ALTER mood SET DEFAULT usual()");
    PostgresqlLab adopting;
    adopting.apply(diff({}, lab.inspect().schema).operations);
    adopting.execute("INSERT INTO hero (name) VALUES ('Ann')");
    EXPECT_EQ(adopting.rows("SELECT mood FROM hero"), "fine");
    adopting.apply(diff(adopting.schema(), {}).operations);
    adopting.take_back();
}

TEST_F(PostgresqlObjects, functions_of_tables_need_other_tables) {
    lab.execute(
        "CREATE FUNCTION sidekicks() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM sidekick; END;"
        "CREATE TABLE army (strength bigint DEFAULT sidekicks());"
        "CREATE FUNCTION twice(sidekick) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2';"
        "CREATE FUNCTION four() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2 * twice(NULL)';"
        "CREATE TABLE band (size int DEFAULT four()); CREATE INDEX twofold ON sidekick (twice(sidekick.*))");
    PostgresqlLab adopting;
    adopting.apply(diff({}, lab.inspect().schema).operations);
    adopting.execute("INSERT INTO army DEFAULT VALUES; INSERT INTO band DEFAULT VALUES");
    EXPECT_EQ(adopting.rows("SELECT strength, size FROM army, band"), "0|4");
    adopting.take_back();
}

TEST_F(PostgresqlObjects, functions_that_need_tables_go_before_them) {
    lab.execute(
        "CREATE TABLE troop (id bigint); CREATE FUNCTION troops() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT "
        "count(*) FROM troop; END; CREATE TABLE army (strength bigint DEFAULT troops()); CREATE FUNCTION "
        "is_known(troop) RETURNS boolean LANGUAGE sql AS 'SELECT true'");
    PostgresqlLab adopting;
    adopting.apply(diff({}, lab.inspect().schema).operations);
    adopting.apply(diff(adopting.schema(), {}).operations);
    adopting.take_back();
}

TEST_F(PostgresqlObjects, functions_use_whatever_comes_with_them) {
    const auto without = lab.schema();
    auto with = without;
    for (const auto& operation : operations(R"yaml(
- create_function: {name: a, sql: "() RETURNS integer LANGUAGE sql AS 'SELECT b() + 1'"}
- create_function: {name: b, sql: "() RETURNS integer LANGUAGE sql AS $$ SELECT count(*)::integer FROM grown $$"}
- create_view: {name: grown, sql: "SELECT id FROM hero WHERE age > 10"}
- create_function: {name: all_grown, sql: "() RETURNS SETOF grown LANGUAGE sql AS 'SELECT * FROM grown'"}
- create_view: {name: counted, sql: "SELECT count(*) AS n FROM all_grown()"}
- create_function: {name: countdown, sql: "(n integer) RETURNS integer LANGUAGE sql AS 'SELECT CASE WHEN n < 1 THEN 0 ELSE countdown(n - 1) END'"}
- create_function: {name: outer_one, sql: "() RETURNS integer LANGUAGE sql RETURN the_one()"}
- create_function: {name: the_one, sql: "() RETURNS integer LANGUAGE sql RETURN 1"}
- create_table: {table: setting, columns: [{name: id, type: bigint, nullable: false}, {name: level, type: integer}], primary_key: {name: pk_setting, columns: [id]}}
- create_function: {name: first_level, sql: "() RETURNS integer LANGUAGE sql AS 'SELECT coalesce(max(level), the_level()) FROM setting'"}
- create_function: {name: the_level, sql: "() RETURNS integer LANGUAGE sql AS 'SELECT 7 + count(*)::integer FROM setting'"}
- create_function: {name: is_known, sql: "(integer) RETURNS boolean LANGUAGE sql AS 'SELECT count(*) >= 0 FROM setting'"}
- add_column: {table: hero, name: level, type: integer, default: {sql: first_level()}}
- create_check_constraint: {table: hero, name: known, sql: is_known(level)}
- create_table: {table: apart, columns: [{name: id, type: bigint, nullable: false}, {name: level, type: integer, default: {sql: first_level()}}], primary_key: {name: pk_apart, columns: [id]}, checks: [{name: known_apart, sql: is_known(level)}]}
)yaml"))
        apply(operation, with);
    change(with);
    EXPECT_EQ(lab.rows("SELECT a(), (SELECT n FROM counted), outer_one(), countdown(3)"), "3|2|1|0");
    EXPECT_EQ(lab.rows("SELECT DISTINCT level FROM hero"), "7");
    lab.execute("INSERT INTO setting VALUES (1, 9)");
    EXPECT_EQ(lab.rows("INSERT INTO apart VALUES (1) RETURNING level"), "9");
    EXPECT_EQ(lab.rows("SELECT current_setting('check_function_bodies')"), "on");
    lab.take_back();
    EXPECT_EQ(all(), before);
    change(with);
    change(without);
    EXPECT_EQ(all(), before);
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT a(), (SELECT n FROM counted)"), "3|2");
    EXPECT_EQ(lab.rows("SELECT DISTINCT level FROM hero"), "7");
}

TEST_F(PostgresqlObjects, a_function_that_uses_nothing_later_is_looked_at_when_it_is_made) {
    EXPECT_NE(
        lab.refused(operations("- create_function: {name: wrong, sql: \"() RETURNS bigint LANGUAGE sql AS 'SELECT "
                               "count(*) FROM heroes'\"}\n"))
            .find("heroes"),
        std::string::npos);
}

TEST_F(PostgresqlObjects, in_another_schema) {
    lab.apply(operations(R"yaml(
- create_enum: {name: kind, schema: audit, values: [a, b]}
- create_sequence: {name: numbers, schema: audit}
- create_function: {name: one, schema: audit, sql: "() RETURNS integer LANGUAGE sql RETURN 1"}
- create_table:
    table: log
    schema: audit
    columns:
      - {name: id, type: bigint, default: {sql: "nextval('audit.numbers')"}}
      - {name: kind, type: enum kind, default: a}
      - {name: n, type: integer, default: {sql: audit.one()}}
    checks: [{name: ok, sql: "n > audit.one() and kind in ('a', 'b')"}]
- create_view: {name: last, schema: audit, sql: "SELECT l.id, h.name FROM audit.log l JOIN hero h ON h.id = l.id AND l.kind = 'a'"}
- create_view: {name: logged, sql: "SELECT * FROM audit.last"}
)yaml"));
    lab.take_back();
}

TEST_F(PostgresqlObjects, exclusions_and_extensions) {
    lab.apply(operations(
        "- create_extension: {name: btree_gist}\n"
        "- create_table: {table: stay, columns: [{name: room, type: integer}, {name: during, type: native daterange}], "
        "exclusions: [{name: ex, columns: [{column: room, with: =}, {column: during, with: \"&&\"}], where: room > "
        "0}]}\n"));
    lab.execute("INSERT INTO stay VALUES (1, '[2026-01-01,2026-01-05)'), (2, '[2026-01-01,2026-01-05)')");
    lab.apply(operations("- drop_constraint: {table: stay, name: ex}\n"));
    lab.take_back();
    EXPECT_THROW(lab.execute("INSERT INTO stay VALUES (1, '[2026-01-04,2026-01-06)')"), std::exception);
    // Within one CREATE TABLE the server would make one of them.
    lab.apply(
        operations("- create_table: {table: twice, columns: [{name: room, type: integer}], exclusions: [{name: one, "
                   "columns: [{column: room, with: =}], method: btree}, {name: two, columns: [{column: room, "
                   "with: =}], method: btree}]}\n"));
    lab.take_back();
}

TEST_F(PostgresqlObjects, sequences_go_on_from_where_they_are) {
    lab.apply(operations("- create_sequence: {name: numbers, start: 10, increment: 5, maximum: 1000, cycle: true}\n"));
    EXPECT_EQ(lab.rows("SELECT nextval('numbers'), nextval('numbers')"), "10|15");
    lab.apply(operations("- alter_sequence: {name: numbers, start: 100, increment: 2, cache: 1}\n"));
    EXPECT_EQ(lab.rows("SELECT nextval('numbers')"), "17");
    lab.apply(operations("- alter_sequence: {name: numbers, minimum: 500, increment: 1}\n"));
    EXPECT_EQ(lab.rows("SELECT nextval('numbers')"), "500");
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT nextval('numbers')"), "502");
    lab.apply(
        operations("- create_sequence: {name: fresh}\n- alter_sequence: {name: fresh, start: 40, minimum: 30}\n"));
    EXPECT_EQ(lab.rows("SELECT nextval('fresh')"), "40");
    lab.apply(operations("- alter_sequence: {name: fresh, increment: -1, maximum: 50}\n"));
    EXPECT_EQ(lab.rows("SELECT nextval('fresh')"), "39");
}

TEST_F(PostgresqlObjects, identity_options) {
    there_and_back("- alter_column: {table: hero, column: id, identity: {always: true, start: 100, increment: 10}}\n");
    lab.apply(operations("- alter_column: {table: hero, column: id, identity: {always: true, increment: 10}}\n"));
    lab.execute("INSERT INTO hero (name) VALUES ('Dan')");
    EXPECT_EQ(lab.rows("SELECT id FROM hero WHERE name = 'Dan'"), "13");
    EXPECT_THROW(lab.execute("INSERT INTO hero (id, name) VALUES (99, 'Eve')"), std::exception);
    lab.apply(operations("- add_column: {table: hero, name: n, type: integer, identity: {start: 5, increment: 5}}\n"));
    EXPECT_EQ(lab.rows("SELECT n FROM hero ORDER BY n"), "5;10;15;20");
}

TEST_F(PostgresqlObjects, identity_numbers_rows_that_have_none) {
    lab.apply(operations("- alter_column: {table: hero, column: age, default: null}\n"));
    lab.execute("INSERT INTO hero (name, age) VALUES ('Dan', NULL)");
    lab.apply(operations("- alter_column: {table: hero, column: age, nullable: false, identity: true}\n"));
    lab.execute("INSERT INTO hero (name) VALUES ('Eve')");
    EXPECT_EQ(lab.rows("SELECT age FROM hero ORDER BY id"), "16;49;48;50;51");
}

TEST_F(PostgresqlObjects, identity_of_a_serial_column_goes_and_comes_again) {
    lab.apply(operations("- create_table: {table: It's, columns: [{name: Id, type: bigint, identity: true}, {name: x, "
                         "type: text}], primary_key: {name: pk, columns: [Id]}}\n"));
    const auto make_serial = [&] { // as in a table that was adopted
        lab.execute("ALTER TABLE \"It's\" ALTER \"Id\" DROP IDENTITY; CREATE SEQUENCE \"It's_Id_seq\" START 5 OWNED BY "
                    "\"It's\".\"Id\"; ALTER TABLE \"It's\" ALTER \"Id\" SET DEFAULT nextval('\"It''s_Id_seq\"')");
    };
    const auto without = operations("- alter_column: {table: It's, column: Id, identity: false}\n");
    const auto next = [&] { return lab.rows("INSERT INTO \"It's\" (x) VALUES ('d') RETURNING \"Id\""); };
    const auto sequences = [&] {
        return lab.rows("SELECT relname FROM pg_class WHERE relkind = 'S' AND relname LIKE 'It%' ORDER BY 1");
    };
    lab.execute("INSERT INTO \"It's\" (x) VALUES ('a'), ('b'), ('c')");
    make_serial();
    lab.apply(without);
    EXPECT_EQ(sequences(), "");
    lab.take_back();
    EXPECT_EQ(sequences(), "It's_Id_seq");
    EXPECT_EQ(next(), "4");

    make_serial();
    lab.execute("CREATE SCHEMA other; CREATE TABLE other.own (n bigint DEFAULT nextval('\"It''s_Id_seq\"'))");
    lab.apply(without);
    lab.take_back();
    EXPECT_EQ(sequences(), "It's_Id_seq;It's_Id_seq1");
    EXPECT_EQ(next(), "5");
    lab.upgrade(operations("- insert: {table: It's, rows: [{Id: 40, x: e}]}\n"
                           "- alter_column: {table: It's, column: Id, identity: {maximum: 1000}}\n"));
    EXPECT_EQ(next(), "41");
    EXPECT_EQ(lab.rows("SELECT nextval('\"It''s_Id_seq\"')"), "5");
}

TEST_F(PostgresqlObjects, sequence_follows_a_renamed_table) {
    lab.apply(operations("- rename_table: {table: hero, to: person}\n"));
    EXPECT_EQ(lab.rows("SELECT pg_get_serial_sequence('person', 'id')"), "public.person_id_seq");
    lab.execute("INSERT INTO person (name) VALUES ('Dan')");
    EXPECT_EQ(lab.rows("SELECT max(id) FROM person"), "4");
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT pg_get_serial_sequence('hero', 'id')"), "public.hero_id_seq");
    lab.execute("ALTER SEQUENCE hero_id_seq RENAME TO own");
    lab.apply(operations("- rename_table: {table: hero, to: person}\n"));
    EXPECT_EQ(lab.rows("SELECT pg_get_serial_sequence('person', 'id')"), "public.own");
}

TEST_F(PostgresqlObjects, columns_become_required_concurrently) {
    using Kind = ChainStep::Kind;
    const auto steps = [&](const std::string& more) {
        auto schema = lab.schema();
        std::vector<std::pair<Kind, std::string>> found;
        for (const auto& step : postgresql_dialect().render(
                 operations("- alter_column: {table: hero, column: age, nullable: false, concurrently: true" + more +
                            "}\n"),
                 schema)) {
            found.emplace_back(step.kind, step.sql.substr(0, step.sql.find(" \"")));
            const bool adds = step.sql.find("ADD CONSTRAINT") != std::string::npos;
            EXPECT_TRUE(!adds || step.sql.ends_with("NOT VALID")) << step.sql;
            EXPECT_TRUE(!step.sql.starts_with("UPDATE") || step.subject.empty())
                << "it would be asked before the commit";
        }
        return found;
    };
    using Steps = std::vector<std::pair<Kind, std::string>>;
    const auto alter = std::pair{Kind::sql, std::string("ALTER TABLE")};
    const auto validate = std::pair{Kind::sql_alone, std::string("ALTER TABLE")};
    const auto check = std::pair{Kind::check, std::string("SELECT")};
    EXPECT_EQ(steps(""), (Steps{check, alter, validate, alter, alter}));
    EXPECT_EQ(steps(", fill: 7"), (Steps{alter, {Kind::sql_alone, "UPDATE"}, check, validate, alter, alter}));
}

TEST_F(PostgresqlObjects, enum_values_added_or_renamed_are_no_rewrite) {
    const auto hero = filenode("hero"), index = filenode("happy");
    lab.apply(operations("- alter_enum: {name: mood, values: [gloomy, sad, fine, so-so, happy, elated]}\n"
                         "- add_column: {table: hero, name: next, type: enum mood, default: elated}\n"));
    EXPECT_EQ(lab.rows("SELECT DISTINCT next FROM hero"), "elated");
    EXPECT_EQ(filenode("hero"), hero);
    EXPECT_EQ(filenode("happy"), index);
    lab.take_back();
    EXPECT_EQ(all(), before);
    const auto again = filenode("sidekick");
    lab.apply(operations("- drop_constraint: {table: hero, name: moody}\n"
                         "- alter_enum: {name: mood, values: [blue, fine, happy, new], mapping: {sad: blue}}\n"));
    EXPECT_EQ(lab.rows("SELECT mood FROM sidekick ORDER BY id"), "happy;blue;NULL");
    EXPECT_EQ(filenode("sidekick"), again);
    lab.take_back();
    EXPECT_EQ(all(), before);
}

TEST_F(PostgresqlObjects, enum_values_removed_under_keys_checks_and_generated_columns) {
    lab.apply(operations("- add_column: {table: hero, name: glad, type: boolean, generated: {sql: mood = 'happy'}}\n"));
    before = all();
    EXPECT_NE(lab.refused(operations("- alter_enum: {name: mood, values: [fine, happy]}\n")).find("hero.mood"),
              std::string::npos);
    lab.apply(operations("- alter_enum: {name: mood, values: [happy, fine], mapping: {sad: fine}}\n"
                         "- drop_constraint: {table: hero, name: moody}\n"
                         "- alter_column: {table: hero, column: mood, default: happy}\n"));
    EXPECT_EQ(lab.rows("SELECT mood, glad FROM hero ORDER BY id"), "happy|1;fine|0;fine|0");
    EXPECT_THROW(lab.execute("INSERT INTO sidekick (mood, name) VALUES ('fine', 'Ann')"), std::exception);
}

TEST_F(PostgresqlObjects, enum_goes_with_its_last_table_and_comes_again) {
    auto without = lab.schema();
    without.tables.erase({"", "sidekick"});
    change(without);
    EXPECT_EQ(lab.rows("SELECT count(*) FROM pg_type WHERE typname = 'mood'"), "1");
    change({});
    EXPECT_EQ(lab.rows("SELECT count(*) FROM pg_type WHERE typname = 'mood'"), "0");
    lab.take_back();
    lab.execute("INSERT INTO hero (name) VALUES ('Eve')");
    EXPECT_EQ(lab.rows("SELECT mood FROM hero"), "fine");
}

TEST_F(PostgresqlObjects, keys_follow_the_types_of_both_ends) {
    lab.apply(operations("- create_table: {table: a, columns: [{name: id, type: integer, nullable: false}], "
                         "primary_key: {name: pk_a, columns: [id]}}\n"
                         "- create_table: {table: b, columns: [{name: a_id, type: integer}, {name: twice, type: "
                         "integer, generated: {sql: a_id * 2}}], foreign_keys: [{name: fk, columns: [a_id], "
                         "references: {table: a, columns: [id]}, on_delete: cascade}]}\n"));
    lab.execute("INSERT INTO a VALUES (1), (2); INSERT INTO b VALUES (1), (1), (2)");
    lab.apply(operations("- alter_column: {table: b, column: a_id, type: bigint}\n"));
    lab.take_back();
    lab.apply(
        operations("- drop_column: {table: b, column: twice}\n- alter_column: {table: a, column: id, type: text}\n"
                   "- alter_column: {table: b, column: a_id, type: text}\n"));
    EXPECT_EQ(lab.rows("SELECT a_id FROM b ORDER BY 1"), "1;1;2");
    lab.execute("DELETE FROM a WHERE id = '1'");
    EXPECT_EQ(lab.rows("SELECT a_id FROM b"), "2");
    lab.take_back();
}

TEST_F(PostgresqlObjects, left_out) {
    const auto create =
        operations("- create_table: {table: t, strict: true, without_rowid: true, columns: [{name: a, type: "
                   "bigint, identity: {autoincrement: true}}], primary_key: {name: pk, columns: [a]}}\n");
    EXPECT_EQ(postgresql_dialect().left_out(create.front()),
              (std::vector<std::string>{"STRICT of table t", "WITHOUT ROWID of table t", "AUTOINCREMENT of t.a"}));
    lab.apply(create);
}

} // namespace
} // namespace aludel::migrations::testing
