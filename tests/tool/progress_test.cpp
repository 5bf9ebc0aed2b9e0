// What a command says on a terminal while it takes long, and takes away again.
#include "tests/support/temporary_database.hpp"
#include "tests/tool/revision_directory.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <future>
#include <thread>

using namespace aludel::test;

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// A command on a terminal, which is looked at while it runs.
class OnTerminal {
public:
    OnTerminal(const RevisionDirectory& project, const std::string& arguments, const std::string& screen)
        : screen_(project.path(screen)), result_(std::async(std::launch::async, [&project, arguments, screen] {
              return project.aludel_on_terminal(arguments, screen);
          })) {}

    void expect_shown(const std::string& text) const {
        const auto end = steady_clock::now() + std::chrono::seconds(30);
        while (screen().find(text) == std::string::npos && steady_clock::now() < end)
            std::this_thread::sleep_for(milliseconds(20));
        expect_contains(screen(), text);
    }
    RunResult finish() { return result_.get(); }

private:
    std::string screen() const { return std::filesystem::exists(screen_) ? read_file(screen_) : std::string(); }

    std::filesystem::path screen_;
    std::future<RunResult> result_;
};

const std::string gone = "\r\033[K";

/// Heroes with a sidekick each.
class Progress : public testing::Test {
protected:
    void SetUp() override {
        project.revision("a1", "first", {},
                         "[create_table: {table: hero, columns: [{name: id, type: bigint, nullable: false}, {name: "
                         "power, type: integer}], primary_key: {name: pk_hero, columns: [id]}}, " +
                             create_table("sidekick", "hero").substr(1));
    }
    aludel::Connection with_heroes(const std::string& url) const {
        project.succeed({"upgrade", "a1", "--url", url});
        auto connection = aludel::create_engine(absolute(url)).connect();
        connection.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30) "
                           "INSERT INTO hero (id) SELECT i FROM n");
        connection.execute("INSERT INTO sidekick (id, hero_id) SELECT id, id FROM hero");
        return connection;
    }
    std::string absolute(const std::string& url) const {
        const std::string file = "sqlite:///";
        return url.starts_with(file) ? file + project.path(url.substr(file.size())).string() : url;
    }
    static std::int64_t heroes(aludel::Connection& connection, const std::string& condition) {
        const auto sql = "SELECT count(*) FROM hero JOIN sidekick ON hero_id = hero.id WHERE " + condition;
        return std::get<std::int64_t>(connection.query(sql).rows.at(0).at(0));
    }

    const RevisionDirectory project;
};

TEST_F(Progress, OfAnUpgradeIsOnATerminalAlone) {
    auto heroes_of_a = with_heroes("sqlite:///a.db");
    auto heroes_of_b = with_heroes("sqlite:///b.db");
    project.revision(
        "b2", "fill", {},
        "[backfill: {table: hero, set: {power: \"1\"}, batch: 10, pause: 600}, create_index: {table: hero, "
        "name: ix_hero_power, columns: [power]}]");
    OnTerminal shown(project, "upgrade --url sqlite:///a.db", "a.txt");
    OnTerminal hidden(project, "upgrade --url sqlite:///b.db 2>errors.txt", "b.txt");
    const auto a = shown.finish();
    EXPECT_EQ(a.status, 0) << a.output;
    expect_contains(a.output, "\r1 s [########........] 1/1 b2 fill, step 1/2, hero: 20 of 30 rows\033[K");
    expect_contains(a.output, gone + "  + b2 fill\r\n");
    const auto b = hidden.finish();
    EXPECT_EQ(b.status, 0) << b.output;
    EXPECT_EQ(b.output.find("  + b2 fill\r\nsqlite:///b.db: upgraded, a1 -> b2\r\n"), 0U) << b.output;
    EXPECT_EQ(b.output.find('\033'), std::string::npos) << b.output;
    EXPECT_EQ(read_file(project.path("errors.txt")), "");
    for (auto* connection : {&heroes_of_a, &heroes_of_b}) EXPECT_EQ(heroes(*connection, "power = 1"), 30);
}

TEST_F(Progress, IsGoneBeforeAnError) {
    auto connection = with_heroes("sqlite:///a.db");
    project.revision("b2", "away", {}, "[drop_table: {table: sidekick}]");
    connection.execute("BEGIN IMMEDIATE");
    const auto result = project.aludel_on_terminal("upgrade --url sqlite:///a.db --lock-timeout 1.5", "a.txt");
    EXPECT_EQ(result.status, 1);
    expect_contains(result.output, "\r1 s ");
    const auto error = result.output.find("aludel:");
    ASSERT_NE(error, std::string::npos) << result.output;
    const auto before = result.output.substr(0, error);
    EXPECT_TRUE(before.ends_with(gone) || before.ends_with(gone + "\033[1;31m")) << result.output;
    EXPECT_EQ(result.output.find(gone, error), std::string::npos) << result.output;
    connection.execute("ROLLBACK");
    EXPECT_EQ(heroes(connection, "power IS NULL"), 30);
}

TEST_F(Progress, OfWhatReadsADatabaseNamesItWithoutItsPassword) {
    const TemporaryDatabase database("postgresql");
    auto connection = with_heroes(database.url());
    project.revision("b2", "away", {}, "[drop_table: {table: sidekick}]");
    auto url = database.url();
    url.insert(url.find('@'), ":wr0ng");
    connection.execute("BEGIN; LOCK TABLE aludel_revision, pg_catalog.pg_description IN ACCESS EXCLUSIVE MODE");
    std::deque<OnTerminal> commands;
    for (const std::string command : {"inspect --url ", "check --url ", "current --url ", "diff --from heads --to ",
                                      "upgrade --dry-run --url ", "upgrade --sql --url "})
        commands.emplace_back(project, command + "'" + url + "'", "screen" + std::to_string(commands.size()));
    OnTerminal all(project, "upgrade-all '" + url + "'", "all");
    for (const auto& command : commands) command.expect_shown("\r1 s reading postgresql://");
    all.expect_shown("\r1 s 0 of 1 databases done; now postgresql://");
    connection.execute("COMMIT");
    for (auto& command : commands) {
        const auto output = command.finish().output;
        EXPECT_EQ(output.find("wr0ng"), std::string::npos) << output;
        EXPECT_LT(output.rfind(gone) + gone.size(), output.size()) << output;
    }
    expect_contains(all.finish().output, gone + aludel::create_engine(url).url() + ": upgraded b2\r\n");
    EXPECT_EQ(connection.query("SELECT count(*) FROM hero").rows.at(0).at(0), aludel::Value(std::int64_t{30}));
}

} // namespace
