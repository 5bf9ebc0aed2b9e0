// Expressions of a database that is there: whatever is written of it makes one that computes the same.
#include "tests/support/run.hpp"
#include "tests/support/temporary_database.hpp"
#include "tests/support/temporary_directory.hpp"

#include <aludel/engine.hpp>

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

struct Case {
    const char* dialect;
    const char* schema;
    const char* insert;
    const char* query;  ///< of what was computed, one text
    const char* damage; ///< what somebody does to the schema
};
void PrintTo(const Case& each, std::ostream* out) { *out << each.dialect; }

constexpr Case cases[] = {
    {"postgresql",
     R"sql(
CREATE TYPE st AS ENUM ('a', 'b');
CREATE TABLE t (
    id int PRIMARY KEY, x int, name varchar(80), tags text[] NOT NULL DEFAULT array[]::text[], codes varchar(9)[],
    third numeric GENERATED ALWAYS AS (x * (1::numeric / 3)) STORED,
    abbr varchar(80) GENERATED ALWAYS AS (name::varchar(3)) STORED,
    thousands bigint GENERATED ALWAYS AS (x * 1000::bigint) STORED,
    q numeric DEFAULT (1::numeric / 4),
    tz timestamptz DEFAULT ('2020-01-01 00:00'::timestamp AT TIME ZONE 'Asia/Tokyo'),
    week interval DEFAULT 7 * interval '1 day',
    due date DEFAULT '2020-01-01'::date + 30,
    st st[] DEFAULT array['a'::st],
    word text DEFAULT ('{"b": 2}'::jsonb ->> 'b'),
    old interval DEFAULT age('2020-01-01'::timestamp),
    short text DEFAULT 'abcdef'::varchar(3),
    d date DEFAULT current_date,
    ts timestamp DEFAULT now(),
    clock time DEFAULT localtime,
    utc timestamp DEFAULT (now() AT TIME ZONE 'UTC'),
    "collation" text CHECK ("collation" <> ''),
    CONSTRAINT none CHECK (x <> ALL (array[]::int[])),
    CONSTRAINT tagged CHECK (codes && array['a', 'b']::varchar[] AND cardinality(coalesce(tags, array[]::text[])) = 0)
);
CREATE INDEX ix_t_day ON t ((due + 7 * 1)) WHERE tz < '2030-01-01'::timestamp AT TIME ZONE 'UTC';
CREATE TABLE child (t_id int REFERENCES t (id), power int DEFAULT 10::bigint / 4);
)sql",
     "SET timezone TO 'Pacific/Kiritimati';"
     "INSERT INTO t (id, x, name, codes) VALUES (1, 10, 'abcdef', '{a}'), (2, 2147484, 'xyz', '{b}');"
     "INSERT INTO child VALUES (1), (2)",
     "SELECT string_agg(concat_ws('|', third, abbr, thousands, q, tz AT TIME ZONE 'UTC', week, due, st, word, old, "
     "short, d = current_date, localtimestamp - ts < '1 minute', localtime - clock < '1 minute', "
     "(now() AT TIME ZONE 'UTC') - utc < '1 minute', power), ';' ORDER BY id) FROM t JOIN child ON t_id = id",
     "ALTER TABLE t DROP third, DROP abbr, DROP CONSTRAINT tagged, ALTER q SET DEFAULT 0, ALTER ts SET DEFAULT (now() "
     "AT "
     "TIME ZONE 'UTC'), ALTER tags DROP DEFAULT"},
    {"sqlite",
     R"sql(
CREATE TABLE person (id integer PRIMARY KEY, "first" text CHECK ("first" <> ''), "last" text DEFAULT ((upper('x'))),
    "raise" text CHECK ("raise" <> ''), "autoincrement" integer CHECK ("autoincrement">0), made text DEFAULT (date('now')),
    initials text GENERATED ALWAYS AS (substr("first", 1, 1) || "last") VIRTUAL);
CREATE INDEX ix_person_first ON person ("first" COLLATE NOCASE, lower("last"));
CREATE VIEW v as select "first","last", "raise" from person;
CREATE TABLE child (person_id integer REFERENCES person, "row" integer CHECK("row"<>3) DEFAULT (2*3));
CREATE TRIGGER born AFTER INSERT ON child BEGIN UPDATE person SET "last" = "last" || 'y' WHERE id = NEW.person_id; END;
)sql",
     "PRAGMA foreign_keys = ON; INSERT INTO person (id, \"first\", \"raise\", \"autoincrement\") VALUES (1, 'Ann', "
     "'r', "
     "1); INSERT INTO child (person_id) VALUES (1)",
     R"(SELECT v."first" || v."last" || v."raise" || initials || "row" || (made = date('now')) FROM person, v, child)",
     "DROP VIEW v; CREATE VIEW v AS SELECT 'first' AS \"first\"; DROP INDEX ix_person_first; DROP TRIGGER born"}};

