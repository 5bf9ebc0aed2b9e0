#include "tool/project.hpp"

#include "migrations/dialect.hpp"
#include "migrations/revision/revision_file.hpp"
#include "tool/process.hpp"

#include <aludel/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>

namespace aludel::tool {

namespace fs = std::filesystem;

namespace {

constexpr int project_version = 1;
constexpr auto projects_directory = "aludel-projects";

std::vector<fs::path> paths(const nlohmann::json& list) {
    std::vector<fs::path> result;
    for (const auto& item : list) result.emplace_back(item.get<std::string>());
    return result;
}

std::string listed(const std::set<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// Every project file of a build directory: `aludel-projects/<target>/[<configuration>/]project.json`.
std::vector<fs::path> project_files(const fs::path& build) {
    std::vector<fs::path> files;
    std::error_code error;
    const fs::path root = build / projects_directory;
    if (!fs::is_directory(root, error)) return files;
    for (auto entry = fs::recursive_directory_iterator(root, error); entry != fs::recursive_directory_iterator();
         entry.increment(error)) {
        if (entry.depth() >= 2) entry.disable_recursion_pending();
        if (entry->path().filename() == "project.json") files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Build directories below `here`, at most `depth` folders down (presets like out/debug).
void collect_builds(const fs::path& here, int depth, std::vector<fs::path>& found) {
    std::error_code error;
    for (auto entry = fs::directory_iterator(here, fs::directory_options::skip_permission_denied, error);
         entry != fs::directory_iterator(); entry.increment(error)) {
        if (!entry->is_directory(error) || entry->is_symlink(error)) continue;
        if (!project_files(entry->path()).empty())
            found.push_back(entry->path());
        else if (depth > 1 && entry->path().filename().string().front() != '.')
            collect_builds(entry->path(), depth - 1, found);
    }
}

fs::path find_build(const ProjectChoice& choice) {
    if (!choice.build_directory.empty()) {
        if (!project_files(choice.build_directory).empty()) return choice.build_directory;
        throw Error("\"" + choice.build_directory + "\" holds no project of add_migrations()",
                    {.hint = "Configure it first: cmake -S . -B \"" + choice.build_directory + "\""});
    }
    if (!project_files("build").empty()) return "build";
    std::vector<fs::path> found;
    collect_builds(".", 3, found);
    std::sort(found.begin(), found.end());
    if (found.size() == 1) return found.front();
    if (found.empty())
        throw Error("no build directory below here holds a project of add_migrations()",
                    {.hint = "Configure one (cmake -S . -B build), name one (-C DIR), or name a directory of revision "
                             "files (--directory migrations). A new project: aludel init"});
    std::set<std::string> names;
    for (const auto& build : found) names.insert(build.lexically_normal().string());
    throw Error("several build directories below here hold projects: " + listed(names),
                {.hint = "Name one: -C " + *names.begin() + " (or ALUDEL_BUILD)"});
}

/// The last written, so that a command looks at what was built last; the first where none was.
fs::file_time_type snapshot_time(const Project& project) {
    std::error_code error;
    if (project.snapshot_objects.empty()) return fs::file_time_type::min();
    const auto time = fs::last_write_time(project.snapshot_objects.front(), error);
    return error ? fs::file_time_type::min() : time;
}

std::string read_text(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) throw Error("cannot read \"" + file.string() + "\"");
    return text;
}

/// One of several is the project's: two could contradict each other.
void require_no_settings(const fs::path& directory, const fs::path& first) {
    if (fs::exists(directory / migrations::settings_file))
        throw migrations::FileError({(directory / migrations::settings_file).string()},
                                    "of several directories, the first has the project's settings: \"" +
                                        (first / migrations::settings_file).string() + "\"");
}

/// Of a target, add_migrations() says which databases it is for. Directories alone are for all, unless their file says
/// which.
void add_databases(Project& project, const fs::path& file) {
    const auto& said = project.settings.databases;
    for (const auto& name : project.databases)
        if (!said.empty() && std::ranges::find(said, name) == said.end())
            throw migrations::FileError({file.string()}, "databases leaves " + name + " out here, and " + project.name +
                                                             " is for it: leave it out of add_migrations(DATABASES …), "
                                                             "too");
    if (!project.target.empty()) return;
    project.databases = said;
    if (said.empty())
        for (const auto* dialect : migrations::dialects()) project.databases.emplace_back(dialect->name());
}

/// A schema is for the databases that have any.
void check_history_table(const Project& project) {
    const auto& name = project.settings.history_table;
    if (!name || name->schema.empty()) return;
    for (const auto& database : project.databases)
        if (const auto* dialect = migrations::find_dialect(database); dialect && dialect->has_schemas()) return;
    throw migrations::FileError({(project.directories.front() / migrations::settings_file).string()},
                                "history_table is in the schema \"" + name->schema + "\", and no database of " +
                                    project.name + " has schemas: leave it out");
}

/// What aludel.yaml says, beside what add_migrations() said.
void add_settings(Project& project) {
    const auto first = project.directories.front();
    const auto file = first / migrations::settings_file;
    const auto given = project.settings.history_table;
    if (fs::exists(file)) project.settings = migrations::read_settings(read_text(file), file.string());
    auto& settings = project.settings;
    if (given && settings.history_table && given != settings.history_table)
        throw migrations::FileError({file.string()}, "history_table is " + to_string(*settings.history_table) +
                                                         " here, and " + to_string(*given) +
                                                         " in add_migrations(HISTORY_TABLE …): say it once");
    if (given) settings.history_table = given;
    add_databases(project, file);
    for (const auto& directory : settings.directories) project.directories.push_back(first / directory);
    std::vector<fs::path> known;
    for (const auto& directory : project.directories) {
        auto path = directory.lexically_normal();
        if (!path.has_filename()) path = path.parent_path();
        if (std::ranges::find(known, path) == known.end()) known.push_back(std::move(path));
    }
    project.directories = std::move(known);
    for (const auto& directory : project.directories)
        if (directory != project.directories.front()) require_no_settings(directory, project.directories.front());
    check_history_table(project);
}

Project without_project(const std::vector<std::string>& directories) {
    Project project;
    project.name = "migrations";
    for (const auto& directory : directories) {
        std::error_code error;
        if (!fs::is_directory(directory, error))
            throw Error("\"" + directory + "\" is no directory",
                        {.hint = "--directory names a directory of revision files."});
        project.directories.emplace_back(directory);
    }
    add_settings(project);
    return project;
}

/// `schema.name`, or `name`; empty: not said.
std::optional<migrations::Name> parse_history_table(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto dot = text.find('.');
    if (dot == text.npos) return migrations::Name{"", text};
    return migrations::Name{text.substr(0, dot), text.substr(dot + 1)};
}

Project parse_project(const fs::path& file) {
    std::ifstream stream(file);
    if (!stream)
        throw Error("cannot read the project file \"" + file.string() + "\"", {.hint = "Configure the build again."});
    try {
        const auto json = nlohmann::json::parse(stream);
        if (json.at("version") != project_version)
            throw Error("\"" + file.string() + "\" was written by another version of aludel",
                        {.hint = "Configure the build again, with this one."});
        Project project;
        project.name = json.at("name");
        project.target = json.at("target");
        project.configuration = json.at("configuration");
        project.cmake = json.at("cmake");
        project.source_directory = json.at("source_directory").get<std::string>();
        project.build_directory = json.at("build_directory").get<std::string>();
        project.output_directory = json.at("output_directory").get<std::string>();
        project.directories = paths(json.at("migrations"));
        project.settings.history_table = parse_history_table(json.value("history_table", ""));
        project.version = json.value("application_version", "");
        project.databases = json.at("databases").get<std::vector<std::string>>();
        project.models = paths(json.at("models"));
        project.snapshot_objects = paths(json.at("snapshot_objects"));
        project.pending_is_error = json.at("on_pending") == "error";
        return project;
    } catch (const nlohmann::json::exception& error) {
        throw Error("the project file \"" + file.string() + "\" is damaged: " + error.what(),
                    {.hint = "Configure the build again."});
    }
}

} // namespace

Project read_project(const fs::path& file) {
    auto project = parse_project(file);
    add_settings(project);
    return project;
}

Project find_project(const ProjectChoice& choice) {
    if (!choice.directories.empty()) return without_project(choice.directories);
    const fs::path build = find_build(choice);
    std::vector<Project> projects;
    std::set<std::string> targets;
    std::set<std::string> configurations;
    for (const auto& file : project_files(build)) {
        auto project = parse_project(file);
        targets.insert(project.target);
        if (!choice.name.empty() && project.target != choice.name && project.name != choice.name) continue;
        configurations.insert(project.configuration);
        if (!choice.configuration.empty() && project.configuration != choice.configuration) continue;
        projects.push_back(std::move(project));
    }
    if (projects.empty() && configurations.empty())
        throw Error("\"" + build.string() + "\" has no target \"" + choice.name + "\" with migrations",
                    {.hint = "It has: " + listed(targets)});
    if (projects.empty())
        throw Error("\"" + build.string() + "\" has no configuration \"" + choice.configuration + "\"",
                    {.hint = "It has: " + listed(configurations)});
    if (choice.name.empty() && targets.size() > 1)
        throw Error("\"" + build.string() + "\" has several targets with migrations: " + listed(targets),
                    {.hint = "Name one: --name " + *targets.begin()});
    auto project = *std::ranges::max_element(projects, {}, snapshot_time);
    add_settings(project);
    return project;
}

void build_snapshot(const Project& project) {
    std::vector<std::string> command = {project.cmake, "--build", project.build_directory.string(), "--target",
                                        project.target + "_snapshot"};
    if (!project.configuration.empty()) command.insert(command.end(), {"--config", project.configuration});
    const auto result = run_process(command);
    if (result.status != 0)
        throw Error("the models of " + project.target + " do not compile:\n" + result.output,
                    {.hint = "Mend the models and run it again, or read them as they were last built: --no-build"});
}

std::string revision_command(const Project& project) {
    auto build = project.build_directory.lexically_relative(project.source_directory);
    if (build.empty() || *build.begin() == "..") build = project.build_directory;
    const std::string path = build.string();
    const bool quote = path.find(' ') != std::string::npos;
    return "cmake --build " + (quote ? "\"" + path + "\"" : path) + " --target " + project.target + "_revision";
}

} // namespace aludel::tool
