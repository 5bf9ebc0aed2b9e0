// What every build runs: compares the models with the revisions, reports, and writes what the target embeds.
#include "migrations/embed/embed_program.hpp"
#include "tool/command.hpp"
#include "tool/report.hpp"
#include "tool/workspace.hpp"

#include <aludel/error.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

namespace aludel::tool {

namespace fs = std::filesystem;

namespace {

std::string read_text(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write_text(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << text;
    stream.close();
    if (!stream) throw Error("cannot write \"" + file.string() + "\"");
}

/// An unchanged file keeps its time, so that nothing that includes it is compiled again.
void write_if_different(const fs::path& file, const std::string& text) {
    if (!fs::exists(file) || read_text(file) != text) write_text(file, text);
}

/// A path in a depfile, as make reads it.
std::string escaped(const fs::path& path) {
    std::string text;
    for (const char c : path.string()) {
        if (c == ' ' || c == '#') text += '\\';
        if (c == '$') text += '$';
        text += c;
    }
    return text;
}

/// Each revision file and aludel.yaml, and the directories, whose time changes when a file comes or goes. Where one is
/// not there yet, the nearest above it.
void write_depfile(const Project& project) {
    std::string text = escaped(project.output_directory / "embed.stamp") + ":";
    for (auto directory : project.directories) {
        if (fs::is_directory(directory)) {
            for (const auto& entry : fs::directory_iterator(directory))
                if (entry.path().extension() == ".yaml") text += " \\\n " + escaped(entry.path());
        }
        while (!fs::is_directory(directory)) directory = directory.parent_path();
        text += " \\\n " + escaped(directory);
    }
    text += "\n";
    write_text(project.output_directory / "embed.d", text);
}

/// What a build that follows revisions by a glob looks through: aludel.yaml may name more than CMake was told.
void write_directories(const Project& project) {
    std::string text;
    for (const auto& directory : project.directories) text += directory.string() + "\n";
    write_if_different(project.output_directory / "directories.txt", text);
}

void check_history_table(const Project& project, const migrations::RevisionHistory& history) {
    const auto table = migrations::history_table(project.settings.history_table);
    const migrations::Name name{std::string(table.schema), std::string(table.name)};
    if (history.schema_at_heads().tables.contains(name))
        throw Error("the revisions make a table that is called as the history table is: " + to_string(name),
                    {.hint = "Give the history table another name, in aludel.yaml: history_table: my_revisions"});
}

void warn_of_heads(const Project& project, const migrations::RevisionHistory& history) {
    const auto heads = history.graph().heads();
    if (heads.size() < 2) return;
    for (const auto& head : heads) {
        const auto& file = history.at(head);
        std::cerr << to_string(file.place) << ": warning: " << head << " (" << file.revision.message << ") is one of "
                  << heads.size() << " heads of " << project.name << "\n";
    }
    std::cerr << ways_out_of(heads);
}

/// A warning is printed once for each change of the models; an error until it is gone.
int report_pending(const Project& project, const std::string& text) {
    const fs::path reported = project.output_directory / "pending.txt";
    const bool is_new = !fs::exists(reported) || read_text(reported) != text;
    write_if_different(reported, text);
    if (text.empty()) return done;
    if (is_new || project.pending_is_error) std::cerr << text;
    return project.pending_is_error ? failed : done;
}

int run(const std::string& project_file) {
    const auto project = read_project(project_file);
    write_depfile(project);
    write_directories(project);
    const migrations::RevisionHistory history(project.directories);
    check_history_table(project, history);
    const auto models = migrations::read_snapshot(project.snapshot_objects, project.settings.naming);

    std::vector<const migrations::Dialect*> dialects;
    for (const auto& name : project.databases) dialects.push_back(&dialect_named(name));
    const auto source = migrations::embed(project.name, migrations::render(history, dialects),
                                          migrations::history_table(project.settings.history_table), project.version);
    write_if_different(project.output_directory / project.name / "migrations.hpp", source.header);
    write_if_different(project.output_directory / project.name / "migrations.cpp", source.source);
    write_if_different(project.output_directory / project.name / "main.cpp",
                       migrations::embed_program(project.name, project.databases));

    warn_of_heads(project, history);
    const auto before = history.schema_at_heads();
    const auto difference = migrations::diff(before, models.schema, models.renames);
    if (const int status = report_pending(project, pending_text(difference, before, models, project)); status != done)
        return status;
    write_text(project.output_directory / "embed.stamp", "");
    return done;
}

} // namespace

void add_embed(Commands& commands) {
    auto file = std::make_shared<std::string>();
    auto command = commands.add("embed", "For the build: compares models and revisions, and writes what is embedded",
                                "aludel embed build/aludel-projects/heroes/project.json");
    command.option("PROJECT", *file, "The project file that add_migrations() wrote").required();
    command.run([file](const ProjectChoice&) { return run(*file); });
}

} // namespace aludel::tool
