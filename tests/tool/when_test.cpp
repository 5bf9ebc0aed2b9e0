// SQL of a revision that runs only where a query selects a row: in upgrades, dry runs and scripts.
#include "tests/support/temporary_database.hpp"
#include "tests/tool/revision_directory.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

class When : public testing::TestWithParam<const char*> {
protected:
    When() {
        revisions.revision("a0", "teams", {}, create_table("team"));
        revisions.revision("a1", "heroes", {}, create_table("hero", "team"));
        for (const auto* each : {&with, &without}) {
            succeed(*each, {"upgrade"});
            execute(*each, "INSERT INTO team VALUES (1); INSERT INTO hero VALUES (1, 1)");
        }
        execute(with, "INSERT INTO team VALUES (7)");
        revisions.revision(
            "b2", "second", {},
            "[execute: {sql: \"INSERT INTO team VALUES (8); INSERT INTO hero SELECT 8, 8 -- it's $aludel$\", "
            "when: \"SELECT 'it''s' FROM (SELECT id = 7 AS found FROM team) AS teams WHERE found -- a comment\", "
            "reverse: \"\"}]");
    }
    bool is_postgresql() const { return GetParam() == std::string("postgresql"); }
    std::string succeed(const TemporaryDatabase& database, std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--url", database.url()});
        return revisions.succeed(arguments);
    }
    static void execute(const TemporaryDatabase& database, const std::string& sql) {
        aludel::create_engine(database.url()).connect().execute(sql);
    }
    void expect_done() const {
        for (const auto* each : {&with, &without}) {
            auto connection = aludel::create_engine(each->url()).connect();
            EXPECT_EQ(connection.query("SELECT * FROM hero ORDER BY id").rows.size(), each == &with ? 2U : 1U);
            EXPECT_EQ(connection.query("SELECT * FROM team ORDER BY id").rows.size(), each == &with ? 3U : 1U);
            EXPECT_EQ(succeed(*each, {"check"}), "nothing is pending\n");
        }
    }

    const RevisionDirectory revisions{};
    const TemporaryDatabase with{GetParam()}, without{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, When, testing::Values("sqlite", "postgresql"));

TEST_P(When, ItRunsWhereTheQuerySelectsARow) {
    const auto told = succeed(with, {"upgrade", "--dry-run"});
    expect_contains(told,
                    "-- runs only where this selects a row:\n        --   SELECT 'it''s' FROM (SELECT id = 7 AS found");
    expect_contains(succeed(with, {"upgrade", "--dry-run", "--json"}), "\"when\": \"SELECT 'it''s'");
    EXPECT_EQ(succeed(with, {"upgrade"}).find("left out"), std::string::npos);
    expect_contains(succeed(without, {"upgrade"}), "  + b2 second (left out here: step 1)\n");
    expect_done();
    succeed(without, {"downgrade", "a1"});
    expect_contains(succeed(without, {"upgrade", "--json"}),
                    "\"left_out\": [\n    {\n      \"revision\": \"b2\",\n      \"step\": 1\n    }\n  ],");
    succeed(with, {"downgrade", "a1"});
    succeed(with, {"stamp", "b2"});
    expect_done();
}

TEST_P(When, AScriptAsksWhereTheShellCan) {
    if (!is_postgresql()) {
        const auto refused = revisions.aludel({"upgrade", "a1:b2", "--sql", "--dialect", "sqlite"});
        EXPECT_EQ(refused.status, 1);
        expect_contains(refused.error, "_second.yaml:");
        expect_contains(refused.error, "revision b2 has SQL that runs only where a query selects a row");
        expect_contains(refused.error, "aludel upgrade --url");
        const auto commented =
            revisions.succeed({"upgrade", "a1:b2", "--sql", "--dialect", "sqlite", "--calls", "comment"});
        expect_contains(commented, "-- LEFT OUT: SQL of revision b2, for a database where this selects a row:\n");
        EXPECT_EQ(commented.find("\nINSERT INTO team"), commented.npos) << commented;
        return;
    }
    const auto script = revisions.succeed({"upgrade", "a1:b2", "--sql", "--dialect", "postgresql"});
    for (const auto* each : {&with, &without}) {
        const auto fed = run({"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", each->url()}, {.input = script});
        EXPECT_EQ(fed.status, 0) << fed.error << script;
    }
    expect_done();
}

struct WhenEnum : When {};
INSTANTIATE_TEST_SUITE_P(Databases, WhenEnum, testing::Values("postgresql"));

TEST_P(WhenEnum, HasAValueThatTheSameRunHasAdded) {
    revisions.revision("c3", "moods", {}, "[create_enum: {name: mood, values: [fine, sad]}]");
    for (const auto* each : {&with, &without}) succeed(*each, {"upgrade"});
    revisions.revision("d4", "calm", {}, "[alter_enum: {name: mood, values: [fine, sad, calm]}]");
    revisions.revision("e5", "asks", {},
                       "[execute: {sql: INSERT INTO team VALUES (9), when: \"SELECT 1 WHERE 'calm'::mood > 'sad'\"}]");
    succeed(with, {"upgrade"});
    const auto script = revisions.succeed({"upgrade", "c3:e5", "--sql", "--dialect", "postgresql"});
    const auto fed = run({"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", without.url()}, {.input = script});
    EXPECT_EQ(fed.status, 0) << fed.error << script;
    for (const auto* each : {&with, &without}) {
        auto connection = aludel::create_engine(each->url()).connect();
        EXPECT_EQ(connection.query("SELECT 1 FROM team WHERE id = 9").rows.size(), 1U);
        EXPECT_EQ(succeed(*each, {"check"}), "nothing is pending\n");
    }
}

TEST_P(When, AQueryThatFailsStopsTheUpgradeAndSqlThatNoTransactionHoldsIsRefused) {
    revisions.revision("c3", "third", {}, "[execute: {sql: SELECT 1, when: SELECT 1 FROM nowhere}]");
    const auto failed = revisions.aludel({"upgrade", "--url", with.url()});
    EXPECT_EQ(failed.status, 1);
    for (const auto* part : {"nowhere", "revision c3", "Nothing was changed"}) expect_contains(failed.error, part);

    const auto file = revisions.revision(
        "d4", "fourth", {},
        "[execute: {sql: {sqlite: VACUUM, postgresql: \"ALTER TYPE mood ADD VALUE 'calm'\"}, when: SELECT 1}]");
    const auto refused = revisions.aludel({"upgrade", "--url", with.url()});
    EXPECT_EQ(refused.status, 1);
    expect_contains(refused.error, file.filename().string());
    expect_contains(refused.error, "'when' is for SQL that the upgrade's transaction can hold");
}

} // namespace
