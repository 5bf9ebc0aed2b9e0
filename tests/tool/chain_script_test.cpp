// `upgrade --sql`, `downgrade --sql`, `stamp --sql`: what the script makes of a database with rows, fed to the
// database's own shell, is what the command makes of another one like it.
#include "migrations/embed/embed.hpp"
#include "migrations/history/history.hpp"
#include "tests/tool/chain_script_lab.hpp"

#include <aludel/revision_graph.hpp>
#include <aludel/script.hpp>

#include <algorithm>

using namespace aludel::test;

namespace {

TEST_P(ChainScript, FromNothingToTheHeadsIsWhatAnUpgradeMakes) {
    const TemporaryDatabase database(GetParam()), wanted(GetParam());
    expect_fed(script({"upgrade"}), database);
    succeed({"upgrade", "--url", wanted.url()});
    EXPECT_EQ(dump(database), dump(wanted));
    EXPECT_NE(dump(database).find("it's; red"), std::string::npos);
    EXPECT_EQ(succeed({"check", "--url", database.url()}), "nothing is pending\n");
    EXPECT_NE(succeed({"current", "--url", database.url()}).find("aaaaaaaaaaa7 (head)"), std::string::npos);
    auto connection = aludel::create_engine(database.url()).connect();
    const auto applied = aludel::applied_revisions(connection);
    ASSERT_EQ(applied.size(), files.size());
    EXPECT_EQ(applied[0].duration_us, 0);
    EXPECT_EQ(applied[0].applied_at.back(), 'Z') << applied[0].applied_at;
}

TEST_P(ChainScript, ElsewhereItStopsAndNothingHasChanged) {
    const TemporaryDatabase database(GetParam());
    succeed({"upgrade", "aaaaaaaaaaa2", "--url", database.url()});
    const auto before = dump(database);
    for (const auto& text : {script({"upgrade"}), script({"upgrade", "aaaaaaaaaaa3:heads"}),
                             script({"upgrade", "aaaaaaaaaaa1:heads"}), script({"downgrade", "aaaaaaaaaaa3:base"}),
                             script({"stamp", "aaaaaaaaaaa3"}), script({"stamp", "aaaaaaaaaaa1:aaaaaaaaaaa3"})}) {
        const auto result = feed(text, database);
        EXPECT_NE(result.status, 0) << text;
        EXPECT_NE(result.error.find("that is not where the database stands"), std::string::npos) << result.error;
        EXPECT_EQ(dump(database), before);
    }
}

TEST_P(ChainScript, TwiceItStops) {
    const TemporaryDatabase database(GetParam());
    const auto text = script({"upgrade"});
    expect_fed(text, database);
    const auto after = dump(database);
    EXPECT_NE(feed(text, database).status, 0);
    EXPECT_EQ(dump(database), after);
}

TEST_P(ChainScript, WithADatabaseItBeginsWhereThatStandsAndOnlyReadsIt) {
    const TemporaryDatabase database(GetParam()), wanted(GetParam());
    for (const auto* each : {&database, &wanted}) succeed({"upgrade", "aaaaaaaaaaa3", "--url", each->url()});
    const auto before = dump(database);
    const auto up = succeed({"upgrade", "--sql", "--url", database.url()});
    EXPECT_EQ(dump(database), before);
    succeed({"upgrade", "--url", wanted.url()});
    expect_fed(up, database);
    EXPECT_EQ(dump(database), dump(wanted));

    const auto down = succeed({"downgrade", "aaaaaaaaaaa2", "--sql", "--url", database.url()});
    succeed({"downgrade", "aaaaaaaaaaa2", "--url", wanted.url()});
    expect_fed(down, database);
    EXPECT_EQ(dump(database), dump(wanted));
    EXPECT_EQ(succeed({"upgrade", "aaaaaaaaaaa2", "--sql", "--url", database.url()}), "-- no changes\n");
}

TEST_P(ChainScript, RowsInTheWayStopItWhereTheyStopAnUpgrade) {
    const TemporaryDatabase database(GetParam());
    succeed({"upgrade", "aaaaaaaaaaa2", "--url", database.url()});
    aludel::create_engine(database.url()).connect().execute("INSERT INTO hero (id, name) VALUES (77, NULL)");
    const auto before = dump(database);
    const auto result = feed(script({"upgrade", "aaaaaaaaaaa2:head"}), database);
    EXPECT_NE(result.status, 0);
    EXPECT_NE((result.error + result.output).find("77"), std::string::npos) << result.error << result.output;
    EXPECT_EQ(dump(database), before);
}

TEST_P(ChainScript, StampsAndEnsuresTheHistoryTable) {
    const TemporaryDatabase database(GetParam()), wanted(GetParam());
    expect_fed(script({"ensure-version"}), database);
    EXPECT_EQ(succeed({"ensure-version", "--url", database.url()}).find("already") == std::string::npos, false);
    EXPECT_EQ(succeed({"ensure-version", "--url", wanted.url()}).find("already") == std::string::npos, true);
    EXPECT_EQ(dump(database), dump(wanted));

    succeed({"stamp", "aaaaaaaaaaa3", "--url", wanted.url()});
    expect_fed(script({"stamp", "aaaaaaaaaaa3"}), database);
    EXPECT_EQ(dump(database), dump(wanted));
    succeed({"stamp", "aaaaaaaaaaa1", "--url", wanted.url()});
    expect_fed(succeed({"stamp", "aaaaaaaaaaa1", "--sql", "--url", database.url()}), database);
    EXPECT_EQ(dump(database), dump(wanted));
    succeed({"stamp", "heads", "--purge", "--url", wanted.url()});
    expect_fed(script({"stamp", "heads", "--purge"}), database);
    EXPECT_EQ(dump(database), dump(wanted));
}

TEST_P(ChainScript, CppStepsAreRefusedAtTheirPlaceOrLeftOut) {
    write_file(directory_ / "migrations" / "call.yaml",
               "revision: bbbbbbbbbbb1\nparents: [aaaaaaaaaaa7]\nmessage: fill\ncreated: 2026-11-23T06:00:00Z\n"
               "upgrade:\n  - execute: {sql: \"UPDATE hero SET name = 'x' WHERE id = 1\", reverse: \"\"}\n"
               "  - call: {function: fill_power, reverse: empty_power}\n");
    const auto refused = aludel({"upgrade", "--sql", "--dialect", GetParam()});
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.error.find("call.yaml:7:"), std::string::npos) << refused.error;
    EXPECT_NE(refused.error.find("bbbbbbbbbbb1 calls fill_power()"), std::string::npos) << refused.error;
    EXPECT_NE(refused.error.find("--calls comment"), std::string::npos) << refused.error;

