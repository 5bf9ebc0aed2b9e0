// Bad input: one message on standard error with what to do about it, and a status that says it.
#include "tests/tool/tool_project.hpp"

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

struct BadInput {
    std::vector<std::string> arguments;
    int status;
    std::string message;
};

const BadInput bad_inputs[] = {
    {{}, 64, "--help"},
    {{"upgarde"}, 64, "upgarde (did you mean 'upgrade'?)"},
    {{"diff", "--format", "xml"}, 64, "xml"},
    {{"diff", "--dialekt", "sqlite"}, 64, "(did you mean '--dialect'?)\n  See: aludel diff --help"},
    {{"diff", "--format", "sql", "--dialect", "oracle"}, 64, "\"oracle\" is no database that aludel knows. It knows: "},
    {{"diff", "--from", "zzz"}, 1, "zzz"},
    {{"diff", "--from", "missing.yaml"}, 1, "cannot read \"missing.yaml\""},
    {{"diff", "--rename", "hero"}, 64, "--rename \"hero\" is not table.old:new"},
    {{"show"}, 64, "REVISION"},
    {{"show", "zzz"}, 1, "zzz"},
    {{"show", "a:b"}, 1, "one revision is wanted"},
    {{"upgrade", "a:b", "--url", "sqlite:///h.db"}, 1, "a range needs --sql"},
    {{"upgrade", "sqlite:///h.db"}, 64, "--url URL, or set ALUDEL_URL"},
    {{"upgrade", "sqlite:///h.db", "--url", "sqlite:///h.db"},
     1,
     "a URL is no revision\n  A database is given by --url."},
    {{"inspect", "sqlite:///h.db"}, 64, "A database is given by --url."},
    {{"diff", "--from", "sqlite:/h.db"}, 1, "A database is spelt sqlite:///file.db"},
    {{"upgrade"}, 64, "--url URL, or set ALUDEL_URL"},
    {{"upgrade", "--url", "mysql://here/db"}, 1, "mysql"},
    {{"upgrade", "zzz", "--url", "sqlite:///h.db"}, 1, "zzz"},
    {{"downgrade", "--url", "sqlite:///h.db"}, 64, "REVISION"},
    {{"current", "--url", "sqlite:////no/such/directory/h.db"}, 1, "/no/such/directory"},
    {{"current", "--url", "sqlite:///h.db"}, 1, "there is no database \"./h.db\""},
    {{"inspect", "--url", "sqlite:///h.db"}, 1, "there is no database \"./h.db\""},
    {{"history", "-r", "a1"}, 64, "-r \"a1\" is not from:to"},
    {{"-C", "elsewhere", "heads"}, 1, "\"elsewhere\" holds no project of add_migrations()"},
    {{"--name", "villains", "heads"}, 1, "It has: heroes"},
    {{"--configuration", "Release", "heads"}, 1, "no configuration \"Release\""},
    {{"--directory", "nowhere", "heads"}, 1, "\"nowhere\" is no directory"},
    {{"--directory", ".", "diff"}, 1, "a directory of revision files has no models"},
    {{"revision", "--rev-id", "a b"}, 64, "--rev-id \"a b\" is no id"},
    {{"revision", "--head", "zzz"}, 1, "zzz"},
    {{"init", "--target", "my app"}, 64, "--target \"my app\""},
    {{"embed", "nothing.json"}, 1, "cannot read the project file \"nothing.json\""},
    {{"snapshot", "nothing.o"}, 1, "nothing.o"},
};

TEST(BadInput, OneMessageAndAStatus) {
    const ToolProject project;
    for (const auto& [arguments, status, message] : bad_inputs) {
        std::string line = "aludel";
        for (const auto& argument : arguments) line += " " + argument;
        SCOPED_TRACE(line);
        const auto result = project.aludel(arguments);
        EXPECT_EQ(result.status, status) << result.error;
        EXPECT_EQ(result.output, "");
        EXPECT_NE(result.error.find(message), std::string::npos) << result.error;
    }
    EXPECT_EQ(project.revision_count(), 0U);
    EXPECT_FALSE(std::filesystem::exists(project.path("h.db"))) << "a refused upgrade made a database";
}

