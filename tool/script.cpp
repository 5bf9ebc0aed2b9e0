#include "tool/script.hpp"

#include "tool/database.hpp"
#include "tool/terminal_line.hpp"

#include <aludel/error.hpp>

#include <iostream>
#include <utility>

namespace aludel::tool {

using migrations::RevisionFile;

namespace {

ScriptTarget target_of(const ScriptChoice& choice, const std::string& url, bool asks_database, Workspace& workspace) {
    const auto calls = choice.calls == "comment" ? ScriptOptions::Calls::commented : ScriptOptions::Calls::refused;
    if (url.empty()) {
        const auto& dialect = workspace.dialect_for(choice.dialect).name();
        return {workspace.chain(dialect), std::string(dialect), std::nullopt, {calls}};
    }
    const auto engine = engine_for(url);
    const std::string dialect(engine.dialect());
    if (!choice.dialect.empty() && choice.dialect != dialect)
        throw UsageError("--dialect " + choice.dialect + ": the database is of " + dialect);
    std::optional<Connection> connection;
    if (asks_database) connection = engine.connect_existing();
    return {workspace.chain(dialect), dialect, std::move(connection), {calls}};
}

/// The operation that the message is about, else the revision itself.
migrations::Place place_of(const RevisionFile& file, const std::string& message) {
    const auto& operations = file.revision.upgrade;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const auto* execute = std::get_if<migrations::Execute>(&operations[i]);
        if (execute && !execute->when.empty() && message.find("(`when`)") != message.npos)
            return file.upgrade_places[i];
        const auto* call = std::get_if<migrations::Call>(&operations[i]);
        if (!call) continue;
        for (const auto& function : {call->function, call->reverse.value_or("")})
            if (!function.empty() && message.find(" " + function + "()") != message.npos) return file.upgrade_places[i];
    }
    return file.place;
}

std::string script_text(ScriptTarget& target, Workspace& workspace,
                        const std::function<std::string(ScriptTarget&)>& write) {
    try {
        return write(target);
    } catch (const Error& error) {
        if (workspace.history().graph().find(error.revision()) == nullptr) throw;
        throw migrations::FileError(place_of(workspace.history().at(error.revision()), error.message()), error.what());
    }
}

} // namespace

void add_script_options(Command& command, ScriptChoice& choice) {
    command.flag("--sql", choice.sql, "Print a script that does it, and change nothing");
    command.exclude("--sql", "--json"); // a script is no document
    command.option("--dialect", choice.dialect, "Of the script, where no database is named: sqlite, postgresql");
}

void add_call_option(Command& command, ScriptChoice& choice) {
    command
        .option("--calls", choice.calls,
                "What a script has for a step that it cannot do: refuse (default), comment (it is left to you)")
        .one_of({"refuse", "comment"});
}

int print_script(const ScriptChoice& choice, const std::string& url, std::string_view revision, Workspace& workspace,
                 const std::function<std::string(ScriptTarget&)>& write) {
    const bool asks_database = !url.empty() && revision.find(':') == revision.npos;
    const auto text = [&] {
        auto target = target_of(choice, url, asks_database, workspace);
        return script_text(target, workspace, write);
    };
    std::cout << (asks_database ? while_reading(engine_for(url), text) : text());
    return done;
}

} // namespace aludel::tool
