// What a build does again, and what it leaves alone; what it says, and when it fails.
#include "tests/project/nested_project.hpp"

#include <gtest/gtest.h>

using namespace aludel::test;
namespace fs = std::filesystem;

namespace {

constexpr auto power_revision = "revision: aaaaaaaaaaa2\nparents: [aaaaaaaaaaa1]\nmessage: add power\n"
                                "created: 2026-11-23T06:00:00Z\nupgrade:\n"
                                "  - add_column: {table: hero, name: power, type: integer}\n";

class Build : public testing::TestWithParam<const char*> {
protected:
    /// One revision, configured and built, a second build found nothing to do.
    void SetUp() override {
        auto result = project.configure();
        ASSERT_EQ(result.status, 0) << result.output << result.error;
        result = project.aludel({"revision", "-m", "first", "--rev-id", "aaaaaaaaaaa1"});
        ASSERT_EQ(result.status, 0) << result.error;
        build();
        project.build(); // Unix Makefiles look once more at a directory that was changed during the build
        EXPECT_FALSE(did_something(project.build()));
    }

    std::string build(int status = 0) {
        const auto result = project.build();
        EXPECT_EQ(result.status, status) << result.output << result.error;
        return result.output + result.error;
    }
    fs::path revision_file(const std::string& name) const { return project.app() / "migrations" / name; }
    std::string embedded() const { return read_file(project.generated("heroes/migrations.cpp")); }

    const NestedProject project{Way::installed, GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Generators, Build, testing::ValuesIn(generators), [](const auto& parameter) {
    std::string name = parameter.param;
    for (char& c : name)
        if (c == ' ' || c == '-') c = '_';
    return name;
});

TEST_P(Build, FollowsRevisionFilesThatComeChangeAndGo) {
    write_file(revision_file("2_power.yaml"), power_revision);
    build();
    EXPECT_NE(embedded().find("aaaaaaaaaaa2"), std::string::npos) << "an added file was not seen";

    std::string text = power_revision;
    text.replace(text.find("add power"), 9, "more power");
    write_file(revision_file("2_power.yaml"), text);
    build();
    EXPECT_NE(embedded().find("more power"), std::string::npos) << "an edited file was not seen";

    fs::remove(revision_file("2_power.yaml"));
    build();
    EXPECT_EQ(embedded().find("aaaaaaaaaaa2"), std::string::npos) << "a removed file was not seen";
    project.build();
    EXPECT_FALSE(did_something(project.build()));
}

TEST_P(Build, FollowsAludelYamlAndAllDirectories) {
    const auto plugin = project.app() / "plugin" / "2_power.yaml";
    write_file(revision_file("aludel.yaml"), "history_table: first_history\ndirectories: [../plugin]\n");
    build();
    EXPECT_NE(embedded().find("first_history"), std::string::npos) << "aludel.yaml came, and was not seen";
    write_file(plugin, power_revision);
    build();
    EXPECT_NE(embedded().find("aaaaaaaaaaa2"), std::string::npos) << "a file of a directory that it names";
    write_file(revision_file("aludel.yaml"), "history_table: second_history\ndirectories: [../plugin]\n");
    build();
    EXPECT_NE(embedded().find("second_history"), std::string::npos) << "aludel.yaml changed, and was not seen";
    project.build();
    EXPECT_FALSE(did_something(project.build()));
    fs::remove(plugin);
    build();
    EXPECT_EQ(embedded().find("aaaaaaaaaaa2"), std::string::npos) << "a removed file was not seen";

    project.write_call("add_migrations(heroes MODELS model.hpp DATABASES sqlite DIRECTORY migrations plugin "
                       "HISTORY_TABLE third VERSION 2.5)\n");
    const auto result = project.build();
    EXPECT_NE(result.status, 0);
    EXPECT_NE((result.output + result.error).find("history_table is second_history here, and third in add_migrations"),
              std::string::npos)
        << result.output << result.error;
    fs::remove(revision_file("aludel.yaml"));
    write_file(plugin, power_revision);
    build();
    for (const auto* part : {"aaaaaaaaaaa2", "third"}) EXPECT_NE(embedded().find(part), std::string::npos) << part;
    EXPECT_EQ(project.heroes({"h.db"}).output, "2\n");
    EXPECT_EQ(project.heroes({"h.db", "SELECT application FROM third"}).output, "heroes 2.5;\nheroes 2.5;\n");
    EXPECT_EQ(project.aludel({"upgrade", "--url", "sqlite:///by_the_command.db"}).status, 0);
    EXPECT_EQ(project.heroes({"by_the_command.db", "SELECT DISTINCT application FROM third"}).output, "heroes 2.5;\n");
}

TEST_P(Build, CommentInModelsCompilesNoSourceOfTheApplicationThroughUs) {
    const auto header = project.generated("heroes/migrations.hpp");
    const auto before = fs::last_write_time(header);
    project.write_model("", "", "// a comment");
    const auto output = build();
    EXPECT_EQ(output.find("main.cpp"), std::string::npos) << output;
    EXPECT_EQ(output.find("migrations.cpp"), std::string::npos) << output;
    EXPECT_EQ(fs::last_write_time(header), before);
    EXPECT_FALSE(did_something(project.build()));
}

TEST_P(Build, WarnsOncePerChangeOfTheModels) {
    project.write_model("std::optional<int> power;");
    EXPECT_NE(build().find("warning: hero: 1 change is in no revision"), std::string::npos);
    EXPECT_EQ(build().find("in no revision"), std::string::npos);
    project.write_model("std::optional<int> age;");
    EXPECT_NE(build().find("+ hero.age"), std::string::npos);
}

TEST_P(Build, FailsOnPendingChangesWhereAskedTo) {
    project.write_call("add_migrations(heroes MODELS model.hpp DATABASES sqlite ON_PENDING error)\n");
    build();
    project.write_model("std::optional<int> power;");
    for (int repeated = 0; repeated < 2; ++repeated) {
        const auto result = project.build();
        EXPECT_NE(result.status, 0);
        const auto expected = (project.app() / "model.hpp").string() +
                              ":9: error: hero: 1 change is in no revision\n"
                              "  + hero.power   integer\n  write it: aludel revision";
        EXPECT_NE((result.output + result.error).find(expected), std::string::npos) << result.output << result.error;
    }
    const auto written = project.aludel({"revision"});
    EXPECT_EQ(written.status, 0) << written.error;
    build();
}

TEST_P(Build, FailsAtTheBrokenPlaceOfARevisionFile) {
    const auto file = revision_file("2_power.yaml");
    std::string text = power_revision;
    text.replace(text.find("name: power"), 4, "nmae");
    write_file(file, text);
    for (int repeated = 0; repeated < 2; ++repeated) {
        const auto result = project.build();
        EXPECT_NE(result.status, 0);
        EXPECT_NE((result.output + result.error).find(file.string() + ":6:"), std::string::npos)
            << result.output << result.error;
    }
    fs::remove(file);
    build();
}

} // namespace
