// upgrade, downgrade and stamp, and what each prints with --sql.
#include "command_line/commands.hpp"
#include "command_line/json_text.hpp"
#include "outcome_text.hpp"

#include <aludel/revision_graph.hpp>
#include <aludel/script.hpp>
#include <aludel/terminal_progress.hpp>
#include <aludel/upgrade.hpp>

#include <charconv>

namespace aludel::detail {

namespace {

UpgradeOptions upgrade_options(const Arguments& arguments) {
    constexpr double longest = 86400;
    const auto& text = arguments.lock_timeout;
    double seconds = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || !(seconds >= 0 && seconds <= longest))
        throw UsageError("--lock-timeout is a number of seconds from 0 to 86400");
    UpgradeOptions options;
    options.lock_timeout = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
    return options;
}

/// The one that is named, or the chain's only one.
std::string script_dialect_of(const Command& command) {
    if (!command.arguments.dialect.empty()) return command.arguments.dialect;
    std::string known;
    std::size_t count = 0;
    if (!command.chain.revisions.empty())
        for (const auto& steps : command.chain.revisions.front().dialects)
            known += (count++ == 0 ? "" : " or ") + std::string(steps.dialect);
    if (count == 1) return known;
    throw UsageError("SQL for which database? Say --dialect " + known);
}

std::string script_for_any(const Command& command, const std::string& revision, const ScriptOptions& options) {
    const auto& [arguments, chain, engine, has_engine, output] = command;
    const auto dialect = has_engine ? std::string(engine().dialect()) : script_dialect_of(command);
    if (arguments.command == "upgrade") return upgrade_script(chain, dialect, revision, options);
    if (arguments.command == "downgrade") return downgrade_script(chain, dialect, revision, options);
    return stamp_script(chain, dialect, arguments.revisions, arguments.purge);
}

/// A range says itself where it begins: then no database is asked.
std::string script_text(const Command& command, const std::string& revision) {
    const auto& arguments = command.arguments;
    ScriptOptions options;
    if (arguments.calls == "comment") options.calls = ScriptOptions::Calls::commented;
    const bool is_range = revision.find(':') != revision.npos;
    if (!command.has_engine && !is_range && arguments.command == "downgrade")
        throw UsageError("from which revision does the script go down to " + revision + "? Say from:to, or --url");
    if (is_range || !command.has_engine) return script_for_any(command, revision, options);
    const auto engine = command.engine();
    TerminalProgress progress;
    progress.show("reading " + engine.url());
    auto connection = engine.connect_existing();
    if (arguments.command == "upgrade") return upgrade_script(connection, command.chain, revision, options);
    if (arguments.command == "downgrade") return downgrade_script(connection, command.chain, revision, options);
    return stamp_script(connection, command.chain, arguments.revisions, arguments.purge);
}

Outcome move(const Command& command, const Engine& engine, const std::string& revision) {
    const auto& arguments = command.arguments;
    auto options = upgrade_options(arguments);
    TerminalProgress progress;
    if (!arguments.json) {
        progress.show("opening " + engine.url());
        options.on_progress = progress.callback();
        options.on_wait = progress.wait_callback();
    }
    if (arguments.no_safety_copy) options.safety_copy = SafetyCopy::never;
    if (arguments.command == "upgrade") {
        // What no database can be brought to is refused before one is made.
        const RevisionGraph graph(command.chain);
        if (!is_relative(graph, revision)) graph.resolve(revision);
        auto connection = engine.connect();
        return upgrade_to(connection, command.chain, revision, options);
    }
    auto connection = engine.connect_existing();
    if (arguments.command == "downgrade") return downgrade_to(connection, command.chain, revision, options);
    return stamp(connection, command.chain, arguments.revisions, arguments.purge, options);
}

std::string json_text(const Outcome& outcome, const Engine& engine) {
    std::vector<std::pair<std::string, Json>> values{{"database", Json::of(std::string_view(engine.url()))},
                                                     {"status", Json::of(word(outcome.status))},
                                                     {"from", Json::of(outcome.from)},
                                                     {"to", Json::of(outcome.to)},
                                                     {"revisions", Json::of(outcome.revisions)},
                                                     {"duration_us", Json::of(std::int64_t{outcome.duration.count()})}};
    if (!outcome.safety_copy.empty())
        values.emplace_back("safety_copy", Json::of(std::string_view(outcome.safety_copy)));
    return Json::map(std::move(values)).text + "\n";
}

} // namespace

int run_move(Command& command) {
    const auto& arguments = command.arguments;
    const auto revision = arguments.revisions.empty() ? std::string("heads") : arguments.revisions.front();
    if (arguments.sql) {
        command.output = script_text(command, revision);
        return 0;
    }
    const auto engine = command.engine();
    const auto outcome = move(command, engine, revision);
    const auto titled = [&](const std::string& id) {
        for (const auto& each : command.chain.revisions)
            if (each.id == id) return id + " " + std::string(each.message);
        return id;
    };
    command.output =
        arguments.json ? json_text(outcome, engine) : outcome_text(outcome, std::string(engine.url()), titled);
    return 0;
}

} // namespace aludel::detail
