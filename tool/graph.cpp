#include "migrations/picture/picture.hpp"
#include "tool/command.hpp"
#include "tool/revision_text.hpp"

#include <iostream>
#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string format = "text";
    bool json = false;
};

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto& history = workspace.history();
    if (options.json)
        print_revisions(history, migrations::drawing_order(history.graph()), {.json = true});
    else if (options.format == "mermaid")
        std::cout << migrations::mermaid_revisions(history);
    else if (options.format == "dot")
        std::cout << migrations::dot_revisions(history);
    else
        std::cout << migrations::text_revisions(history);
    return done;
}

} // namespace

void add_graph(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("graph", "The revisions as a picture: which comes from which",
                                "aludel graph --format dot | dot -Tsvg > revisions.svg");
    command.option("--format", options->format, "text (default), mermaid or dot (Graphviz)")
        .one_of({"text", "mermaid", "dot"});
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
