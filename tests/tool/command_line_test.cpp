// aludel::command_line() in a program: what it prints and how it ends is what the aludel command prints, and how that
// ends.
#include "migrations/dialect.hpp"
#include "migrations/embed/embed.hpp"
#include "migrations/history/history.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temporary_database.hpp"
#include "tests/support/temporary_directory.hpp"

#include <aludel/command_line.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <regex>

using namespace aludel::test;

namespace {

class CommandLine : public testing::Test {
protected:
    CommandLine() {
        write_file(directory_ / "migrations/1.yaml",
                   "revision: aaaaaaaaaaa1\nparents: []\nmessage: \"a \\\"hero\\\"\"\ncreated: 2026-11-23T06:00:00Z\n"
                   "upgrade:\n  - create_table: {table: hero, columns: [{name: id, type: bigint, nullable: false}, "
                   "{name: name, type: text}], primary_key: {name: pk_hero, columns: [id]}}\n"
                   "  - execute: {sql: \"INSERT INTO hero VALUES (1, 'Ann')\", reverse: \"\"}\n");
        write_file(directory_ / "migrations/2.yaml",
                   "revision: aaaaaaaaaaa2\nparents: [aaaaaaaaaaa1]\nmessage: required\nbranch: main\n"
                   "created: 2026-11-23T06:00:00Z\nupgrade:\n"
                   "  - alter_column: {table: hero, column: name, nullable: false}\n");
        write_file(directory_ / "migrations/3.yaml",
                   "revision: aaaaaaaaaaa3\nparents: [aaaaaaaaaaa2]\nmessage: power\ncreated: 2026-11-23T06:00:00Z\n"
                   "upgrade:\n  - add_column: {table: hero, name: power, type: integer}\n"
                   "downgrade: {irreversible: it is lost}\n");
        const aludel::migrations::Dialect* sqlite[] = {aludel::migrations::find_dialect("sqlite")};
        owner_.emplace("migrations", aludel::migrations::render(
                                         aludel::migrations::RevisionHistory(directory_ / "migrations"), sqlite));
    }

    const aludel::Chain& chain() const { return owner_->chain(); }

    RunResult program(std::vector<std::string> words, bool with_engine = true) const {
        words.insert(words.begin(), "/somewhere/heroes");
        std::vector<const char*> argv;
        for (const auto& word : words) argv.push_back(word.c_str());
        const int argc = static_cast<int>(argv.size());
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        RunResult result;
        result.status = with_engine
                            ? aludel::command_line(argc, argv.data(), aludel::create_engine(ours_.url()), chain())
                            : aludel::command_line(argc, argv.data(), chain());
        result.output = testing::internal::GetCapturedStdout();
        result.error = testing::internal::GetCapturedStderr();
        return result;
    }
    RunResult tool(std::vector<std::string> words) const {
        words.insert(words.begin(), {ALUDEL_TEST_TOOL, "--directory", "migrations"});
        words.insert(words.end(), {"--url", theirs_.url()});
        return run(words, {.directory = directory_.path(), .environment = {{"ALUDEL_URL", ""}}});
    }

    /// But for where the database is, what stands before a message, and the clock.
    std::string comparable(std::string text) const {
        for (const auto* database : {&ours_, &theirs_})
            for (std::size_t at; (at = text.find(database->name())) != text.npos;)
                text.replace(at, database->name().size(), "FILE");
        text = std::regex_replace(text, std::regex("(duration_us\": |took:     )[0-9]+"), "$1N");
        text = std::regex_replace(text, std::regex("[0-9-]{10}T[0-9:.]+Z"), "TIME");
        return std::regex_replace(text, std::regex("^(aludel|heroes|migrations/[^ ]*: error): "), "PROGRAM: ");
    }

    void expect_alike(const std::vector<std::string>& words) const {
        const auto mine = program(words), wanted = tool(words);
        EXPECT_EQ(comparable(mine.output), comparable(wanted.output)) << testing::PrintToString(words);
        EXPECT_EQ(mine.status, wanted.status) << mine.error << wanted.error;
        if (wanted.status == 1) {
            EXPECT_EQ(comparable(mine.error), comparable(wanted.error));
        }
        EXPECT_EQ(mine.error.empty(), wanted.error.empty()) << mine.error;
    }

