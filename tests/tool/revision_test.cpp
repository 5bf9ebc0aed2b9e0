// Writing revisions, and looking at them.
#include "tests/tool/tool_project.hpp"

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

TEST(Revision, WritesWhatIsInNoneYetOnce) {
    const ToolProject project;
    const auto output = project.succeed({"revision", "-m", "first"});
    expect_contains(output, "_first.yaml\n");
    expect_contains(output, "  + table hero");
    EXPECT_EQ(project.revision_count(), 1U);

    const auto again = project.aludel({"revision", "-m", "again"});
    EXPECT_EQ(again.status, 0);
    expect_contains(again.error, "no changes");
    EXPECT_EQ(project.revision_count(), 1U);
}

TEST(Revision, PrintsInsteadOfWriting) {
    const ToolProject project;
    const auto output = project.succeed({"revision", "-m", "first", "--rev-id", "abc1", "--stdout"});
    expect_contains(output, "revision: abc1");
    expect_contains(output, "create_table");
    EXPECT_EQ(project.revision_count(), 0U);
}

TEST(Revision, NamesItselfAfterItsChanges) {
    const ToolProject project;
    project.succeed({"revision"});
    project.write_hero("column name=power type=integer nullable=1\n");
    expect_contains(project.succeed({"revision"}), "_add_power_to_hero.yaml");
}

TEST(Revision, MakesIndexesConcurrentlyWhereTheModelsSaySo) {
    const ToolProject project;
    project.write_hero("index concurrently=1\npart column=name\n");
    EXPECT_EQ(project.succeed({"revision", "--stdout"}).find("concurrently"), std::string::npos)
        << "nobody writes to a new table";
    project.write_hero("");
    project.succeed({"revision", "-m", "first"});
    project.write_hero("index concurrently=1\npart column=name\nindex\npart column=id\n");
    const auto operations = project.succeed({"diff", "--format", "yaml"});
    EXPECT_EQ(operations.find("concurrently: true"), operations.rfind("concurrently: true")) << operations;
    expect_contains(operations, "ix_hero_name");
    expect_contains(project.succeed({"revision", "-m", "search"}), "search.yaml");
    project.write_hero("index concurrently=1 unique=1\npart column=name\nindex\npart column=id\n");
    const auto changed = project.succeed({"revision", "--stdout"});
    EXPECT_NE(changed.find("concurrently: true"), changed.rfind("concurrently: true"))
        << "dropped and made so: " << changed;
}

TEST(Revision, SaysOnceWhatADatabaseHasNoPlaceFor) {
    const ToolProject project;
    project.write_hero("column name=motto type=text comment=what~is~shouted\n");
    const auto result = project.aludel({"revision", "-m", "first"});
    EXPECT_EQ(result.status, 0);
    const std::string note = "note: sqlite has no place for: the comment of hero.motto\n";
    expect_contains(result.error, note);
    EXPECT_EQ(result.error.find(note), result.error.rfind(note));
    EXPECT_EQ(result.error.find("postgresql has no place"), std::string::npos) << result.error;
    EXPECT_EQ(result.output.find("note:"), std::string::npos);
}

TEST(Revision, EmptyIsWrittenOnDemand) {
    const ToolProject project;
    project.succeed({"revision", "-m", "first"});
    project.succeed({"revision", "--empty", "-m", "by hand"});
    EXPECT_EQ(project.revision_count(), 2U);
}

TEST(Revision, SeveralHeadsNeedAChoice) {
    const ToolProject project;
    project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
    project.succeed({"revision", "--empty", "-m", "left", "--rev-id", "b1"});
    project.succeed({"revision", "--empty", "-m", "right", "--rev-id", "c1", "--head", "a1"});
    const auto refused = project.aludel({"revision", "--empty", "-m", "which"});
    EXPECT_EQ(refused.status, 1);
    expect_contains(refused.error, "--head b1   left");
    expect_contains(refused.error, "--head c1   right");
    const auto check = project.aludel({"check"});
    EXPECT_EQ(check.status, 2);
    expect_contains(check.output, "2 heads");
    project.succeed({"revision", "--empty", "-m", "on the left", "--head", "b1"});
}

TEST(Revision, HoldsWhatNoBranchHasYet) {
    const ToolProject project;
    project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
    const std::string power = "column name=power type=integer default=0\n";
    project.write_hero(power);
    project.succeed({"revision", "-m", "left", "--rev-id", "b1"});
    project.write_hero(power + "column name=motto type=text nullable=1\n");
    const auto output = project.succeed({"revision", "-m", "right", "--rev-id", "c1", "--head", "a1", "--splice"});
    expect_contains(output, "  + hero.motto");
    EXPECT_EQ(output.find("power"), std::string::npos) << output;
    project.write_hero("column name=power type=bigint default=0\ncolumn name=motto type=text nullable=1\n");
    const auto refused = project.aludel({"revision", "-m", "more", "--head", "c1"});
    EXPECT_EQ(refused.status, 1);
    expect_contains(refused.error, "--depends-on");
    expect_contains(project.succeed({"revision", "-m", "more", "--head", "c1", "--depends-on", "b1"}), "~ hero.power");
}

