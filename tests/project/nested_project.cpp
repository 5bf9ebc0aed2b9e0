#include "tests/project/nested_project.hpp"

#include <algorithm>

namespace aludel::test {

namespace {

constexpr auto main_text = R"(#include <heroes/migrations.hpp>

#include <aludel/upgrade.hpp>

#include <iostream>
#include <string>
#include <string_view>

// heroes FILE          upgrades it, and says how many revisions that took
// heroes FILE SQL      executes it, or prints what it selects
int main(int count, char** arguments) try {
    const auto engine = aludel::create_engine(std::string("sqlite:///") + arguments[1]);
    const auto outcome = aludel::upgrade(engine, heroes::migrations);
    if (count == 2) {
        std::cout << outcome.revisions.size() << "\n";
        return 0;
    }
    auto connection = engine.connect();
    const std::string_view sql = arguments[2];
    if (!sql.starts_with("SELECT")) return connection.execute(sql), 0;
    for (const auto& row : connection.query(sql).rows) {
        for (const auto& value : row)
            std::cout << (std::holds_alternative<std::string>(value) ? std::get<std::string>(value)
                                                                     : std::to_string(std::get<std::int64_t>(value)))
                      << ";";
        std::cout << "\n";
    }
} catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
}
)";

std::string package_lines(Way way) {
    switch (way) {
    case Way::installed: return "find_package(aludel 0.1 REQUIRED)\n";
    case Way::subdirectory: return "add_subdirectory(\"" ALUDEL_TEST_SOURCE "\" aludel)\n";
    case Way::fetch_content:
        return "include(FetchContent)\nFetchContent_Declare(aludel SOURCE_DIR \"" ALUDEL_TEST_SOURCE
               "\")\nFetchContent_MakeAvailable(aludel)\n";
    }
    return "";
}

} // namespace

NestedProject::NestedProject(Way way, std::string generator) : generator_(std::move(generator)) {
    write_file(source() / "CMakeLists.txt",
               "cmake_minimum_required(VERSION 3.22)\nproject(nested VERSION 1.2 LANGUAGES CXX)\n" +
                   package_lines(way) + "add_subdirectory(app)\n");
    write_file(app() / "main.cpp", main_text);
    write_call("add_migrations(heroes MODELS model.hpp DATABASES sqlite)\n");
    write_model("");
}

void NestedProject::write_call(const std::string& lines) const {
    write_file(app() / "CMakeLists.txt", "add_executable(heroes main.cpp)\n" + lines);
}

void NestedProject::write_model(const std::string& members, const std::string& options,
                                const std::string& comment) const {
    write_file(app() / "model.hpp", "#include <aludel/model.hpp>\n" + comment +
                                        "\n#include <optional>\n#include <string>\nstruct Hero {\n"
                                        "    std::optional<std::int64_t> id;\n    std::string name;\n    " +
                                        members +
                                        "\n    static constexpr auto table = aludel::table(\"hero\", "
                                        "aludel::primary_key(&Hero::id)" +
                                        options + ");\n};\ninline constexpr auto metadata = aludel::metadata<Hero>;\n");
}

RunResult NestedProject::configure(const std::vector<std::string>& arguments) const {
    std::vector<std::string> command = {ALUDEL_TEST_CMAKE,
                                        "-S",
                                        source().string(),
                                        "-B",
                                        build_directory().string(),
                                        "-G",
                                        generator_,
                                        "-DCMAKE_PREFIX_PATH=" ALUDEL_TEST_PREFIX,
                                        "-DCMAKE_CXX_COMPILER_LAUNCHER=" ALUDEL_TEST_LAUNCHER,
                                        "-DALUDEL_TOOL=" ALUDEL_TEST_TOOL,
                                        "-DCMAKE_CXX_FLAGS_DEBUG=",
                                        "-DALUDEL_POSTGRESQL=OFF"};
    if (generator_ != "Ninja Multi-Config") command.emplace_back("-DCMAKE_BUILD_TYPE=Debug");
    // After the compiler, so that a toolchain file may name another.
    if (std::ranges::none_of(arguments, [](const auto& text) { return text.starts_with("-DCMAKE_TOOLCHAIN_FILE"); }))
        command.emplace_back("-DCMAKE_CXX_COMPILER=" ALUDEL_TEST_COMPILER);
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run(command);
}

RunResult NestedProject::build(const std::string& target) const {
    std::vector<std::string> command = {ALUDEL_TEST_CMAKE, "--build", "build", "--config", "Debug"};
    if (!target.empty()) command.insert(command.end(), {"--target", target});
    // Every project stands elsewhere, yet ccache is to know its sources again.
    return run(command, {.directory = source(),
                         .environment = {{"ALUDEL_MESSAGE", "from the build"},
                                         {"CCACHE_BASEDIR", source().string()},
                                         {"CCACHE_NOHASHDIR", "1"}}});
}

RunResult NestedProject::aludel(const std::vector<std::string>& arguments) const {
    std::vector<std::string> command = {ALUDEL_TEST_TOOL};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run(command, {.directory = source()});
}

RunResult NestedProject::heroes(const std::vector<std::string>& arguments) const {
    std::vector<std::string> command = {executable().string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run(command, {.directory = source()});
}

std::filesystem::path NestedProject::executable() const {
    const auto directory = build_directory() / "app";
    return (generator_ == "Ninja Multi-Config" ? directory / "Debug" : directory) / "heroes";
}

std::filesystem::path NestedProject::generated(const std::string& name) const {
    const auto directory = build_directory() / "aludel-projects" / "heroes";
    return (generator_ == "Ninja Multi-Config" ? directory / "Debug" : directory) / name;
}

std::vector<std::filesystem::path> NestedProject::revisions() const {
    std::vector<std::filesystem::path> files;
    if (std::filesystem::exists(app() / "migrations"))
        for (const auto& entry : std::filesystem::directory_iterator(app() / "migrations"))
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

bool did_something(const RunResult& build) {
    for (const auto* word : {"Building", "Linking", "Comparing", "Re-running", "Generating"})
        if (build.output.find(word) != std::string::npos) return true;
    return false;
}

} // namespace aludel::test
