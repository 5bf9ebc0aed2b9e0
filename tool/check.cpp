#include "tool/command.hpp"
#include "tool/findings.hpp"

#include <iostream>
#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string url;
    migrations::Filter filter;
    bool json = false;
};

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto findings = find(workspace, options.url, options.filter);
    std::cout << (options.json ? migrations::write_json(findings_json(findings)) : findings_text(findings, workspace));
    return findings.empty() ? done : differs;
}

} // namespace

void add_check(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("check", "Status 2 and a report where models, revisions and a database differ",
                                "aludel check --url sqlite:///heroes.db");
    command.url(options->url);
    command.filter(options->filter);
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
