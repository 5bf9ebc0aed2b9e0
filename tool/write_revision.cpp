// The file of a new revision: where it goes, and what the project's formatter makes of it.
#include "migrations/revision/text_file.hpp"
#include "tool/command.hpp"
#include "tool/new_revision.hpp"
#include "tool/process.hpp"

#include <aludel/error.hpp>

namespace aludel::tool {

namespace fs = std::filesystem;

namespace {

/// Named as in the project, or by a path.
fs::path directory_named(const std::string& into, const Project& project) {
    std::string known;
    for (const auto& directory : project.directories) {
        std::error_code error;
        if (directory == into || directory.filename() == into || fs::equivalent(directory, into, error))
            return directory;
        known += (known.empty() ? "" : ", ") + directory.string();
    }
    throw UsageError("--into \"" + into + "\" is no directory of the project. It has: " + known);
}

fs::path directory_for(const migrations::Revision& revision, Workspace& workspace, const std::string& into) {
    const auto& project = workspace.project();
    if (!into.empty()) return directory_named(into, project);
    if (project.directories.size() == 1 || revision.parents.empty()) return project.directories.front();
    return fs::path(workspace.history().at(revision.parents.front()).place.file).parent_path();
}

bool means(const std::string& text, const fs::path& file, const migrations::Revision& revision) {
    try {
        return migrations::read_revision(text, file.string()).revision == revision;
    } catch (const migrations::FileError&) {
        return false;
    }
}

std::vector<std::string> with_file(std::vector<std::string> command, const fs::path& file) {
    constexpr std::string_view token = "{file}";
    for (auto& argument : command)
        for (auto at = argument.find(token); at != argument.npos; at = argument.find(token, at + file.string().size()))
            argument.replace(at, token.size(), file.string());
    return command;
}

/// What the formatter leaves must be the same revision; otherwise it is as if it had never run.
void format(const std::vector<std::string>& formatter, const fs::path& file, const migrations::Revision& revision) {
    const auto before = migrations::read_text_file(file);
    const auto fail = [&](const std::string& what, const std::string& output) {
        throw Error("the revision is written, " + file.string() + ", but the formatter " + what +
                        (output.empty() ? "" : ":\n" + output),
                    {.hint = "formatter is set in aludel.yaml."});
    };
    ProcessResult result;
    try {
        result = run_process(with_file(formatter, file));
    } catch (const Error& error) {
        fail("cannot be run", error.message());
    }
    const bool same = means(migrations::read_text_file(file), file, revision);
    if (!same) migrations::replace_file(file, before);
    if (result.status != 0) fail("failed with status " + std::to_string(result.status), result.output);
    if (!same) fail("made another revision of it; its work was undone", result.output);
}

} // namespace

fs::path write_new_revision(const migrations::Revision& revision, Workspace& workspace, const std::string& into) {
    const auto& settings = workspace.settings();
    const auto file =
        migrations::add_revision(directory_for(revision, workspace, into), revision, settings.file_template);
    if (!settings.formatter.empty()) format(settings.formatter, file, revision);
    return file;
}

} // namespace aludel::tool
