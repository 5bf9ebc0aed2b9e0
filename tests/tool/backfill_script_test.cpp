// Batched updates in scripts: what the upgrade commits batch by batch is one statement there.
#include "tests/tool/chain_script_lab.hpp"

using namespace aludel::test;

namespace {

/// After the whole chain: heroes to fill, eight of them, whose third batch of two can be made to fail.
class BackfillScript : public ChainScript {
protected:
    void SetUp() override {
        write_revision("bbbbbbbbbbb1", "aaaaaaaaaaa7",
                       R"yaml(  - add_column: {table: hero, name: letters, type: integer}
  - backfill:
      table: hero
      set: {letters: "length(name) -- of now", name: "CASE name WHEN 'Fay' THEN NULL ELSE name || '!' END"}
      where: "name <> 'Bo' -- who is left out"
      batch: 2
)yaml");
        write_revision("bbbbbbbbbbb2", "bbbbbbbbbbb1",
                       R"yaml(  - backfill: {table: hero, set: {letters: "0"}, where: letters IS NULL}
  - alter_column: {table: hero, column: letters, nullable: false}
)yaml");
    }
    void write_revision(const std::string& id, const std::string& parent, const std::string& upgrade) const {
        write_file(directory_ / "migrations" / (id + ".yaml"),
                   "revision: " + id + "\nparents: [" + parent + "]\nmessage: " + id + "\nupgrade:\n" + upgrade);
    }
    void make_heroes(const TemporaryDatabase& database, const std::string& sixth = "Fred") const {
        succeed({"upgrade", "aaaaaaaaaaa7", "--url", database.url()});
        execute(database, "INSERT INTO hero (id, name, team_id) VALUES (4, 'Dora', 1), (5, 'Ed', 2), (6, '" + sixth +
                              "', 1), (7, 'Gus', 2), (8, 'Hal', NULL)");
    }
    void execute(const TemporaryDatabase& database, const std::string& sql) const {
        aludel::create_engine(database.url()).connect().execute(sql);
    }
    std::string rows_of(const TemporaryDatabase& database, const std::string& query) const {
        auto connection = aludel::create_engine(database.url()).connect();
        return rows(connection.query(query));
    }
    /// Stopped within its third batch.
    void make_half_filled(const TemporaryDatabase& database) const {
        make_heroes(database, "Fay");
        EXPECT_EQ(aludel({"upgrade", "--url", database.url()}).status, 1);
        EXPECT_EQ(rows_of(database, "SELECT name FROM hero WHERE letters > 0 ORDER BY id"),
                  ":\nAnn!|\nCy!|\nDora!|\nEd!|\n");
    }
    void expect_filled(const TemporaryDatabase& database, const std::string& sixth = "Fred") const {
        EXPECT_EQ(rows_of(database, "SELECT name, letters, team_id FROM hero ORDER BY id"),
                  ":\nAnn!|3|1|\nBo|0|2|\nCy!|2|NULL|\nDora!|4|1|\nEd!|2|2|\n" + sixth +
                      "!|4|1|\nGus!|3|2|\nHal!|3|NULL|\n");
    }
};
INSTANTIATE_TEST_SUITE_P(On, BackfillScript, testing::Values("sqlite", "postgresql"),
                         [](const auto& parameter) { return parameter.param; });

TEST_P(BackfillScript, FillsTheSameRowsAsTheUpgrade) {
    const TemporaryDatabase database(GetParam()), wanted(GetParam());
    for (const auto* each : {&database, &wanted}) make_heroes(*each);
    expect_fed(script({"upgrade", "aaaaaaaaaaa7:heads"}), database);
    succeed({"upgrade", "--url", wanted.url()});
    EXPECT_EQ(dump(database), dump(wanted));
    expect_filled(database);
    EXPECT_EQ(succeed({"check", "--url", database.url()}), "nothing is pending\n");

    expect_fed(script({"downgrade", "heads:aaaaaaaaaaa7"}), database);
    succeed({"downgrade", "aaaaaaaaaaa7", "--url", wanted.url()});
    EXPECT_EQ(dump(database), dump(wanted));
}

TEST_P(BackfillScript, CannotGoOnWithinABackfill) {
    const TemporaryDatabase database(GetParam());
    make_half_filled(database);
    const auto before = dump(database);
    const auto refused = aludel({"upgrade", "--sql", "--url", database.url()});
    EXPECT_EQ(refused.status, 1);
    EXPECT_EQ(refused.output, "");
    EXPECT_NE(refused.error.find("revision bbbbbbbbbbb1 is half applied (1 of its 2 steps), within a backfill, and no "
                                 "script can go on there"),
              std::string::npos)
        << refused.error;
    const auto fed = feed(script({"upgrade", "aaaaaaaaaaa7:heads"}), database);
    EXPECT_NE(fed.status, 0) << "one for databases elsewhere";
    EXPECT_EQ(dump(database), before);

    const auto checked = aludel({"check", "--url", database.url()});
    EXPECT_EQ(checked.status, 2);
    EXPECT_NE(checked.output.find("  revision bbbbbbbbbbb1 is half applied (1 of its 2 steps): the next upgrade"),
              std::string::npos)
        << checked.output;
    EXPECT_EQ(checked.output.find("drifted"), std::string::npos) << "what it has half had is no drift";

    execute(database, "UPDATE hero SET name = 'Fido' WHERE id = 6");
    succeed({"upgrade", "--url", database.url()});
    expect_filled(database, "Fido");
    EXPECT_EQ(succeed({"upgrade", "--sql", "--url", database.url()}), "-- no changes\n");
}

TEST_P(BackfillScript, IsWhatADryRunNamesTheTableOf) {
    const TemporaryDatabase database(GetParam());
    make_heroes(database);
    const auto text = succeed({"upgrade", "--dry-run", "--url", database.url()});
    const auto update = text.find("UPDATE \"hero\" SET \"letters\"");
    ASSERT_NE(update, std::string::npos) << text;
    const auto rest = text.substr(update);
    EXPECT_LT(rest.find("-- hero (8 rows): changes rows"), rest.find("-- in batches of 2 rows, each committed"))
        << text;
    EXPECT_NE(rest.find("-- in batches of 1000 rows"), std::string::npos) << text;
    const auto json = succeed({"upgrade", "--dry-run", "--json", "--url", database.url()});
    EXPECT_NE(json.find("\"kind\": \"batched_update\""), std::string::npos) << json;
    EXPECT_EQ(rows_of(database, "SELECT name FROM hero WHERE id = 1"), ":\nAnn|\n");
}

TEST_P(BackfillScript, IsKeptByASquash) {
    const TemporaryDatabase before(GetParam()), within(GetParam()), none(GetParam()), fed(GetParam());
    for (const auto* each : {&before, &none, &fed}) make_heroes(*each);
    make_half_filled(within);
    succeed({"upgrade", "bbbbbbbbbbb1", "--url", before.url()});
    succeed({"squash", "bbbbbbbbbbb1:bbbbbbbbbbb2", "-m", "letters", "--rev-id", "ccccccccccc1"});

    execute(within, "UPDATE hero SET name = 'Fido' WHERE id = 6");
    for (const auto* each : {&before, &within, &none}) {
        succeed({"upgrade", "--url", each->url()});
        expect_filled(*each, each == &within ? "Fido" : "Fred");
        EXPECT_EQ(succeed({"check", "--url", each->url()}), "nothing is pending\n");
        EXPECT_NE(succeed({"current", "--url", each->url()}).find("ccccccccccc1 (head)"), std::string::npos);
    }
    expect_fed(script({"upgrade", "aaaaaaaaaaa7:heads"}), fed);
    EXPECT_EQ(dump(fed), dump(none));
}

} // namespace