    const TemporaryDatabase database(GetParam());
    const auto text = script({"upgrade", "--calls", "comment"});
    EXPECT_NE(text.find("-- LEFT OUT: fill_power()"), std::string::npos);
    expect_fed(text, database);
    EXPECT_EQ(succeed({"check", "--url", database.url()}), "nothing is pending\n");
}

TEST_P(ChainScript, WrongUsageIsToldBeforeAnything) {
    const auto status = [&](std::vector<std::string> arguments) { return aludel(arguments).status; };
    EXPECT_EQ(status({"upgrade", "--sql"}), 64) << "of which database?";
    EXPECT_EQ(status({"downgrade", "base", "--sql", "--dialect", GetParam()}), 64) << "from where?";
    EXPECT_EQ(status({"upgrade", "head:base", "--sql", "--dialect", GetParam()}), 1) << "downwards";
    EXPECT_EQ(status({"upgrade", "cccc:head", "--sql", "--dialect", GetParam()}), 1) << "unknown";
}

INSTANTIATE_TEST_SUITE_P(On, ChainScript, testing::Values("sqlite", "postgresql"),
                         [](const auto& parameter) { return parameter.param; });

/// "base" and every revision.
std::vector<std::string> states() {
    std::vector<std::string> all = {"base"};
    for (const auto& file : files) all.emplace_back(file.id);
    return all;
}

bool comes_from(const std::string& revision, const std::string& other) {
    std::vector<aludel::RevisionNode> nodes;
    for (const auto& file : files) nodes.push_back({file.id, file.parents, {}, ""});
    if (other == "base" || revision == "base") return other == "base";
    const auto ancestors = aludel::RevisionGraph(nodes).ancestors(std::vector<std::string>{revision});
    return std::ranges::find(ancestors, other) != ancestors.end();
}

class ChainScriptFrom : public testing::TestWithParam<std::tuple<std::string, std::string>>, protected ChainLab {
protected:
    ChainScriptFrom() : ChainLab(std::get<0>(GetParam())) {}
};

TEST_P(ChainScriptFrom, ToEveryOtherRevisionIsWhatTheCommandMakes) {
    const auto& from = std::get<1>(GetParam());
    const aludel::migrations::Dialect* dialect[] = {aludel::migrations::find_dialect(dialect_)};
    const aludel::migrations::OwnedChain owner(
        "heroes", aludel::migrations::render(aludel::migrations::RevisionHistory(directory_ / "migrations"), dialect));
    const auto& chain = owner.chain();
    for (const auto& to : states()) {
        if (from == to) continue;
        SCOPED_TRACE(from + " to " + to);
        const bool up = !comes_from(from, to); // a branch aside is reached by an upgrade
        const TemporaryDatabase database(dialect_), wanted(dialect_);
        for (const auto* each : {&database, &wanted}) {
            auto connection = aludel::create_engine(each->url()).connect();
            ensure_version(connection, chain);
            if (from != "base") upgrade_to(connection, chain, from);
        }
        const auto range = from + ":" + to;
        const auto text = up ? upgrade_script(chain, dialect_, range) : downgrade_script(chain, dialect_, range);
        auto connection = aludel::create_engine(wanted.url()).connect();
        up ? upgrade_to(connection, chain, to) : downgrade_to(connection, chain, to);
        expect_fed(text, database);
        EXPECT_EQ(dump(database), dump(wanted)) << text;
    }
}

