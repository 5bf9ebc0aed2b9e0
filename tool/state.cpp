#include "tool/state.hpp"

#include "tool/revision_name.hpp"
#include "tool/terminal_line.hpp"

#include <aludel/engine.hpp>
#include <aludel/error.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace aludel::tool {

namespace {

State read_file(const std::string& name) {
    std::ifstream stream(name, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream)
        throw Error("cannot read \"" + name + "\"",
                    {.hint = name.find(":/") == name.npos
                                 ? ""
                                 : "A database is spelt sqlite:///file.db or postgresql://user@host/database."});
    return {.schema = migrations::read_schema(text, name)};
}

State read_database(const std::string& url, const HistoryTable& history) {
    const auto engine = create_engine(url);
    const auto& dialect = dialect_named(engine.dialect());
    return while_reading(engine, [&] {
        auto connection = std::make_shared<Connection>(engine.connect_existing());
        auto found = dialect.inspect(*connection, history);
        return State{.schema = std::move(found.schema),
                     .dialect = &dialect,
                     .connection = std::move(connection),
                     .url = engine.url(),
                     .not_modelled = std::move(found.not_modelled),
                     .other_parts = std::move(found.other_parts)};
    });
}

bool is_file(const std::string& spelling) {
    std::error_code error;
    return std::filesystem::is_regular_file(spelling, error) || spelling.find('/') != std::string::npos ||
           spelling.ends_with(".yaml") || spelling.ends_with(".json");
}

} // namespace

State read_state(const std::string& spelling, Workspace& workspace) {
    if (spelling == "empty") return {};
    if (spelling == "models") {
        const auto& models = workspace.models();
        return {.schema = models.schema, .renames = models.renames, .concurrent_indexes = models.concurrent_indexes};
    }
    if (spelling.find("://") != std::string::npos) return read_database(spelling, workspace.history_table());
    if (is_file(spelling)) return read_file(spelling);
    const auto& history = workspace.history();
    return {.schema = history.schema_at(named(history.graph(), spelling))};
}

void report_not_modelled(const State& state) {
    for (const auto& line : state.not_modelled) std::cerr << "not described, and left alone: " << line << "\n";
}

void keep_only(const migrations::Filter& projects, const migrations::Filter& filter, State& left, State& right) {
    if (left.dialect || right.dialect)
        for (auto* state : {&left, &right}) state->schema = migrations::filtered(std::move(state->schema), projects);
    left.schema = migrations::filtered(std::move(left.schema), filter);
    right.schema = migrations::filtered(std::move(right.schema), filter);
}

void make_comparable(State& left, State& right) {
    const auto fit = [](State& state, const State& live) {
        if (!live.dialect) return;
        state.schema = with_line("comparing with " + live.url,
                                 [&] { return live.dialect->canonical(std::move(state.schema), *live.connection); });
    };
    fit(left, right);
    fit(right, left);
}

} // namespace aludel::tool
