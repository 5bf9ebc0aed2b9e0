// Every way to call add_migrations() wrongly is one configure error at the caller's line, with the way out.
#include "tests/project/nested_project.hpp"

#include <gtest/gtest.h>

#include <algorithm>

using namespace aludel::test;

namespace {

struct WrongCall {
    std::string call;
    std::string message; ///< as a part, white space aside: CMake breaks lines
};

/// Line breaks and runs of blanks as one blank.
std::string squeezed(const std::string& text) {
    std::string result;
    for (const char c : text)
        if (c != ' ' && c != '\n')
            result += c;
        else if (!result.ends_with(' '))
            result += ' ';
    return result;
}

const WrongCall wrong_calls[] = {
    {"add_migrations(villains MODELS model.hpp)", R"("villains" is not a target. Call it after add_executable)"},
    {"add_migrations(heroes)", "MODELS is missing"},
    {"add_migrations(heroes MODELS)", "MODELS has no value"},
    {"add_migrations(heroes model.hpp)", R"("model.hpp" is no argument that it knows. Put the headers after MODELS)"},
    {"add_migrations(heroes MODELS models.hpp)", R"(the model file "models.hpp" is not there)"},
    {"add_migrations(heroes MODELS .)", R"(the model file "." is not there)"},
    {"add_migrations(heroes MODELS model.hpp DATABASES mysql)",
     R"("mysql" is no database that it knows. It knows sqlite)"},
    {"add_migrations(heroes MODELS model.hpp DATABASES)", "DATABASES has no value"},
    {"add_migrations(heroes MODELS model.hpp BUNDLE steps.cpp)", R"(the file "steps.cpp" of BUNDLE is not there)"},
    {"add_executable(heroes-migrate main.cpp)\nadd_migrations(heroes MODELS model.hpp BUNDLE)",
     "there is a target of that name already"},
    {"add_migrations(heroes MODELS model.hpp ON_PENDING fail)", R"(ON_PENDING "fail" is neither warn nor error)"},
    {"add_migrations(heroes MODELS model.hpp NAME my-heroes)", R"(NAME "my-heroes" cannot be a C++ namespace)"},
    {"add_migrations(heroes MODELS model.hpp METADATA a+b)", R"(METADATA "a+b" is no C++ name)"},
    {"add_migrations(heroes MODELS model.hpp DIRECTORY migrations main.cpp)", "is a file"},
    {"add_migrations(heroes MODELS model.hpp HISTORY_TABLE a-b)", R"(HISTORY_TABLE "a-b" is no name of a table)"},
    {"add_migrations(heroes MODELS model.hpp DATABASES sqlite HISTORY_TABLE a.b)", "SQLite has none. Leave it out"},
    {"add_migrations(heroes MODELS model.hpp VERSION [[2\"5]])", R"(VERSION "2"5" holds a quote)"},
    {"add_migrations(heroes MODELS model.hpp)\nadd_migrations(heroes MODELS model.hpp)",
     R"(called for "heroes" already)"},
    {"add_library(i INTERFACE)\nadd_migrations(i MODELS model.hpp)", R"("i" compiles nothing here)"},
    {"add_executable(h ALIAS heroes)\nadd_migrations(h MODELS model.hpp)",
     "is an alias. Name the target itself: heroes"},
};

TEST(Configure, NamesTheMistakeTheLineAndTheWayOut) {
    const NestedProject project(Way::installed);
    for (const auto& [call, message] : wrong_calls) {
        SCOPED_TRACE(call);
        project.write_call(call + "\n");
        const auto result = project.configure();
        EXPECT_NE(result.status, 0);
        const auto text = squeezed(result.error);
        EXPECT_NE(text.find(message), std::string::npos) << result.error;
        const auto line = 2 + std::ranges::count(call, '\n');
        EXPECT_NE(text.find("app/CMakeLists.txt:" + std::to_string(line) + " (add_migrations)"), std::string::npos)
            << result.error;
        EXPECT_NE(text.find("Usage: add_migrations(<target> MODELS"), std::string::npos);
    }
}

TEST(Configure, ToolThatIsNotOneOfOurs) {
    const NestedProject project(Way::installed);
    auto result = project.configure({"-DALUDEL_TOOL=/bin/false"});
    EXPECT_NE(squeezed(result.error).find("\"/bin/false\" does not run"), std::string::npos) << result.error;
    result = project.configure({"-DALUDEL_TOOL=/bin/echo"});
    EXPECT_NE(squeezed(result.error).find("but this is aludel"), std::string::npos) << result.error;
}

TEST(Configure, ModelsOfALibraryWithItsDefinitionsOptionsAndPlainLinks) {
    const NestedProject project(Way::installed);
    write_file(project.app() / "include dir" / "extra.hpp", "#include <string>\nusing Name = std::string;\n");
    project.write_model("Name other; static_assert(FROM_TARGET == 1 && __cplusplus > 202002L);");
    const auto model = read_file(project.app() / "model.hpp");
    write_file(project.app() / "model.hpp", "#include <extra.hpp>\n" + model);
    write_file(project.app() / "library.cpp", "#include <aludel/upgrade.hpp>\n#include <team-store/migrations.hpp>\n"
                                              "std::size_t upgrade_store() {\n"
                                              "    return aludel::upgrade(aludel::create_engine(\"sqlite:///s.db\"), "
                                              "team_store::migrations).revisions.size();\n}\n");
    write_file(
        project.app() / "CMakeLists.txt",
        "add_library(base INTERFACE)\n"
        "target_include_directories(base INTERFACE \"include dir\")\n"
        "add_library(team-store STATIC library.cpp)\n"
        "target_link_libraries(team-store base)\n" // no keyword: ours must not forbid it
        "add_migrations(team-store MODELS \"${CMAKE_CURRENT_SOURCE_DIR}/model.hpp\" DIRECTORY \"my revisions\")\n"
        "target_compile_definitions(team-store PRIVATE FROM_TARGET=1)\n"
        "set_target_properties(team-store PROPERTIES CXX_STANDARD 23)\n"
        "add_executable(heroes lone.cpp)\n"
        "target_link_libraries(heroes team-store)\n");
    write_file(project.app() / "lone.cpp", "#include <cstddef>\nstd::size_t upgrade_store();\n"
                                           "int main() { return static_cast<int>(upgrade_store()); }\n");
    auto result = project.configure();
    ASSERT_EQ(result.status, 0) << result.error;
    result = project.aludel({"--name", "team-store", "revision", "-m", "first"});
    ASSERT_EQ(result.status, 0) << result.error;
    result = project.build();
    ASSERT_EQ(result.status, 0) << result.output << result.error;
    result = project.heroes({});
    EXPECT_EQ(result.status, 1) << "one revision is applied " << result.error;
    EXPECT_TRUE(std::filesystem::exists(project.app() / "my revisions"));
}

} // namespace
