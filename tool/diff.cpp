#include "migrations/revision/revision_file.hpp"
#include "tool/command.hpp"
#include "tool/rename.hpp"
#include "tool/repair.hpp"
#include "tool/report.hpp"
#include "tool/state.hpp"
#include "tool/terminal_line.hpp"

#include <aludel/engine.hpp>

#include <iostream>
#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string from = "heads";
    std::string to = "models";
    std::string format = "text";
    std::string dialect;
    std::vector<std::string> renames;
    migrations::Filter filter;
    bool check = false;
};

/// The one that is named, that of a database that is compared, or the project's only one.
const migrations::Dialect& dialect_for(const Options& options, const State& from, const State& to,
                                       Workspace& workspace) {
    if (!options.dialect.empty()) return dialect_named(options.dialect);
    for (const auto* dialect : {from.dialect, to.dialect})
        if (dialect != nullptr) return *dialect;
    return workspace.dialect_for("");
}

/// From a live database of that kind, the script keeps what is there and is not modelled.
std::string script(const std::vector<migrations::Operation>& operations, const State& from,
                   const migrations::Dialect& dialect, const std::string& spelling) {
    if (from.dialect != &dialect) return sql_text(operations, from.schema, dialect);
    const auto engine = create_engine(spelling);
    return while_reading(engine, [&] {
        auto connection = engine.connect_existing();
        return sql_text(operations, from.schema, dialect, &connection);
    });
}

std::string text_of(const Options& options, const std::vector<migrations::Operation>& operations, const State& from,
                    const State& to, Workspace& workspace) {
    if (options.format == "yaml") return migrations::write_operations(operations);
    if (options.format == "json") return migrations::write_operations_json(operations);
    if (options.format == "sql")
        return script(operations, from, dialect_for(options, from, to, workspace), options.from);
    return operations.empty() ? "no changes\n" : changes_text(operations, from.schema);
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    auto from = read_state(options.from, workspace);
    auto to = read_state(options.to, workspace);
    keep_only(workspace.settings().filter, options.filter, from, to);
    make_comparable(from, to);
    auto renames = to.renames;
    for (const auto& spelling : options.renames) renames.push_back(parse_rename(spelling, from.schema, to.schema));
    auto difference = migrations::diff(from.schema, to.schema, renames);
    migrations::mark_concurrent(difference.operations, to.concurrent_indexes);
    make_room(difference.operations, from);
    for (const auto* state : {&from, &to}) report_not_modelled(*state);
    std::cout << text_of(options, difference.operations, from, to, workspace);
    return options.check && !difference.operations.empty() ? differs : done;
}

} // namespace

void add_diff(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command =
        commands.add("diff", "Prints the operations between two states", "aludel diff --format sql --dialect sqlite");
    command
        .option("--from", options->from, "STATE: models, a revision, empty, a URL, a file of inspect (default: heads)")
        .is(ValueKind::state);
    command.option("--to", options->to, "STATE (default: models)").is(ValueKind::state);
    command.option("--format", options->format, "text (default), yaml, json or sql")
        .one_of({"text", "yaml", "json", "sql"});
    command.json(options->format);
    command.option("--dialect", options->dialect, "The database that the SQL is for");
    command.filter(options->filter);
    command.option("--rename", options->renames, "table.old:new, or old:new for a table");
    command.flag("--check", options->check, "End with status 2 where they differ");
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