TEST(BadInput, NoOutputHoldsAPassword) {
    const ToolProject project;
    project.succeed({"revision", "-m", "first"});
    for (const std::string url :
         {"postgresql://ann:wr0ng@127.0.0.1:1/heroes", "postgresql://ann:%77r0ng@127.0.0.1:1/heroes",
          "postgresql://127.0.0.1:1/heroes?user=ann&password=wr0ng", "postgresql://127.0.0.1:1/heroes?Password=wr0ng",
          "postgresql://ann:wr0ng/x?y@127.0.0.1:1/heroes", "mysql://ann:wr0ng@127.0.0.1/heroes",
          "host=127.0.0.1 password=wr0ng", "sqlite:///h.db?password=wr0ng"}) {
        for (const std::vector<std::string>& command : {std::vector<std::string>{"upgrade"},
                                                        {"upgrade", "--dry-run", "--json"},
                                                        {"upgrade", "--sql"},
                                                        {"current"},
                                                        {"check"},
                                                        {"inspect"}}) {
            SCOPED_TRACE(command[0] + " " + url);
            auto arguments = command;
            arguments.insert(arguments.end(), {"--url", url});
            for (const auto& result :
                 {project.aludel(arguments),
                  project.aludel(command, {.environment = {{"ALUDEL_URL", url}, {"PGPASSWORD", "wr0ng"}}})}) {
                const auto printed = result.output + result.error;
                EXPECT_EQ(printed.find("r0ng"), std::string::npos) << printed;
            }
        }
    }
}

TEST(BadInput, AUrlInTheWrongPlaceIsNotShown) {
    const ToolProject project;
    project.succeed({"revision", "-m", "first"});
    for (const std::string url :
         {"postgresql://ann:wr@0ng@127.0.0.1:1/x", "postgresql:/ann:wr@0ng@127.0.0.1:1/x", "postgresql:ann:wr0ng@h",
          "postgres//ann:wr0ng@127.0.0.1/x", "ann:wr0ng@127.0.0.1/x", "postgresql://ann:w: 0ng@127.0.0.1:1/x",
          "postgresql://127.0.0.1:1/x?password=a@0ng", "host=127.0.0.1 Password=wr0ng"}) {
        for (const std::vector<std::string>& command : {std::vector<std::string>{url},
                                                        {"inspect", url},
                                                        {"current", "--urll", url},
                                                        {"current", "--urll=" + url},
                                                        {"diff", "--from", url},
                                                        {"diff", "--format", url},
                                                        {"upgrade", url, "--url", "sqlite:///h.db"},
                                                        {"upgrade", url, "--sql"},
                                                        {"upgrade", "--lock-timeout", url},
                                                        {"upgrade-all", url},
                                                        {"stamp", url, "--url", "sqlite:///h.db"},
                                                        {"show", url},
                                                        {"history", "-r", url},
                                                        {"revision", "--rev-id", url},
                                                        {"revision", "--head", url, "--empty"},
                                                        {"merge", url},
                                                        {"squash", url},
                                                        {"edit", url},
                                                        {"-C", url, "heads"},
                                                        {"--directory", url, "heads"}}) {
            const auto result = project.aludel(command);
            EXPECT_NE(result.status, 0) << command[0] << " " << url;
            const auto printed = result.output + result.error;
            EXPECT_EQ(printed.find("0ng"), std::string::npos) << command[0] << " " << url << "\n" << printed;
        }
    }
    const auto url = "postgresql://ann@127.0.0.1:1/x";
    EXPECT_NE(project.aludel({"inspect", url}).error.find(url), std::string::npos) << "it holds no password";
}

TEST(BadInput, BrokenRevisionFileAtItsPlace) {
    const ToolProject project;
    write_file(project.path("migrations/1.yaml"), "revision: a1\nparents: []\nmesage: x\n");
    const auto result = project.aludel({"heads"});
    EXPECT_EQ(result.status, 1);
    EXPECT_NE(result.error.find("migrations/1.yaml:3:1: error: "), std::string::npos) << result.error;
}

} // namespace
