// What the models describe, as the compiler rendered it into an object file.
#include "migrations/snapshot/snapshot.hpp"

#include "migrations/revision/revision_file.hpp"
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

void add_snapshot(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command =
        commands.add("snapshot", "For the build: prints the schema that object files hold", "aludel snapshot model.o");
    command.option("OBJECT", options->objects, "Object files compiled from models").required();
    command.json(options->json);
    command.run([options](const ProjectChoice&) { return run(*options); });
}

} // namespace aludel::tool
