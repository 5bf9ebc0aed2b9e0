#include "migrations/revision/text_file.hpp"
#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/process.hpp"
#include "tool/workspace.hpp"

#include <aludel/error.hpp>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>

namespace aludel::tool {

using namespace migrations;

namespace {

namespace fs = std::filesystem;

struct Options {
    std::string revision;
    std::string url;
    bool json = false;
};

/// As git finds it.
std::string editor() {
    for (const char* variable : {"VISUAL", "EDITOR"})
        if (const char* value = std::getenv(variable); value && *value) return value;
    return "vi";
}

/// With the arguments that the variable may hold.
void open_in_editor(const fs::path& path) {
    const auto command = editor();
    const int status = run_in_terminal({"sh", "-c", command + " \"$@\"", command, path.string()});
    if (status != 0)
        throw Error("the editor '" + command + "' ended with status " + std::to_string(status),
                    {.hint = "Nothing was changed."});
}

/// What the project becomes with the edited text. Throws FileError at its place in the copy.
void check(Workspace& workspace, const RevisionFile& old, const fs::path& copy) {
    const auto edited = read_revision(read_text_file(copy), copy.string());
    if (edited.revision.id != old.revision.id)
        throw FileError(edited.place, "the id was '" + old.revision.id + "', and others may come from it");
    auto files = workspace.history().all_files();
    for (auto& file : files)
        if (file.revision.id == old.revision.id) file = edited;
    render(RevisionHistory(std::move(files)), workspace.dialects());
}

bool is_terminal() { return isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0; }

bool wants_to_go_on() {
    for (;;) {
        std::cerr << "Edit it again? (y: yes, n: leave the revision as it was) " << std::flush;
        std::string answer;
        if (!std::getline(std::cin, answer)) return false;
        if (answer == "y" || answer == "yes" || answer.empty()) return true;
        if (answer == "n" || answer == "no") return false;
    }
}

/// Until what was saved is right. Throws what is wrong with it where nobody wants to go on; the copy stays then.
void edit(Workspace& workspace, const RevisionFile& old, const fs::path& copy) {
    for (;;) {
        open_in_editor(copy);
        try {
            return check(workspace, old, copy);
        } catch (const std::exception& error) {
            if (is_terminal()) {
                std::cerr << error.what() << "\n";
                if (wants_to_go_on()) continue;
                throw Error("the revision is as it was", {.hint = "What was written is in " + copy.string() + "."});
            }
            throw Error(std::string(error.what()) + "\n  " + old.place.file + " is as it was. What was written is in " +
                        copy.string() + ".");
        }
    }
}

void refuse_applied(const std::string& url, const std::string& id, const HistoryTable& history) {
    if (url.empty()) return;
    const auto engine = engine_for(url);
    auto connection = engine.connect_existing();
    for (const auto& row : applied_revisions(connection, history))
        if (row.revision == id)
            throw Error("revision " + id + " has been applied to " + engine.url(),
                        {.hint = "Write what is new as a new revision, or take it back first: aludel downgrade."});
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    const auto ids = history.graph().resolve(options.revision);
    if (ids.size() != 1)
        throw UsageError("edit one revision: '" + options.revision + "' names " + (ids.empty() ? "none" : "several"));
    const auto& old = history.at(ids[0]);
    refuse_applied(options.url, ids[0], workspace.history_table());

    const fs::path path = old.place.file;
    const auto before = read_text_file(path);
    // Hidden: not read as a revision.
    const auto copy = path.parent_path() / ("." + path.stem().string() + ".edited.yaml");
    if (fs::exists(copy))
        throw Error("there is what was written before: " + copy.string(),
                    {.hint = "Remove it, or put it in the place of the revision, and edit again."});
    write_new_file(copy, before);
    try {
        edit(workspace, old, copy);
    } catch (...) {
        if (read_text_file(copy) == before) fs::remove(copy);
        throw;
    }

    const auto after = read_text_file(copy);
    if (read_text_file(path) != before)
        throw Error(path.string() + " was changed meanwhile, and is left so",
                    {.hint = "What was written is in " + copy.string() + "."});
    if (after != before) replace_file(path, after);
    fs::remove(copy);
    const bool changed = after != before;
    if (options.json)
        std::cout << nlohmann::json{{"revision", ids[0]}, {"file", path.string()}, {"changed", changed}}.dump(2)
                  << "\n";
    else
        std::cout << path.string() << (changed ? "" : ": nothing was changed") << "\n";
    return done;
}

} // namespace

void add_edit(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add(
        "edit", "Opens a revision that the database has not had in $VISUAL or $EDITOR, and checks what was saved",
        "aludel edit head");
    command.option("REVISION", options->revision, "An id or its beginning, head").required();
    command.url(options->url);
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
