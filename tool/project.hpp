// The project file that add_migrations() writes below a build directory, and how a command finds it.
#pragma once

#include "migrations/revision/settings.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace aludel::tool {

/// What a command line says about the project.
struct ProjectChoice {
    std::string build_directory;
    std::string name;
    std::string configuration;
    std::vector<std::string> directories; ///< of revision files, where there is no project
    bool no_build = false;
};

struct Project {
    std::string name;          ///< of the header's directory and the namespace
    std::string target;        ///< empty: no project, a directory of revision files alone
    std::string configuration; ///< empty: the build has one, without a name
    std::string cmake;
    std::filesystem::path source_directory;
    std::filesystem::path build_directory;
    std::filesystem::path output_directory; ///< of what the build generates
    /// Of revision files: at least one. The first holds aludel.yaml, where there is one.
    std::vector<std::filesystem::path> directories;
    std::vector<std::string> databases; ///< names of dialects
    std::vector<std::filesystem::path> models;
    std::vector<std::filesystem::path> snapshot_objects;
    bool pending_is_error = false;
    std::string version;           ///< of the application
    migrations::Settings settings; ///< of aludel.yaml and add_migrations()
};

/// Throws Error for a file that is not there or that another version of aludel wrote, FileError for an aludel.yaml that
/// is wrong.
Project read_project(const std::filesystem::path& file);
/// Throws Error where there is none or more than one.
Project find_project(const ProjectChoice& choice);

/// Builds the object that holds the models' snapshot. Throws Error with the compiler's words.
void build_snapshot(const Project& project);
/// `cmake --build build --target heroes_revision`, as a person would type it in the source directory.
std::string revision_command(const Project& project);

} // namespace aludel::tool
