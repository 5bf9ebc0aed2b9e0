#include "runtime/source/outcome_text.hpp"
#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/move.hpp"
#include "tool/terminal_line.hpp"

#include <aludel/error.hpp>
#include <aludel/upgrade_all.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string_view>
#include <vector>

namespace aludel::tool {

namespace {

struct Options {
    std::vector<std::string> urls;
    std::string file;
    std::vector<std::string> schemas;
    int jobs = 4;
    MoveChoice move;
    bool json = false;
};

void read_urls(std::istream& stream, std::vector<std::string>& urls) {
    for (std::string line; std::getline(stream, line);) {
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
        if (!line.empty() && line[0] != '#') urls.push_back(line);
    }
}

std::vector<std::string> urls_of(const Options& options) {
    auto urls = options.urls;
    if (options.file == "-") {
        read_urls(std::cin, urls);
    } else if (!options.file.empty()) {
        std::ifstream stream(options.file);
        if (!stream) throw Error("cannot read \"" + options.file + "\"");
        read_urls(stream, urls);
    }
    if (urls.empty()) throw UsageError("which databases? Name their URLs, or --urls FILE");
    return urls;
}

/// One URL for each schema that one of the patterns is of.
std::vector<std::string> in_schemas(const std::string& url, const std::vector<std::string>& patterns) {
    const auto engine = create_engine(url);
    const auto& dialect = dialect_named(engine.dialect());
    if (!dialect.has_schemas()) throw UsageError(engine.url() + " has no schemas");
    const auto schemas = while_reading(engine, [&] {
        auto connection = engine.connect_existing();
        return dialect.schemas(connection);
    });
    std::vector<std::string> urls;
    for (const auto& schema : schemas)
        if (migrations::Filter{.include = {}, .exclude = {}, .schemas = patterns}.passes({schema, "any"}))
            urls.push_back(dialect.url_in_schema(url, schema));
    if (urls.empty()) throw Error("no schema of " + engine.url() + " is called so");
    return urls;
}

std::vector<Engine> engines_of(const Options& options) {
    std::vector<Engine> engines;
    for (const auto& url : urls_of(options)) {
        if (options.schemas.empty())
            engines.push_back(create_engine(url));
        else
            for (const auto& each : in_schemas(url, options.schemas)) engines.push_back(create_engine(each));
    }
    for (const auto& engine : engines)
        if (engine.dialect() != engines.front().dialect())
            throw UsageError("the databases are of several kinds: upgrade those of one kind at a time");
    return engines;
}

std::string line_of(const DatabaseOutcome& result) {
    if (!result.outcome) return result.url + ": failed\n";
    std::string heads;
    for (const auto& head : result.outcome->to) heads += (heads.empty() ? " " : ", ") + head;
    const auto& copy = result.outcome->safety_copy;
    return result.url + ": " + std::string(detail::word(result.outcome->status)) + heads +
           (copy.empty() ? "" : ", as it was in " + copy) + "\n";
}

void print_end(const DatabaseOutcome& result, bool json) {
    if (!result.outcome) std::cerr << result.url << ": error: " << result.error << "\n";
    if (!json) std::cout << line_of(result) << std::flush;
}

nlohmann::json json_of(const DatabaseOutcome& result) {
    if (!result.outcome) return {{"database", result.url}, {"status", "failed"}, {"error", result.error}};
    return as_json(*result.outcome, result.url);
}

/// How many are done and which are upgraded now, on a terminal.
class Display {
public:
    explicit Display(std::size_t count) : count_(count) {}
    void begin(std::string_view url) {
        running_.emplace_back(url);
        show();
    }
    /// What is printed about it takes the line's place.
    void end(const std::string& url, const std::function<void()>& print) {
        std::erase(running_, url);
        ++done_;
        line_.clear();
        print();
        show();
    }

private:
    void show() {
        if (running_.empty()) return;
        std::string text = std::to_string(done_) + " of " + std::to_string(count_) + " databases done; now ";
        for (const auto& url : running_) text += (&url == &running_.front() ? "" : ", ") + url;
        line_.show(text);
    }

    const std::size_t count_;
    std::size_t done_ = 0;
    std::vector<std::string> running_;
    TerminalProgress line_;
};

int run(const Options& options, const ProjectChoice& choice) {
    const auto engines = engines_of(options);
    Workspace workspace(choice);
    const auto chain = workspace.chain(engines.front().dialect());
    UpgradeAllOptions all;
    all.at_once = static_cast<std::size_t>(options.jobs);
    all.each = upgrade_options(options.move);
    Display display(engines.size());
    if (!options.json) all.on_begin = [&](std::string_view url) { display.begin(url); };
    all.on_done = [&](const DatabaseOutcome& result) {
        display.end(result.url, [&] { print_end(result, options.json); });
    };
    const auto results = upgrade_all(engines, chain.chain(), all);
    const auto failures =
        std::ranges::count_if(results, [](const DatabaseOutcome& result) { return !result.outcome.has_value(); });
    if (options.json) {
        auto list = nlohmann::json::array();
        for (const auto& result : results) list.push_back(json_of(result));
        std::cout << list.dump(2) << "\n";
    } else {
        std::cout << results.size() - static_cast<std::size_t>(failures) << " of " << results.size()
                  << " databases are at the head\n";
    }
    return failures == 0 ? done : failed;
}

} // namespace

void add_upgrade_all(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("upgrade-all", "Brings many databases up, each for itself, and goes on after a failure",
                                "aludel upgrade-all --urls tenants.txt --jobs 8");
    command.option("URL", options->urls, "Databases of one kind");
    command.option("--urls", options->file, "A file with a URL on each line (`-`: standard input)").is(ValueKind::file);
    command.option("--schema", options->schemas, "In each of them, the schemas of this pattern, each for itself");
    command.option("--jobs", options->jobs, "How many at a time (default: 4)").between(1, 256);
    add_lock_option(command, options->move);
    add_copy_option(command, options->move);
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
