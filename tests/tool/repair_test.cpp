// `aludel revision --from URL` of a database that somebody changed by hand: that one is put right, with its rows, and
// every other stays as it is.
#include "tests/support/temporary_database.hpp"
#include "tests/tool/revision_directory.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

constexpr auto first = R"([
  create_table: {table: team, columns: [{name: id, type: bigint, nullable: false}, {name: name, type: text}],
    primary_key: {name: pk_team, columns: [id]}},
  create_table: {table: hero, columns: [{name: id, type: bigint, nullable: false}, {name: name, type: text, nullable: false},
      {name: age, type: integer, nullable: false, default: 7}, {name: team_id, type: bigint}],
    primary_key: {name: pk_hero, columns: [id]},
    foreign_keys: [{name: fk_hero_team, columns: [team_id], references: {table: team, columns: [id]}, on_delete: cascade}],
    indexes: [{name: ix_hero_team_id, columns: [team_id]}]},
  create_table: {table: visit, columns: [{name: id, type: bigint, nullable: false}, {name: hero_id, type: bigint}],
    primary_key: {name: pk_visit, columns: [id]},
    foreign_keys: [{name: fk_visit_hero, columns: [hero_id], references: {table: hero, columns: [id]}, on_delete: cascade}]},
  create_table: {table: note, columns: [{name: id, type: bigint, nullable: false}], primary_key: {name: pk_note, columns: [id]}}])";

constexpr auto rows =
    "INSERT INTO team VALUES (1, 'it''s red'); INSERT INTO hero VALUES (1, 'Ann', 30, 1), (2, 'Bo', 8, "
    "NULL); INSERT INTO visit VALUES (1, 1), (2, 2), (3, NULL)";

/// NOT NULL, a type, a default and a foreign key are others: SQLite's way is another table in its place.
constexpr auto changed_in_sqlite = "PRAGMA foreign_keys = OFF; CREATE TABLE other (id bigint NOT NULL, name text, age "
                                   "text, team_id bigint, CONSTRAINT "
                                   "pk_hero PRIMARY KEY (id)); INSERT INTO other SELECT * FROM hero; DROP TABLE hero; "
                                   "ALTER TABLE other RENAME TO hero; "
                                   "CREATE INDEX ix_hero_team_id ON hero (team_id)";
constexpr auto changed_in_postgresql =
    "ALTER TABLE hero DROP CONSTRAINT fk_hero_team, ALTER name DROP NOT NULL, ALTER age DROP NOT NULL, ALTER age DROP "
    "DEFAULT, ALTER age TYPE bigint";
constexpr auto extras = "ALTER TABLE hero ADD COLUMN nick varchar(9); UPDATE hero SET nick = 'it''s'; DROP INDEX "
                        "ix_hero_team_id; CREATE TABLE handmade (id bigint PRIMARY KEY, hero bigint REFERENCES hero "
                        "(id)); INSERT INTO handmade VALUES (1, 2)";

class Repair : public testing::TestWithParam<const char*> {
protected:
    Repair() {
        revisions.revision("a1", "first", {}, first);
        for (const auto* each : {&drifted, &sound}) {
            at(*each, {"upgrade"});
            execute(*each, rows);
        }
    }
    bool is_postgresql() const { return GetParam() == std::string("postgresql"); }
    std::string at(const TemporaryDatabase& database, std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--url", database.url()});
        return revisions.succeed(arguments);
    }
    static void execute(const TemporaryDatabase& database, const std::string& sql) {
        aludel::create_engine(database.url()).connect().execute(sql);
    }
    static std::int64_t count(const TemporaryDatabase& database, const std::string& from) {
        auto connection = aludel::create_engine(database.url()).connect();
        return std::get<std::int64_t>(connection.query("SELECT count(*) FROM " + from).rows.at(0).at(0));
    }
    RunResult write(const TemporaryDatabase& from) const {
        return revisions.aludel({"revision", "--from", from.url(), "--to", "heads", "-m", "repair", "--rev-id", "b2"});
    }
    void expect_rows(const TemporaryDatabase& database) const {
        EXPECT_EQ(count(database, "hero WHERE (id = 1 AND name = 'Ann' AND team_id = 1) OR (name = 'Bo' AND team_id IS "
                                  "NULL)"),
                  2);
        EXPECT_EQ(count(database, "hero WHERE age IN (8, 30)"), 2);
        EXPECT_EQ(count(database, "team WHERE name = 'it''s red'"), 1);
        EXPECT_EQ(count(database, "visit WHERE hero_id = id"), 2);
        EXPECT_EQ(count(database, "visit"), 3);
    }

