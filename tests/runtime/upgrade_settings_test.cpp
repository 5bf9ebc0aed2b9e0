// An upgrade on a connection that the application has set up in its own way.
#include "upgrade_fixture.hpp"

#include <aludel/sqlite.hpp>

#include <sqlite3.h>

namespace aludel {
namespace {

using namespace test;

TEST_F(Upgrade, is_refused_where_nothing_could_be_undone) {
    const test::TemporaryDatabase of_a_file("sqlite");
    for (const auto& [mode, words] : {std::pair{"OFF", "journal is off"}, {"MEMORY", "journal is in memory"}}) {
        auto file = create_engine(of_a_file.url()).connect();
        file.query(std::string("PRAGMA journal_mode = ") + mode);
        const auto error = error_of([&] { upgrade(file, TestChain(two_tables())); });
        EXPECT_NE(error.message().find(words), std::string::npos) << error.message();
        EXPECT_TRUE(applied_revisions(file).empty());
        EXPECT_FALSE(file.session().in_transaction());
    }
}

TEST_F(Upgrade, puts_the_settings_of_an_application_back) {
    ::sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(":memory:", &handle), SQLITE_OK);
    {
        auto own = sqlite::use(handle);
        own.execute("PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 123; PRAGMA legacy_alter_table = ON");
        const TestChain chain(two_tables());
        upgrade(own, chain);
        for (const auto& [pragma, value] :
             {std::pair{"foreign_keys", 1}, {"busy_timeout", 123}, {"legacy_alter_table", 1}, {"writable_schema", 0}})
            EXPECT_EQ(own.query(std::string("PRAGMA ") + pragma).rows.at(0).at(0), Value(std::int64_t{value}))
                << pragma;
    }
    sqlite3_close(handle);
}

TEST_F(Upgrade, renames_a_table_in_all_that_refers_to_it_whatever_the_connection_is_set_to) {
    for (const std::string key : {"NULL", "1"}) {
        SCOPED_TRACE(key);
        ::sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open(":memory:", &handle), SQLITE_OK);
        {
            auto own = sqlite::use(handle);
            own.execute("PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = ON; "
                        "CREATE TABLE team (id INTEGER PRIMARY KEY); CREATE TABLE hero (team REFERENCES team); "
                        "CREATE VIEW teams AS SELECT id FROM team; CREATE TRIGGER found AFTER DELETE ON hero BEGIN "
                        "INSERT INTO team VALUES (NULL); END; INSERT INTO team VALUES (1)");
            own.execute("INSERT INTO hero VALUES (" + key + ")");
            upgrade(own, TestChain({{"a", {}, {sql("ALTER TABLE team RENAME TO squad")}}}));
            EXPECT_EQ(test::shown(own.query("PRAGMA legacy_alter_table")), "1|\n");
            EXPECT_EQ(test::shown(own.query("PRAGMA foreign_keys")), "1|\n");
            own.execute("INSERT INTO squad VALUES (2); INSERT INTO hero VALUES (2); DELETE FROM hero WHERE team = 2");
            EXPECT_EQ(test::shown(own.query("SELECT id FROM teams")), "1|\n2|\n3|\n");
            EXPECT_THROW(own.execute("INSERT INTO hero VALUES (7)"), Error);
        }
        sqlite3_close(handle);
    }
}

TEST_F(Upgrade, puts_the_settings_of_an_application_back_where_it_fails) {
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t (id) VALUES (1), (2), (3)");
    const std::vector<std::string_view> key{"id"};
    const Batches batches{"t", key, "UPDATE t SET v = 1", {}, 1, 0};
    const auto failing = sql("SELECT * FROM no_such_table");
    const TestChain chain({{"a", {}, {sql("DROP TABLE t"), failing}}});
    const TestChain in_batches({{"b", {}, {batched("t", batches), failing}}});
    ::sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(database.name().c_str(), &handle), SQLITE_OK);
    {
        auto own = sqlite::use(handle);
        const auto settings = [&] {
            std::string text;
            for (const auto* pragma : {"foreign_keys", "busy_timeout", "journal_mode", "legacy_alter_table"})
                text += test::shown(own.query(std::string("PRAGMA ") + pragma));
            return text;
        };
        for (const auto& [journal, foreign_keys] : {std::pair{"persist", "1"}, {"wal", "0"}}) {
            own.execute(
                std::string("PRAGMA busy_timeout = 123; PRAGMA legacy_alter_table = ON; PRAGMA foreign_keys = ") +
                foreign_keys + "; PRAGMA journal_mode = " + journal);
            const auto before = std::string(foreign_keys) + "|\n123|\n'" + journal + "'|\n1|\n";
            EXPECT_EQ(settings(), before);
            error_of([&] { upgrade(own, chain); });
            EXPECT_EQ(settings(), before);
            connection.execute("BEGIN IMMEDIATE");
            EXPECT_THROW(upgrade(own, chain, {.lock_timeout = std::chrono::milliseconds(20)}), Error);
            connection.execute("ROLLBACK");
            EXPECT_EQ(settings(), before);
            EXPECT_THROW(upgrade(own, in_batches), Error);
            EXPECT_EQ(settings(), before);
            own.execute("DROP TABLE aludel_revision");
        }
    }
    sqlite3_close(handle);
}

} // namespace
} // namespace aludel