TEST(Revision, IsWrittenOnlyIfEveryDatabaseCanHaveIt) {
    const ToolProject project;
    project.succeed({"revision", "-m", "first"});
    const auto before = project.revision_count();
    project.write_models("table name=hero schema=app file=model.hpp line=9\n"
                         "column name=id type=bigint\ncolumn name=name type=text\nprimary_key column=id\n");
    const auto result =
        project.aludel({"revision", "-m", "moved", "--no-rename", "hero:app.hero", "--no-rename", "hero:hero"});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.error, "sqlite cannot have this revision");
    EXPECT_EQ(project.revision_count(), before);
}

TEST(History, NewestFirstAndInParts) {
    const ToolProject project;
    project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
    project.succeed({"revision", "--empty", "-m", "second", "--rev-id", "b2"});
    project.succeed({"revision", "--empty", "-m", "third", "--rev-id", "c3"});
    EXPECT_EQ(project.succeed({"history"}), "b2 -> c3 (head)  third\na1 -> b2  second\nbase -> a1  first\n");
    EXPECT_EQ(project.succeed({"history", "-r", "b2:"}), "b2 -> c3 (head)  third\na1 -> b2  second\n");
    EXPECT_EQ(project.succeed({"history", "-r", ":a1"}), "base -> a1  first\n");
    EXPECT_EQ(project.succeed({"heads"}), "b2 -> c3 (head)  third\n");
    const auto shown = project.succeed({"show", "a1"});
    expect_contains(shown, "  + table hero");
    EXPECT_EQ(project.succeed({"show", "a1", "-v"}), shown + "  downgrade:\n  - table hero\n");
    expect_contains(project.succeed({"heads", "--json"}), "\"revision\": \"c3\"");
}

TEST(Check, ReportsAtTheModelsPlace) {
    const ToolProject project;
    project.succeed({"revision", "-m", "first"});
    EXPECT_EQ(project.succeed({"check"}), "nothing is pending\n");
    project.write_hero("column name=power type=integer default=0\n");
    const auto result = project.aludel({"check"});
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(result.output,
              "model.hpp:9: warning: hero: 1 change is in no revision\n"
              "  + hero.power   integer not null default 0\n"
              "  write it: aludel revision -m \"…\"   (or: cmake --build build --target heroes_revision)\n");
}

TEST(Embed, WritesTheFilesAndTouchesThemOnlyWhenTheyChange) {
    const ToolProject project;
    project.succeed({"revision", "-m", "first"});
    const std::string file = "build/aludel-projects/heroes/project.json";
    project.succeed({"embed", file});
    const auto header = project.path("build/aludel-projects/heroes/heroes/migrations.hpp");
    const auto source = project.path("build/aludel-projects/heroes/heroes/migrations.cpp");
    const auto depfile = read_file(project.path("build/aludel-projects/heroes/embed.d"));
    expect_contains(depfile, "_first.yaml");
    const auto time = std::filesystem::last_write_time(source);
    project.succeed({"embed", file});
    EXPECT_EQ(std::filesystem::last_write_time(source), time);
    expect_contains(read_file(header), "migrations");
}

TEST(Embed, WarnsOfTwoHeadsWithBothWaysOut) {
    const ToolProject project;
    project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
    project.succeed({"revision", "--empty", "-m", "left", "--rev-id", "b1"});
    const std::string file = "build/aludel-projects/heroes/project.json";
    EXPECT_EQ(project.aludel({"embed", file}).error, "");
    project.succeed({"revision", "--empty", "-m", "right", "--rev-id", "c1", "--head", "a1", "--splice"});
    const auto built = project.aludel({"embed", file});
    EXPECT_EQ(built.status, 0) << "a warning";
    expect_contains(built.error, "warning: c1 (right) is one of 2 heads of heroes\n");
    expect_contains(built.error, "aludel rebase c1 --onto b1\n");
    expect_contains(built.error, "aludel merge -m \"…\"\n");
}

TEST(Init, WritesAProjectAndKeepsWhatIsThere) {
    const ToolProject project;
    write_file(project.path("model.hpp"), "mine");
    expect_contains(project.succeed({"init", "--target", "notes"}), "kept    model.hpp");
    EXPECT_EQ(read_file(project.path("model.hpp")), "mine");
    expect_contains(read_file(project.path("CMakeLists.txt")), "add_migrations(notes MODELS model.hpp");
    expect_contains(project.succeed({"init"}), "Add to CMakeLists.txt");
}

} // namespace