class AdoptedExpressions : public testing::TestWithParam<Case> {
protected:
    std::string aludel(std::vector<std::string> words) const {
        words.insert(words.begin(), {ALUDEL_TEST_TOOL, "--directory", "migrations"});
        const auto result = run(words, {.directory = directory.path()});
        EXPECT_EQ(result.status, 0) << testing::PrintToString(words) << result.output << result.error;
        return result.output;
    }
    void feed(const std::string& script, const TemporaryDatabase& to) const {
        const std::vector<std::string> sqlite{"sqlite3", "-bail", to.name()};
        const std::vector<std::string> psql{"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", to.url()};
        const auto result = run(dialect() == "sqlite" ? sqlite : psql, {.input = script});
        EXPECT_EQ(result.status, 0) << result.error << script;
    }
    /// What the rows are that come into it.
    std::string computed(const TemporaryDatabase& in) const {
        auto connection = aludel::create_engine(in.url()).connect();
        connection.execute(GetParam().insert);
        const auto value = connection.query(GetParam().query).rows.at(0).at(0);
        connection.execute("DELETE FROM child");
        connection.execute(dialect() == "sqlite" ? "DELETE FROM person" : "DELETE FROM t");
        const auto* text = std::get_if<std::string>(&value);
        return text ? *text : "";
    }
    void expect_nothing_pending(const TemporaryDatabase& database) const {
        EXPECT_EQ(aludel({"check", "--url", database.url()}), "nothing is pending\n");
    }
    static std::string dialect() { return GetParam().dialect; }

    const TemporaryDirectory directory;
    const TemporaryDatabase there{dialect()}, other{dialect()};
};

TEST_P(AdoptedExpressions, AreWrittenAsTheyStand) {
    aludel::create_engine(there.url()).connect().execute(GetParam().schema);
    const auto expected = computed(there);
    ASSERT_NE(expected, "");
    std::filesystem::create_directory(directory / "migrations");
    aludel({"revision", "-m", "as it is", "--from", "empty", "--to", there.url()});
    aludel({"stamp", "head", "--url", there.url()});
    expect_nothing_pending(there);

    aludel({"upgrade", "--url", other.url()});
    EXPECT_EQ(computed(other), expected);
    expect_nothing_pending(other);
    EXPECT_EQ(aludel({"inspect", "--url", other.url()}), aludel({"inspect", "--url", there.url()}));

    aludel::create_engine(other.url()).connect().execute(GetParam().damage);
    feed(aludel({"diff", "--from", other.url(), "--to", "head", "--format", "sql"}), other);
    EXPECT_EQ(computed(other), expected) << "after the repair";
    expect_nothing_pending(other);
}

TEST_P(AdoptedExpressions, AreTheSameInAScript) {
    aludel::create_engine(there.url()).connect().execute(GetParam().schema);
    feed(aludel({"inspect", "--url", there.url(), "--format", "sql"}), other);
    EXPECT_EQ(computed(other), computed(there));
    const auto difference =
        run({ALUDEL_TEST_TOOL, "diff", "--from", there.url(), "--to", other.url()}, {.directory = directory.path()});
    EXPECT_EQ(difference.output, "no changes\n") << difference.error;
}

INSTANTIATE_TEST_SUITE_P(All, AdoptedExpressions, testing::ValuesIn(cases),
                         [](const auto& each) { return std::string(each.param.dialect); });

} // namespace
