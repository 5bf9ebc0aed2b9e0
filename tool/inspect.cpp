#include "migrations/cpp_models/cpp_models.hpp"
#include "migrations/picture/picture.hpp"
#include "migrations/revision/revision_file.hpp"
#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/report.hpp"
#include "tool/terminal_line.hpp"

#include <iostream>
#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string url;
    std::string format = "yaml";
    migrations::Filter filter;
};

void print_models(const migrations::Inspection& found, const migrations::NamingConvention& naming) {
    const auto models = migrations::write_cpp_models(found.schema, found.not_modelled, naming);
    std::cout << models.text;
    for (const auto& line : models.left_out) std::cerr << "not said by these models: " << line << "\n";
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto engine = engine_for(options.url);
    const auto& dialect = dialect_named(engine.dialect());
    const auto history = workspace.history_table();
    auto found = while_reading(engine, [&] {
        auto connection = engine.connect_existing();
        return dialect.inspect(connection, history);
    });
    for (const auto* filter : {&workspace.settings().filter, &options.filter})
        found.schema = migrations::filtered(std::move(found.schema), *filter);
    if (options.format == "yaml") std::cout << migrations::write_schema(found.schema);
    if (options.format == "json") std::cout << migrations::write_schema_json(found.schema);
    if (options.format == "sql") std::cout << sql_text(migrations::diff({}, found.schema).operations, {}, dialect);
    if (options.format == "mermaid") std::cout << migrations::mermaid_tables(found.schema);
    if (options.format == "dot") std::cout << migrations::dot_tables(found.schema);
    if (options.format == "cpp") print_models(found, workspace.settings().naming);
    for (const auto& other : found.not_modelled) std::cerr << "not described, and left alone: " << other << "\n";
    return done;
}

} // namespace

void add_inspect(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("inspect", "Prints the schema of a database",
                                "aludel inspect --url sqlite:///heroes.db --format sql");
    command.url(options->url);
    command.filter(options->filter);
    command
        .option("--format", options->format,
                "yaml (default; a STATE for diff and revision), json, sql, cpp (structs for add_migrations(), whose\n"
                "difference from the database is empty), mermaid or dot (a picture)")
        .one_of({"yaml", "json", "sql", "cpp", "mermaid", "dot"});
    command.json(options->format);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