    const RevisionDirectory revisions{};
    const TemporaryDatabase drifted{GetParam()}, sound{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, Repair, testing::Values("sqlite", "postgresql"));
class RepairOfPostgresql : public Repair {};
INSTANTIATE_TEST_SUITE_P(Databases, RepairOfPostgresql, testing::Values("postgresql"));

TEST_P(Repair, IsOfTheOneDatabaseThatSomebodyChanged) {
    execute(drifted, is_postgresql() ? changed_in_postgresql : changed_in_sqlite);
    execute(drifted, extras);
    const TemporaryDatabase another(GetParam()), fresh(GetParam());
    at(another, {"upgrade"});
    execute(another, std::string(rows) + "; ALTER TABLE hero ADD COLUMN nick text; UPDATE hero SET nick = 'kept'");

    const auto written = write(drifted);
    ASSERT_EQ(written.status, 0) << written.error;
    expect_contains(written.error, "has drifted: the revision puts it right");
    expect_contains(written.error, "leaves every other database as it is");
    expect_contains(written.output, "only where");
    const auto second = write(drifted);
    EXPECT_NE(second.status, 0) << "the first is to be applied before another is written";

    expect_contains(at(drifted, {"upgrade", "--dry-run"}), "runs only where this selects a row:");
    const auto upgraded = at(drifted, {"upgrade"});
    if (!is_postgresql()) expect_contains(upgraded, "the database as it was: ");
    EXPECT_EQ(at(drifted, {"check"}), "nothing is pending\n");
    expect_rows(drifted);
    expect_contains(revisions.aludel({"revision", "--from", drifted.url(), "--to", "heads"}).error, "no changes");

    const auto before = at(sound, {"inspect"});
    revisions.succeed({"upgrade-all", sound.url(), another.url(), fresh.url()});
    EXPECT_EQ(at(sound, {"inspect"}), before);
    for (const auto* each : {&sound, &fresh}) EXPECT_EQ(at(*each, {"check"}), "nothing is pending\n");
    for (const auto* each : {&sound, &another}) expect_rows(*each);
    EXPECT_EQ(count(another, "hero WHERE nick = 'kept'"), 2) << "it is not as the one was found";
    at(drifted, {"downgrade", "a1"});
    expect_rows(drifted);
}

TEST_P(Repair, LeavesATableAloneThatMoreHangsOn) {
    const TemporaryDatabase another(GetParam()), third(GetParam());
    for (const auto* each : {&another, &third}) {
        at(*each, {"upgrade"});
        execute(*each, rows);
    }
    for (const auto* each : {&drifted, &another, &third})
        execute(*each, "ALTER TABLE hero ADD COLUMN nick text CHECK (nick <> 'Q'); UPDATE hero SET nick = 'kept'");
    execute(another, is_postgresql()
                         ? "CREATE TABLE vip (level integer) INHERITS (hero); INSERT INTO vip (id, name, "
                           "nick) VALUES (3, 'Cy', 'kept')"
                         : "CREATE VIEW nicks AS SELECT nick FROM hero; CREATE TRIGGER visited AFTER INSERT "
                           "ON visit BEGIN UPDATE hero SET nick = 'kept' WHERE id = new.hero_id; END");
    execute(third, is_postgresql() ? "CREATE VIEW nicks AS SELECT nick FROM hero"
                                   : "CREATE TABLE kid (nick text REFERENCES hero (nick))");
    ASSERT_EQ(write(drifted).status, 0);
    for (const auto* each : {&drifted, &another, &third}) at(*each, {"upgrade"});
    EXPECT_EQ(at(drifted, {"check"}), "nothing is pending\n");
    EXPECT_EQ(count(another, "hero WHERE nick = 'kept'"), is_postgresql() ? 3 : 2);
    EXPECT_EQ(count(third, "hero WHERE nick = 'kept'"), 2);
    execute(another, "INSERT INTO visit VALUES (4, 1)");
}

TEST_P(Repair, MakesATableAgainThatIsGone) {
    execute(drifted, "DROP TABLE note");
    ASSERT_EQ(write(drifted).status, 0);
    for (const auto* each : {&drifted, &sound}) {
        at(*each, {"upgrade"});
        EXPECT_EQ(at(*each, {"check"}), "nothing is pending\n");
        expect_rows(*each);
    }
}

TEST_P(RepairOfPostgresql, IsOfATableWhereTablesAreMade) {
    const TemporaryDatabase elsewhere(GetParam());
    execute(drifted, "CREATE TABLE handmade (id integer)");
    execute(elsewhere, "CREATE SCHEMA tenant; CREATE TABLE handmade (id integer); INSERT INTO handmade VALUES (42)");
    ASSERT_EQ(write(drifted).status, 0);
    revisions.succeed({"upgrade", "--url", elsewhere.url() + "?options=-csearch_path%3Dtenant,public"});
    EXPECT_EQ(count(elsewhere, "tenant.hero"), 0);
    EXPECT_EQ(count(elsewhere, "public.handmade WHERE id = 42"), 1);
    at(drifted, {"upgrade"});
    EXPECT_EQ(at(drifted, {"check"}), "nothing is pending\n");
}

TEST_P(RepairOfPostgresql, LeavesAPartitionAlone) {
    execute(drifted, "CREATE TABLE handmade (id integer)");
    execute(sound, "CREATE TABLE log (id integer) PARTITION BY RANGE (id); CREATE TABLE handmade PARTITION OF log FOR "
                   "VALUES FROM (0) TO (10); INSERT INTO log VALUES (5)");
    ASSERT_EQ(write(drifted).status, 0);
    at(sound, {"upgrade"});
    EXPECT_EQ(count(sound, "log WHERE id = 5"), 1);
}

TEST_P(RepairOfPostgresql, KnowsTheDatabaseAgainWhateverItsSettings) {
    execute(drifted,
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET intervalstyle = iso_8601', current_database()); "
            "END $$");
    execute(drifted, "ALTER TABLE hero ADD COLUMN rest interval DEFAULT '1 day 2 hours'");
    ASSERT_EQ(write(drifted).status, 0);
    at(drifted, {"upgrade"});
    EXPECT_EQ(at(drifted, {"check"}), "nothing is pending\n");
}

/// Made by hand, or left behind by what was cut off: they are there, and not what the revisions say.
constexpr auto not_valid =
    "ALTER TABLE hero DROP CONSTRAINT fk_hero_team, ADD CONSTRAINT fk_hero_team FOREIGN KEY (team_id) REFERENCES team "
    "ON DELETE CASCADE NOT VALID, DROP CONSTRAINT ck_age, ADD CONSTRAINT ck_age CHECK (age > 7) NOT VALID, ADD "
    "CONSTRAINT uq_name UNIQUE (name) DEFERRABLE; UPDATE pg_index SET indisvalid = false WHERE indexrelid = "
    "'ix_hero_team_id'::regclass; ALTER TABLE team ADD CONSTRAINT ck_age CHECK (id > 0) NOT VALID";

TEST_P(RepairOfPostgresql, MakesAgainWhatIsThereAndNotValid) {
    revisions.revision("a2", "check", {}, "[create_check_constraint: {table: hero, name: ck_age, sql: age > 7}]");
    for (const auto* each : {&drifted, &sound}) {
        at(*each, {"upgrade"});
        execute(*each, not_valid);
    }
    const auto script = revisions.aludel({"diff", "--from", sound.url(), "--to", "heads", "--format", "sql"});
    for (const auto* kept : {"check ck_age on team (NOT VALID)", "unique uq_name on hero (DEFERRABLE)"})
        expect_contains(script.error, kept);
    EXPECT_EQ(script.error.find("on hero (NOT VALID)"), std::string::npos) << script.error;
    execute(sound, script.output);

    ASSERT_EQ(write(drifted).status, 0);
    for (const auto* each : {&drifted, &sound}) {
        at(*each, {"upgrade"});
        EXPECT_EQ(at(*each, {"check"}), "nothing is pending\n");
        expect_rows(*each);
        EXPECT_EQ(count(*each, "pg_constraint WHERE NOT convalidated AND conrelid = 'team'::regclass"), 1);
    }
}

TEST_P(Repair, OrderMattersToAMerge) {
    execute(drifted, "CREATE INDEX ix_handmade ON team (name)");
    ASSERT_EQ(write(drifted).status, 0);
    revisions.revision("c3", "power", {"--head", "a1", "--splice"},
                       "[add_column: {table: team, name: power, type: integer}]");
    expect_contains(revisions.succeed({"merge", "-m", "both"}), "may touch team, as the other side does");
}

TEST_P(Repair, StopsAtRowsThatAreAgainstIt) {
    execute(drifted, is_postgresql() ? changed_in_postgresql : changed_in_sqlite);
    execute(drifted, "UPDATE hero SET name = NULL WHERE id = 2");
    ASSERT_EQ(write(drifted).status, 0);
    const auto stopped = revisions.aludel({"upgrade", "--url", drifted.url()});
    EXPECT_EQ(stopped.status, 1);
    expect_contains(stopped.error, "hero.name");
    expect_contains(stopped.error, "Nothing was changed");
    EXPECT_EQ(count(drifted, "visit"), 3);
    execute(drifted, "UPDATE hero SET name = 'Bo' WHERE id = 2");
    at(drifted, {"upgrade"});
    EXPECT_EQ(at(drifted, {"check"}), "nothing is pending\n");
    expect_rows(drifted);
}

TEST_P(Repair, IsRefusedWhereNoQueryTellsOrThePersonHasToSayMore) {
    const auto expect_refused = [&](const std::string& why) {
        const auto refused = write(drifted);
        EXPECT_EQ(refused.status, 1);
        expect_contains(refused.error, "is not as the revisions make it, and " + why);
        expect_contains(refused.error, "aludel diff --from '");
    };
    execute(drifted, "CREATE VIEW names AS SELECT name FROM team");
    expect_refused("no query tells");
    execute(drifted, "DROP VIEW names; ALTER TABLE hero RENAME COLUMN name TO title");
    expect_refused("what is missing may be there");
    execute(drifted, "ALTER TABLE hero ADD COLUMN age2 text; ALTER TABLE hero DROP COLUMN age; ALTER TABLE hero RENAME "
                     "COLUMN title TO name");
    expect_refused("what is missing may be there");
    execute(drifted, "ALTER TABLE hero DROP COLUMN age2; ALTER TABLE hero ADD COLUMN age integer NOT NULL DEFAULT 7; "
                     "ALTER TABLE visit RENAME TO visits; ALTER TABLE visits ADD COLUMN day text");
    expect_refused("what is missing may be there");
    execute(
        drifted,
        "ALTER TABLE visits DROP COLUMN day; ALTER TABLE visits RENAME TO visit; ALTER TABLE hero DROP COLUMN name");
    expect_refused("what rows are to hold");
    revisions.revision("a2", "nothing");
    expect_refused("it has not had all of them");
    expect_rows(sound);
}

} // namespace
