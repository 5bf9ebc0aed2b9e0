// A merged chain on databases that stand on either side, with rows and children.
#include "tests/support/temporary_database.hpp"
#include "tests/tool/revision_directory.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>

#include <gtest/gtest.h>

using namespace aludel;
using namespace aludel::test;

namespace {

class MergeDatabase : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        directory.revision("a1", "teams", {}, create_table("team"));
        directory.revision("a2", "heroes", {}, create_table("hero", "team"));
        directory.revision("b1", "names", {},
                           "[add_column: {table: team, name: name, type: text, nullable: false, "
                           "fill: \"'a team'\"}]");
        directory.revision("c1", "ranks", {"--head", "a2", "--splice"},
                           "[add_column: {table: team, name: rank, type: integer, nullable: false, default: 7}, "
                           "create_check_constraint: {table: team, name: ck_rank, sql: rank > 0}]");
        directory.succeed({"merge", "-m", "both", "--rev-id", "m1"});
    }

    static std::int64_t number(Connection& connection, const std::string& sql) {
        return std::get<std::int64_t>(connection.query(sql).rows.at(0).at(0));
    }

    const RevisionDirectory directory;
};

TEST_P(MergeDatabase, IsUpgradedFromEitherSide) {
    std::string schema;
    for (const auto* standing : {"a2", "b1", "c1", "heads"}) {
        SCOPED_TRACE(standing);
        const TemporaryDatabase database(GetParam());
        directory.succeed({"upgrade", "a2", "--url", database.url()});
        auto connection = create_engine(database.url()).connect();
        connection.execute("INSERT INTO team (id) VALUES (1), (2)");
        connection.execute("INSERT INTO hero (id, team_id) VALUES (10, 1), (11, 1), (12, 2)");
        directory.succeed({"upgrade", standing, "--url", database.url()});
        directory.succeed({"upgrade", "--url", database.url()});
        EXPECT_EQ(number(connection, "SELECT count(*) FROM hero JOIN team ON team.id = team_id"), 3);
        EXPECT_EQ(number(connection, "SELECT count(*) FROM team WHERE name = 'a team' AND rank = 7"), 2);
        EXPECT_EQ(directory.succeed({"check", "--url", database.url()}), "nothing is pending\n");

        directory.succeed({"downgrade", "a2", "--url", database.url()});
        EXPECT_EQ(number(connection, "SELECT count(*) FROM hero JOIN team ON team.id = team_id"), 3);
        EXPECT_EQ(directory.succeed({"current", "--url", database.url()}), "a2 (branchpoint)  heroes\n");
    }
}

INSTANTIATE_TEST_SUITE_P(, MergeDatabase, testing::Values("sqlite", "postgresql"),
                         [](const auto& dialect) { return std::string(dialect.param); });

} // namespace
