#include "tool/workspace.hpp"

#include "tool/command.hpp"

#include <aludel/error.hpp>

namespace aludel::tool {

Workspace::Workspace(const ProjectChoice& choice) : choice_(choice) {}

const Project& Workspace::project() {
    if (!project_) project_ = find_project(choice_);
    return *project_;
}

const migrations::RevisionHistory& Workspace::history() {
    if (!history_) history_.emplace(project().directories);
    return *history_;
}

const migrations::Snapshot& Workspace::models() {
    if (models_) return *models_;
    if (project().target.empty())
        throw Error("a directory of revision files has no models",
                    {.hint = "Leave --directory out, to use the project of a build directory (-C DIR)."});
    if (!choice_.no_build) build_snapshot(project());
    models_ = migrations::read_snapshot(project().snapshot_objects, settings().naming);
    return *models_;
}

std::vector<const migrations::Dialect*> Workspace::dialects() {
    if (!has_project()) {
        const auto all = migrations::dialects();
        return {all.begin(), all.end()};
    }
    std::vector<const migrations::Dialect*> result;
    for (const auto& name : project().databases) result.push_back(&dialect_named(name));
    return result;
}

bool Workspace::says_databases() {
    return has_project() && (!project().target.empty() || !settings().databases.empty());
}

std::string Workspace::way_without(std::string_view dialect) {
    if (has_project() && !project().target.empty())
        return "leave " + std::string(dialect) + " out of DATABASES of add_migrations()";
    std::string others;
    for (const auto name : migrations::dialect_names())
        if (name != dialect) others += (others.empty() ? "" : ", ") + std::string(name);
    return "say in aludel.yaml, beside the revisions, which databases they are for: `databases: [" + others + "]`";
}

const migrations::Dialect& Workspace::dialect_for(std::string_view name) {
    if (!name.empty()) return dialect_named(name);
    const auto all = dialects();
    if (all.size() == 1) return *all.front();
    std::string known;
    for (const auto* dialect : all) known += (known.empty() ? "" : " or ") + std::string(dialect->name());
    throw UsageError("SQL for which database? Say --dialect " + known);
}

migrations::OwnedChain Workspace::names() {
    return {project().name, migrations::render(history(), {}), history_table(), project().version};
}

migrations::OwnedChain Workspace::chain(std::string_view dialect) {
    const migrations::Dialect* only[] = {&dialect_named(dialect)};
    return {project().name, migrations::render(history(), only), history_table(), project().version};
}

const migrations::Settings& Workspace::settings() {
    static const migrations::Settings defaults;
    return has_project() ? project().settings : defaults;
}

bool Workspace::has_project() {
    try {
        project();
        return true;
    } catch (const Error&) {
        return false;
    }
}

const migrations::Dialect& dialect_named(std::string_view name) {
    if (const auto* dialect = migrations::find_dialect(name)) return *dialect;
    std::string known;
    for (const auto* dialect : migrations::dialects())
        known += (known.empty() ? "" : ", ") + std::string(dialect->name());
    throw UsageError("\"" + std::string(name) + "\" is no database that aludel knows. It knows: " + known);
}

} // namespace aludel::tool