    TemporaryDirectory directory_;
    TemporaryDatabase ours_{"sqlite"}, theirs_{"sqlite"};
    std::optional<aludel::migrations::OwnedChain> owner_;
};

TEST_F(CommandLine, DoesAndPrintsWhatTheAludelCommandDoes) {
    const std::vector<std::vector<std::string>> lines = {
        {"current"}, // there is no database yet
        {"upgrade", "nothing"},
        {"upgrade", "aaaaaaaaaaa1:aaaaaaaaaaa2"}, // without --sql
        {"upgrade", "+1"},
        {"current"},
        {"current", "-v"},
        {"current", "--check-heads"},
        {"upgrade", "--sql"},
        {"upgrade", "aaaaaaaaaaa2", "--json"},
        {"upgrade", "aaaaaaaaaaa2"},
        {"downgrade", "-1"},
        {"downgrade", "base", "--json"},
        {"upgrade", "--lock-timeout", "5"},
        {"upgrade", "--json"},
        {"current", "--json", "--check-heads"},
        {"history"},
        {"history", "-i"},
        {"history", "-r", "aaaaaaaaaaa2:"},
        {"history", "-r", "aaaaaaaaaaa1:current"},
        {"history", "-r", "aaaaaaaaaaa1"},
        {"downgrade", "base"}, // irreversible
        {"downgrade", "head:base", "--sql"},
        {"downgrade", "aaaaaaaaaaa2:base", "--sql"},
        {"upgrade", "base:aaaaaaaaaaa2", "--sql"},
        {"stamp", "aaaaaaaaaaa1", "--sql"},
        {"stamp", "aaaaaaaaaaa1"},
        {"stamp", "heads", "--purge", "--json"},
        {"downgrade"},
        {"upgrade", "--what"},
        {"upgrade", "--lock-timeout", "soon"},
        {"whatever"},
        {},
    };
    for (const auto& line : lines) expect_alike(line);
}

TEST_F(CommandLine, BadLineIsWrongUsageAndSaysWhereToLook) {
    const auto result = program({"upgrade", "--what"});
    EXPECT_EQ(result.status, 64);
    EXPECT_EQ(result.error, "heroes: there is no option --what\n  See: heroes upgrade --help\n");
    EXPECT_EQ(program({"upgrade", "--url", "sqlite:///other.db"}).status, 64) << "the application decides";
    EXPECT_EQ(program({"upgrade"}, false).status, 64) << "no database";
}

TEST_F(CommandLine, HelpNamesEveryCommandAndItsOptions) {
    const auto whole = program({"--help"});
    EXPECT_EQ(whole.status, 0);
    for (const auto* command : {"upgrade", "downgrade", "stamp", "current", "history"}) {
        EXPECT_NE(whole.output.find(command), std::string::npos);
        const auto help = program({command, "--help"});
        EXPECT_EQ(help.status, 0);
        EXPECT_NE(help.output.find("--json"), std::string::npos) << help.output;
        EXPECT_EQ(help.output.find("--url"), std::string::npos);
        EXPECT_NE(program({command, "--help"}, false).output.find("--url URL"), std::string::npos);
    }
}

TEST_F(CommandLine, UrlOfTheLineGoesBeforeTheVariable) {
    setenv("ALUDEL_URL", ours_.url().c_str(), 1);
    EXPECT_EQ(program({"upgrade", "aaaaaaaaaaa1"}, false).status, 0);
    EXPECT_EQ(program({"upgrade", "--url", theirs_.url()}, false).status, 0);
    EXPECT_NE(program({"current"}, false).output.find("aaaaaaaaaaa1"), std::string::npos);
    EXPECT_NE(program({"current", "--url=" + theirs_.url()}, false).output.find("aaaaaaaaaaa3 (main) (head)"),
              std::string::npos);
    unsetenv("ALUDEL_URL");
    EXPECT_EQ(program({"current"}, false).status, 64);
    EXPECT_NE(program({"upgrade", "--sql"}, false).output.find("CREATE TABLE \"hero\""), std::string::npos);
}

TEST_F(CommandLine, NoMessageHoldsAPassword) {
    const std::string url = "postgresql://ann:secret@nowhere.invalid/heroes";
    for (const auto& line : std::vector<std::vector<std::string>>{{"upgrade", url},
                                                                  {url},
                                                                  {"current", "--ulr=" + url},
                                                                  {"current", "--url", url},
                                                                  {"history", "-r", url},
                                                                  {"upgrade", "head", url},
                                                                  {"upgrade", "postgresql:/ann:sec@secret@here/heroes"},
                                                                  {"upgrade", "head", "postgresql:/ann:secret@here"}}) {
        const auto result = program(line, false);
        EXPECT_NE(result.status, 0);
        EXPECT_EQ((result.output + result.error).find("secret"), std::string::npos) << result.error;
    }
}

} // namespace
