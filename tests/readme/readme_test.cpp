// Does everything that README shows: writes its files, runs its commands, compares what they print.
#include "tests/readme/session.hpp"
#include "tests/support/postgresql_server.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temporary_database.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace aludel::test {
namespace {

const std::vector<DocumentSession>& sessions() {
    static const auto all = read_sessions(read_file(README));
    return all;
}

/// A shell in which the installed aludel is found, and PostgreSQL's tools know the tests' server.
RunOptions options(const std::filesystem::path& directory, const std::string& database) {
    return {.directory = directory,
            .environment = {{"PATH", std::string(INSTALLED) + "/bin:" + std::getenv("PATH")},
                            {"CMAKE_PREFIX_PATH", INSTALLED},
                            {"CMAKE_CXX_COMPILER_LAUNCHER", CCACHE},
                            {"SERVER_URL", database},
                            {"NO_COLOR", "1"}}};
}

class Readme : public testing::TestWithParam<std::size_t> {};

TEST_P(Readme, ShowsWhatReallyHappens) {
    const auto& session = sessions()[GetParam()];
    const TemporaryDirectory directory;
    const TemporaryDatabase database("postgresql");
    for (const auto& step : session.steps) {
        if (!step.file.empty()) {
            write_file(directory / step.file, step.text);
            continue;
        }
        const auto result = run({"sh", "-c", "exec 2>&1; " + step.command}, options(directory.path(), database.url()));
        EXPECT_TRUE(matches(step.text, result.output))
            << "README.md:" << step.line << ": $ " << step.command << "\nis shown to print\n"
            << step.text << "but printed (status " << result.status << ")\n"
            << result.output;
    }
}

std::string name_of(const testing::TestParamInfo<std::size_t>& test) {
    std::string name = sessions()[test.param].name;
    for (auto& letter : name)
        if (!isalnum(static_cast<unsigned char>(letter))) letter = '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(Session, Readme, testing::Range<std::size_t>(0, sessions().size()), name_of);

/// The first of README's two commands, on an installed aludel; the second one is what runs this test.
TEST(Example, IsUpgradedFromItsOldDatabaseAndThenHasNothingToDo) {
    const TemporaryDirectory directory;
    auto with = options(directory.path(), "");
    with.environment["ALUDEL_EXAMPLE_BUILD"] = (directory / "build").string();
    const std::string upgraded = "The roster was brought up to date: 1 revision applied.";
    const auto first = run({EXAMPLE "/run"}, with);
    EXPECT_EQ(first.status, 0) << first.output << first.error;
    EXPECT_NE(first.output.find(upgraded), std::string::npos) << first.output;
    EXPECT_NE(first.output.find("Captain North America age 93   retired  Preventers (New York)"), std::string::npos)
        << first.output;
    const auto second = run({EXAMPLE "/run"}, with);
    EXPECT_EQ(second.status, 0) << second.output << second.error;
    EXPECT_EQ(second.output.find(upgraded), std::string::npos) << second.output;
    EXPECT_NE(second.output.find("Captain North America"), std::string::npos) << second.output;
}

TEST(ReadmeBlocks, AreAllRun) { EXPECT_EQ(blocks_outside_sessions(read_file(README)), std::vector<int>{}); }

TEST(ReadmeMatching, KnowsIdsAndEllipses) {
    EXPECT_TRUE(matches("a … b\n", "a 1 2\n3 b"));
    EXPECT_TRUE(matches("0123456789ab done", "ba9876543210 done\n"));
    EXPECT_TRUE(matches("…\nlast\n", "one\ntwo\nlast\n"));
    EXPECT_FALSE(matches("a … b", "a 1 c"));
    EXPECT_FALSE(matches("a", "a b"));
    EXPECT_FALSE(matches("", "a"));
}

} // namespace
} // namespace aludel::test
