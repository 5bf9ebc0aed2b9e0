// What a project without migrations needs: models to start from, the CMake lines, the directory.
#include "tool/command.hpp"

#include <aludel/error.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

namespace aludel::tool {

namespace fs = std::filesystem;

namespace {

struct Options {
    std::string target = "app";
    bool json = false;
};

constexpr auto model_text = R"(// The tables of this application: a member is a column, std::optional is NULL.
#pragma once

#include <aludel/model.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct Note {
    std::optional<std::int64_t> id;
    std::string title;
    std::optional<std::string> text;

    static constexpr auto table = aludel::table("note", aludel::primary_key(&Note::id), aludel::index(&Note::title));
};

inline constexpr auto metadata = aludel::metadata<Note>;
)";

constexpr auto main_text = R"(#include <@TARGET@/migrations.hpp> // written by the build

#include <aludel/upgrade.hpp>

#include <exception>
#include <iostream>

int main() {
    try {
        const auto engine = aludel::create_engine("sqlite:///@TARGET@.db");
        const auto outcome = aludel::upgrade(engine, @TARGET@::migrations);
        std::cout << engine.url() << ": " << outcome.revisions.size() << " revisions applied\n";
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
}
)";

constexpr auto cmake_head = R"(cmake_minimum_required(VERSION 3.22)
project(@TARGET@ LANGUAGES CXX)

)";

constexpr auto cmake_lines = R"(find_package(aludel REQUIRED)
add_executable(@TARGET@ main.cpp)
add_migrations(@TARGET@ MODELS model.hpp DATABASES sqlite)
)";

std::string with_target(std::string text, const std::string& target) {
    constexpr std::string_view mark = "@TARGET@";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + target.size()))
        text.replace(at, mark.size(), target);
    return text;
}

struct Files {
    std::vector<std::string> written;
    std::vector<std::string> kept; ///< whatever is there already stays as it is
};

void write_new(const fs::path& file, const std::string& text, Files& files) {
    if (fs::exists(file)) {
        files.kept.push_back(file.string());
        return;
    }
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) throw Error("cannot write \"" + file.string() + "\"");
    files.written.push_back(file.string());
}

void require_identifier(const std::string& target) {
    constexpr auto letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    const auto allowed = std::string(letters) + "0123456789";
    if (target.empty() || std::string_view(letters).find(target.front()) == std::string_view::npos ||
        target.find_first_not_of(allowed) != std::string::npos)
        throw UsageError("--target \"" + target + "\" cannot be a C++ namespace. Use letters, digits and underscores.");
}

Files write_files(const std::string& target, bool is_new) {
    Files files;
    write_new("model.hpp", model_text, files);
    std::error_code error;
    fs::create_directories("migrations", error);
    if (error) throw Error("cannot make the directory \"migrations\": " + error.message());
    write_new(fs::path("migrations") / ".gitkeep", "", files);
    if (is_new) {
        write_new("main.cpp", with_target(main_text, target), files);
        write_new("CMakeLists.txt", with_target(std::string(cmake_head) + cmake_lines, target), files);
    }
    return files;
}

/// `lines` are what CMakeLists.txt still needs; empty where it was written.
void print(const Files& files, const std::string& lines) {
    for (const auto& file : files.written) std::cout << "wrote   " << file << "\n";
    for (const auto& file : files.kept) std::cout << "kept    " << file << "\n";
    if (lines.empty())
        std::cout << "Next: cmake -S . -B build && cmake --build build && aludel revision -m \"first\"\n";
    else
        std::cout << "Add to CMakeLists.txt, with your own target:\n\n"
                  << lines << "\nThen: cmake --build build && aludel revision -m \"first\"\n";
}

int run(const Options& options) {
    require_identifier(options.target);
    const bool is_new = !fs::exists("CMakeLists.txt");
    const auto files = write_files(options.target, is_new);
    const auto lines = is_new ? "" : with_target(cmake_lines, options.target);
    if (options.json)
        std::cout << nlohmann::json{{"written", files.written}, {"kept", files.kept}, {"cmake", lines}}.dump(2) << "\n";
    else
        print(files, lines);
    return done;
}

} // namespace

void add_init(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command =
        commands.add("init", "Writes what a project without migrations needs", "aludel init --target heroes");
    command.option("--target", options->target, "The target of the application (default: app)");
    command.json(options->json);
    command.run([options](const ProjectChoice&) { return run(*options); });
}

} // namespace aludel::tool