INSTANTIATE_TEST_SUITE_P(Every, ChainScriptFrom,
                         testing::Combine(testing::Values("sqlite", "postgresql"), testing::ValuesIn(states())),
                         [](const auto& each) { return std::get<0>(each.param) + "_" + std::get<1>(each.param); });

// The history tells how far it came.
TEST(PostgresqlChainScript, WhatStoppedHalfWayIsFinishedByAnother) {
    const TemporaryDirectory directory;
    const TemporaryDatabase database("postgresql");
    write_file(directory / "migrations/1.yaml",
               "revision: aaaaaaaaaaa1\nparents: []\nmessage: first\ncreated: 2026-11-23T06:00:00Z\nupgrade:\n"
               "  - create_table: {table: hero, columns: [{name: id, type: bigint, nullable: false}], primary_key: "
               "{name: pk_hero, columns: [id]}}\n");
    write_file(directory / "migrations/2.yaml",
               "revision: aaaaaaaaaaa2\nparents: [aaaaaaaaaaa1]\nmessage: second\ncreated: 2026-11-23T06:00:00Z\n"
               "upgrade:\n"
               "  - create_index: {table: hero, name: ix_hero, columns: [id], concurrently: true}\n"
               "  - execute: {sql: \"INSERT INTO hero SELECT id FROM outside\", reverse: \"\"}\n");
    const auto aludel = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {ALUDEL_TEST_TOOL, "--directory", "migrations"});
        return run(arguments, {.directory = directory.path(), .environment = {{"ALUDEL_URL", ""}}});
    };
    const auto feed = [&](const std::string& script) {
        write_file(directory / "script.sql", script);
        return run(
            {"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", (directory / "script.sql").string(), database.url()});
    };
    EXPECT_NE(feed(aludel({"upgrade", "--sql", "--dialect", "postgresql"}).output).status, 0) << "nothing is outside";
    auto connection = aludel::create_engine(database.url()).connect();
    EXPECT_EQ(aludel::applied_revisions(connection).size(), 1U) << "the other is half done, and the history says so";
    EXPECT_TRUE(connection.query("SELECT * FROM hero").rows.empty());

    connection.execute("CREATE TABLE outside AS SELECT 7 AS id");
    const auto rest = aludel({"upgrade", "--sql", "--url", database.url()});
    EXPECT_EQ(rest.status, 0) << rest.error;
    EXPECT_EQ(rest.output.find("CREATE TABLE \"hero\""), std::string::npos) << rest.output;
    const auto fed = feed(rest.output);
    EXPECT_EQ(fed.status, 0) << fed.error << rest.output;
    EXPECT_EQ(aludel::applied_revisions(connection).size(), 2U);
    EXPECT_EQ(connection.query("SELECT * FROM hero").rows.size(), 1U);
    connection.execute("DROP TABLE outside");
    EXPECT_EQ(aludel({"check", "--url", database.url()}).output, "nothing is pending\n");
}

// Each step is committed for itself, and a setting of the one before is gone.
TEST(PostgresqlChain, FunctionsUseWhateverComesWithThemWithoutATransaction) {
    const TemporaryDirectory directory;
    const TemporaryDatabase database("postgresql"), other("postgresql");
    write_file(
        directory / "migrations/1.yaml",
        "revision: aaaaaaaaaaa1\nparents: []\nmessage: first\ncreated: 2026-11-23T06:00:00Z\n"
        "transaction: none\nupgrade:\n"
        "  - create_function: {name: a, sql: \"() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM hero'\"}\n"
        "  - create_table: {table: hero, columns: [{name: id, type: bigint, nullable: false}], primary_key: "
        "{name: pk_hero, columns: [id]}}\n");
    const auto aludel = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {ALUDEL_TEST_TOOL, "--directory", "migrations"});
        const auto result = run(arguments, {.directory = directory.path(), .environment = {{"ALUDEL_URL", ""}}});
        EXPECT_EQ(result.status, 0) << result.error;
        return result.output;
    };
    EXPECT_EQ(aludel({"upgrade", "--dry-run", "--url", database.url()}).find("unknown"), std::string::npos);
    aludel({"upgrade", "--url", database.url()});
    write_file(directory / "script.sql", aludel({"upgrade", "--sql", "--dialect", "postgresql"}));
    const auto fed =
        run({"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", (directory / "script.sql").string(), other.url()});
    EXPECT_EQ(fed.status, 0) << fed.error;
    for (const auto* each : {&database, &other}) {
        auto connection = aludel::create_engine(each->url()).connect();
        EXPECT_EQ(std::get<std::int64_t>(connection.query("SELECT a()").rows.at(0).at(0)), 0);
        EXPECT_EQ(aludel({"check", "--url", each->url()}), "nothing is pending\n");
    }
}

} // namespace
