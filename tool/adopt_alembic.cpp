#include "migrations/bookkeeping.hpp"
#include "tool/command.hpp"
#include "tool/database.hpp"
#include "tool/report.hpp"
#include "tool/state.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

namespace aludel::tool {

using namespace migrations;

namespace {

struct Options {
    std::string url;
    std::string revision = "head";
    std::vector<std::string> map;
    bool force = false;
    bool drop = false;
    bool json = false;
};

/// Where Alembic says that the database stands.
std::vector<std::string> alembic_revisions(Connection& connection, const Engine& engine) {
    std::vector<std::string> ids;
    try {
        const auto result = connection.query("SELECT " + std::string(alembic_column) + " FROM " +
                                             std::string(alembic_table) + " ORDER BY 1");
        for (const auto& row : result.rows)
            if (const auto* id = std::get_if<std::string>(&row.front())) ids.push_back(*id);
    } catch (const Error& error) {
        throw Error(engine.url() + " has no table \"" + std::string(alembic_table) + "\" to read: " + error.message(),
                    {.hint = "A database that no tool has marked is adopted by `aludel stamp`."});
    }
    if (ids.empty())
        throw Error("the table \"" + std::string(alembic_table) + "\" of " + engine.url() +
                        " is empty: Alembic has applied nothing here",
                    {.hint = "An empty database is brought up by `aludel upgrade`."});
    return ids;
}

std::string listed(const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text;
}

/// The revision that --map says for what Alembic has; --at where it says nothing.
std::string wanted_revision(const Options& options, const std::vector<std::string>& ids) {
    std::string wanted;
    for (const auto& entry : options.map) {
        const auto equals = entry.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == entry.size())
            throw UsageError("--map \"" + entry + "\" is not ALEMBIC=REVISION");
        if (std::ranges::find(ids, entry.substr(0, equals)) == ids.end()) continue;
        const auto revision = entry.substr(equals + 1);
        if (!wanted.empty() && wanted != revision)
            throw UsageError("--map says \"" + wanted + "\" and \"" + revision + "\" for what this database has");
        wanted = revision;
    }
    if (!options.map.empty() && wanted.empty())
        throw Error("--map says nothing of " + listed(ids) + ", where Alembic says that this database stands");
    return wanted.empty() ? options.revision : wanted;
}

/// How the database differs from what its revision says.
void check_schema(const Options& options, const Schema& revision_schema, Workspace& workspace, const Engine& engine) {
    State expected{.schema = revision_schema};
    auto found = read_state(options.url, workspace);
    keep_only(workspace.settings().filter, {}, expected, found);
    make_comparable(expected, found);
    const auto text = changes_text(diff(expected.schema, found.schema).operations, expected.schema);
    if (text.empty()) return;
    const auto message = engine.url() + " is not what that revision makes. It has, beside it:\n" + text;
    if (!options.force)
        throw Error(message +
                    "  Nothing was recorded. Write a first revision from the database (aludel revision --from empty "
                    "--to URL), choose another with --at, or say --force.");
    std::cerr << message;
}

/// Its history shall say where it came from.
std::vector<ChainRevision> with_origin(const Chain& chain, const std::vector<std::string>& targets,
                                       const std::string& origin, std::vector<std::string>& messages) {
    std::vector<ChainRevision> revisions(chain.revisions.begin(), chain.revisions.end());
    messages.reserve(targets.size());
    for (auto& revision : revisions)
        if (std::ranges::find(targets, revision.id) != targets.end())
            revision.message = messages.emplace_back(std::string(revision.message) + " (Alembic " + origin + ")");
    return revisions;
}

int run(const Options& options, const ProjectChoice& choice) {
    Workspace workspace(choice);
    const auto engine = engine_for(options.url);
    auto connection = engine.connect_existing();
    const auto& history = workspace.history();
    if (history.files().empty())
        throw Error(
            "there is no revision to record yet",
            {.hint = "Write the first from the database: aludel revision -m \"as it is\" --from empty --to URL"});
    const std::string drop = "DROP TABLE IF EXISTS " + std::string(alembic_table);
    if (const auto applied = applied_revisions(connection, workspace.history_table()); !applied.empty()) {
        if (!options.json) std::cout << "was adopted before: ";
        print_outcome({.status = Outcome::Status::up_to_date, .to = history.graph().heads_among(applied_ids(applied))},
                      engine, history, options.json);
        if (options.drop) connection.execute(drop);
        return done;
    }
    const auto ids = alembic_revisions(connection, engine);
    const auto wanted = wanted_revision(options, ids);
    const auto targets = history.graph().resolve(wanted);
    check_schema(options, history.schema_at(targets), workspace, engine);

    const auto owned = workspace.chain(engine.dialect());
    auto chain = owned.chain();
    std::vector<std::string> messages;
    const auto revisions = with_origin(chain, targets, listed(ids), messages);
    chain.revisions = revisions;
    const auto outcome = stamp(connection, chain, wanted);
    if (options.drop) connection.execute(drop);
    if (!options.json)
        std::cout << "Alembic: " << listed(ids) << (options.drop ? "; alembic_version is gone" : "") << "\n";
    print_outcome(outcome, engine, history, options.json);
    return done;
}

} // namespace

void add_adopt_alembic(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("adopt-alembic", "Takes a database over from Alembic, without touching its data",
                                "aludel adopt-alembic --url postgresql://localhost/shop");
    command.url(options->url);
    command.option("--at", options->revision, "The revision whose schema it has (default: head)");
    command.option("--map", options->map, "ALEMBIC=REVISION: what to record, where Alembic says that");
    command.flag("--force", options->force, "Record it though the schema differs");
    command.flag("--drop-alembic-version", options->drop, "Drop alembic_version afterwards");
    command.json(options->json);
    command.run([options](const ProjectChoice& project) { return run(*options, project); });
}

} // namespace aludel::tool
