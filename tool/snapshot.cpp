// What the models describe, as the compiler rendered it into an object file.
#include "migrations/snapshot.hpp"

#include "migrations/revision_file.hpp"
#include "tool/command.hpp"

#include <iostream>
#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::vector<std::string> objects;
    bool json = false;
};

int run(const Options& options) {
    const auto models = migrations::read_snapshot({options.objects.begin(), options.objects.end()});
    std::cout << (options.json ? migrations::write_schema_json(models.schema)
                               : migrations::write_schema(models.schema));
    return done;
}

} // namespace

void add_snapshot(CLI::App& app, CommandLine& line) {
    auto options = std::make_shared<Options>();
    auto* command = add_command(app, "snapshot", "For the build: prints the schema that object files hold",
                                "aludel snapshot model.o");
    command->add_option("OBJECT", options->objects, "Object files compiled from models")->required();
    add_json(*command, options->json);
    command->callback([options, &line] { line.run = [options] { return run(*options); }; });
}

} // namespace aludel::tool
