#include "tests/support/postgresql_server.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temporary_database.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

using namespace aludel::test;

TEST(Run, GivesStatusAndBothStreams) {
    const auto result = run({"sh", "-c", "cat; echo oh >&2; exit 3"}, {.input = std::string(300'000, 'x')});
    EXPECT_EQ(result.status, 3);
    EXPECT_EQ(result.output, std::string(300'000, 'x'));
    EXPECT_EQ(result.error, "oh\n");
}

TEST(Run, TakesArgumentsEnvironmentAndDirectoryAsTheyAre) {
    const TemporaryDirectory directory;
    const auto result = run({"sh", "-c", "pwd; echo \"$1 $PLACE\"", "sh", "a 'b' $c"},
                            {.directory = directory.path(), .environment = {{"PLACE", "here"}}});
    EXPECT_EQ(result.output, directory.path().string() + "\na 'b' $c here\n");
}

TEST(Run, SaysWhatCannotBeStarted) {
    EXPECT_THROW(run({"/no/such/program"}), std::runtime_error);
    EXPECT_EQ(run({"sh", "-c", "kill -9 $$"}).status, 137);
}

TEST(TemporaryDirectory, IsGoneAtTheEnd) {
    std::filesystem::path path;
    {
        const TemporaryDirectory directory;
        path = directory.path();
        write_file(directory / "a/b", "text\r\n");
        EXPECT_EQ(read_file(directory / "a/b"), "text\r\n");
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(TemporaryDatabase, IsThereAndThenGone) {
    std::string url;
    {
        const TemporaryDatabase database("postgresql");
        url = database.url();
        EXPECT_EQ(run({"psql", "-XAtd", url, "-c", "SELECT current_database()"}).output, database.name() + "\n");
    }
    EXPECT_NE(run({"psql", "-Xd", url, "-c", "SELECT 1"}).status, 0);
}

TEST(PostgresqlServer, AsksTheGuardedRoleForItsPassword) {
    const auto select = [](const std::string& user) {
        return run({"psql", "-XAtwd", postgresql_url(user, "postgres"), "-c", "SELECT current_user"});
    };
    EXPECT_EQ(select("guarded:open%20sesame").output, "guarded\n");
    EXPECT_NE(select("guarded:wrong").status, 0);
}
