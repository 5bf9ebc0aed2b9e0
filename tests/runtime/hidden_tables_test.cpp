// The application's own connection, on which other tables bear the names of the database's.
#include "sqlite_dump.hpp"
#include "tests/runtime/expected_error.hpp"
#include "tests/runtime/test_chain.hpp"
#include "tests/support/temporary_directory.hpp"

#include <aludel/engine.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

namespace aludel::test {
namespace {

class SqliteNames : public testing::Test {
protected:
    void SetUp() override {
        connection.execute("CREATE TABLE hero (id INTEGER PRIMARY KEY, name TEXT UNIQUE); INSERT INTO hero VALUES (1, "
                           "'Ada'); CREATE TABLE sidekick (hero REFERENCES hero); INSERT INTO sidekick VALUES (1)");
    }
    std::string text(const std::string& query) { return shown(connection.query(query)); }

    TemporaryDirectory directory;
    Engine engine = create_engine("sqlite:///" + (directory / "heroes.db").string());
    Connection connection = engine.connect();
    const TestChain chain{{{"a", {}, {sql("ALTER TABLE hero ADD COLUMN power INTEGER DEFAULT 7")}}}};
};

TEST_F(SqliteNames, of_temporary_tables_stop_an_upgrade_that_would_alter_those) {
    connection.execute("CREATE TEMP TABLE HERO AS SELECT * FROM main.hero");
    const auto before = text("SELECT sql FROM main.sqlite_schema ORDER BY name");
    error_of([&] { upgrade(connection, chain); }, {"temporary table \"HERO\"", "Drop it"});
    EXPECT_EQ(text("SELECT sql FROM main.sqlite_schema ORDER BY name"), before);
    EXPECT_EQ(text("SELECT * FROM temp.HERO"), "1|'Ada'|\n");
    connection.execute("DROP TABLE temp.HERO");
    upgrade(connection, chain);
    EXPECT_EQ(text("SELECT * FROM main.hero"), "1|'Ada'|7|\n");
}

TEST_F(SqliteNames, of_temporary_views_and_of_tables_that_a_step_makes_stop_it_too) {
    connection.execute("CREATE TEMP VIEW hero AS SELECT 1");
    error_of([&] { upgrade(connection, chain); }, {"temporary table \"hero\""});
    connection.execute("DROP VIEW temp.hero");
    const TestChain makes_one(
        {{"a", {}, {sql("CREATE TEMP TABLE hero (id)"), sql("ALTER TABLE hero ADD COLUMN power INTEGER")}}});
    error_of([&] { upgrade(connection, makes_one); }, {"temporary table \"hero\"", "Nothing was changed"});
    EXPECT_EQ(text("SELECT count(*) FROM temp.sqlite_schema"), "0|\n");
    EXPECT_EQ(text("SELECT * FROM hero"), "1|'Ada'|\n");
}

TEST_F(SqliteNames, of_other_temporary_tables_do_not_matter) {
    connection.execute("CREATE TEMP TABLE scratch (a); INSERT INTO scratch VALUES (1)");
    upgrade(connection, chain);
    EXPECT_EQ(text("SELECT * FROM hero"), "1|'Ada'|7|\n");
    EXPECT_EQ(text("SELECT * FROM scratch"), "1|\n");
}

TEST_F(SqliteNames, of_the_history_in_an_attached_database_are_not_this_one_s) {
    const auto old = (directory / "old.db").string();
    {
        auto other = create_engine("sqlite:///" + old).connect();
        other.execute("CREATE TABLE hero (id INTEGER PRIMARY KEY, name TEXT)");
        upgrade(other, chain);
    }
    connection.execute("ATTACH '" + old + "' AS old");
    EXPECT_EQ(upgrade(connection, chain).status, Outcome::Status::upgraded);
    EXPECT_EQ(text("SELECT * FROM main.hero"), "1|'Ada'|7|\n");
    EXPECT_EQ(text("SELECT revision FROM main.aludel_revision"), "'a'|\n");
    connection.execute("CREATE TEMP TABLE aludel_revision (revision)");
    EXPECT_EQ(upgrade(connection, chain).status, Outcome::Status::up_to_date);
}

} // namespace
} // namespace aludel::test
