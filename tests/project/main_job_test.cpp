// Structs in, an upgraded database out: in each way of using aludel, with each generator.
#include "tests/project/nested_project.hpp"

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

class MainJob : public testing::TestWithParam<std::tuple<Way, const char*>> {};

std::string name_of(const testing::TestParamInfo<MainJob::ParamType>& info) {
    const char* ways[] = {"installed", "subdirectory", "fetch_content"};
    std::string name = std::string(ways[static_cast<int>(std::get<Way>(info.param))]) + "_" + std::get<1>(info.param);
    for (char& c : name)
        if (c == ' ' || c == '-') c = '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(Ways, MainJob,
                         testing::Combine(testing::Values(Way::installed, Way::subdirectory, Way::fetch_content),
                                          testing::ValuesIn(generators)),
                         name_of);

TEST_P(MainJob, StructsInUpgradedDatabaseOut) {
    const auto& [way, generator] = GetParam();
    const NestedProject project(way, generator);
    project.write_call("add_migrations(heroes MODELS model.hpp DATABASES sqlite BUNDLE)\n");
    auto result = project.configure();
    ASSERT_EQ(result.status, 0) << result.output << result.error;

    result = project.build();
    ASSERT_EQ(result.status, 0) << result.output << result.error;
    const std::string model = (project.app() / "model.hpp").string();
    const std::string first =
        model + ":9: warning: hero: 1 change is in no revision\n"
                "  + table hero   id, name\n"
                "  write it: aludel revision -m \"…\"   (or: cmake --build build --target heroes_revision)\n";
    EXPECT_NE((result.output + result.error).find(first), std::string::npos) << result.output << result.error;
    EXPECT_TRUE(project.revisions().empty()) << "a build wrote to the source tree";

    result = project.aludel({"revision", "-m", "first"});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(project.revisions().size(), 1U);
    result = project.build();
    ASSERT_EQ(result.status, 0) << result.output << result.error;
    EXPECT_EQ(result.output.find("in no revision"), std::string::npos);
    result = project.build();
    EXPECT_FALSE(did_something(result)) << result.output;

    EXPECT_EQ(project.heroes({"h.db"}).output, "1\n");
    EXPECT_EQ(project.heroes({"h.db"}).output, "0\n");
    ASSERT_EQ(project.heroes({"h.db", "INSERT INTO hero (id, name) VALUES (7, 'Nightfall')"}).status, 0);
    EXPECT_EQ(project.heroes({"h.db", "SELECT application FROM aludel_revision"}).output, "heroes 1.2;\n")
        << "PROJECT_VERSION, and not aludel's own";

    project.write_model("int power;", ", aludel::column(&Hero::power).server_default(0), "
                                      "aludel::column(&Hero::name).max_length(80)");
    result = project.build();
    ASSERT_EQ(result.status, 0) << result.output << result.error;
    const std::string second = model + ":9: warning: hero: 2 changes are in no revision\n";
    EXPECT_NE((result.output + result.error).find(second), std::string::npos) << result.output << result.error;
    EXPECT_NE((result.output + result.error).find("  + hero.power   integer not null default 0\n"), std::string::npos);
    EXPECT_NE((result.output + result.error).find("  ~ hero.name    text -> varchar(80)\n"), std::string::npos);

    result = project.build("heroes_revision");
    ASSERT_EQ(result.status, 0) << result.output << result.error;
    ASSERT_EQ(project.revisions().size(), 2U);
    result = project.build("heroes_check");
    EXPECT_EQ(result.status, 0) << result.output << result.error;
    result = project.build();
    ASSERT_EQ(result.status, 0) << result.output << result.error;
    const auto bundle = project.executable().string() + "-migrate";
    result = run({bundle, "upgrade", "head", "--url", "sqlite:///bundle.db"}, {.directory = project.source()});
    EXPECT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(project.heroes({"bundle.db"}).output, "0\n");
    EXPECT_EQ(project.heroes({"h.db"}).output, "1\n");
    EXPECT_EQ(project.heroes({"h.db", "SELECT id, name, power FROM hero"}).output, "7;Nightfall;0;\n");

    result = project.aludel({"downgrade", "-1", "--url", "sqlite:///h.db"});
    EXPECT_EQ(result.status, 0) << result.error;
    result = project.aludel({"current", "--check-heads", "--url", "sqlite:///h.db"});
    EXPECT_EQ(result.status, 2) << result.error;
    EXPECT_EQ(project.heroes({"h.db", "SELECT id, name, power FROM hero"}).output, "7;Nightfall;0;\n");
}

} // namespace
