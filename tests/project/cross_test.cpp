// An application for another machine: its models are read by the host's command from an object that the host cannot
// run, and the application runs in an emulator.
#include "tests/project/nested_project.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

using namespace aludel::test;
namespace fs = std::filesystem;

namespace {

constexpr auto compiler_names = {"aarch64-linux-gnu-g++", "aarch64-linux-gnu-g++-12", "aarch64-linux-gnu-g++-13",
                                 "aarch64-linux-gnu-g++-14"};

std::string found(std::initializer_list<const char*> names) {
    for (const auto* name : names)
        for (const auto* directory : {"/usr/bin/", "/usr/local/bin/"})
            if (fs::exists(std::string(directory) + name)) return std::string(directory) + name;
    return "";
}

TEST(Cross, ApplicationForAarch64) {
    const auto compiler = found(compiler_names);
    const auto emulator = found({"qemu-aarch64-static", "qemu-aarch64"});
    const fs::path library = "/usr/lib/aarch64-linux-gnu/libsqlite3.so";
    if (compiler.empty()) GTEST_SKIP() << "no aarch64 compiler: install g++-aarch64-linux-gnu";
    if (emulator.empty()) GTEST_SKIP() << "no emulator: install qemu-user-static";
    if (!fs::exists(library))
        GTEST_SKIP() << "no SQLite for aarch64: dpkg --add-architecture arm64, and install libsqlite3-dev:arm64";

    const NestedProject project(Way::subdirectory);
    const auto toolchain = project.source() / "aarch64.cmake";
    write_file(toolchain, "set(CMAKE_SYSTEM_NAME Linux)\nset(CMAKE_SYSTEM_PROCESSOR aarch64)\nset(CMAKE_CXX_COMPILER " +
                              compiler +
                              ")\nset(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)\n"
                              "set(CMAKE_EXE_LINKER_FLAGS_INIT \"-static-libstdc++ -static-libgcc\")\n");
    auto result =
        project.configure({"-DCMAKE_TOOLCHAIN_FILE=" + toolchain.string(), "-DSQLite3_LIBRARY=" + library.string()});
    ASSERT_EQ(result.status, 0) << result.output << result.error;
    result = project.aludel({"revision", "-m", "first"});
    ASSERT_EQ(result.status, 0) << result.error;
    result = project.build();
    ASSERT_EQ(result.status, 0) << result.output << result.error;

    const auto launch = [&](const std::string& argument) {
        std::vector<std::string> command = {emulator, project.executable().string(), "h.db"};
        if (!argument.empty()) command.push_back(argument);
        return run(command, {.directory = project.source()});
    };
    result = launch("");
    EXPECT_EQ(result.output, "1\n") << result.error;
    EXPECT_EQ(launch("INSERT INTO hero (id, name) VALUES (1, 'Nightfall')").status, 0);
    EXPECT_EQ(launch("SELECT name FROM hero").output, "Nightfall;\n");
}

TEST(Cross, WithoutACommandForThisMachineSaysSo) {
    const auto compiler = found(compiler_names);
    if (compiler.empty()) GTEST_SKIP() << "no aarch64 compiler: install g++-aarch64-linux-gnu";
    const NestedProject project(Way::subdirectory);
    const auto toolchain = project.source() / "aarch64.cmake";
    write_file(toolchain, "set(CMAKE_SYSTEM_NAME Linux)\nset(CMAKE_SYSTEM_PROCESSOR aarch64)\nset(CMAKE_CXX_COMPILER " +
                              compiler + ")\n");
    const auto result =
        project.configure({"-DCMAKE_TOOLCHAIN_FILE=" + toolchain.string(), "-DALUDEL_TOOL=", "-DCMAKE_PREFIX_PATH="});
    EXPECT_NE(result.status, 0);
    EXPECT_NE(result.error.find("-DALUDEL_TOOL="), std::string::npos) << result.error;
}

} // namespace
