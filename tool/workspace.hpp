// What a command works on: the project, its revisions and its models, each read when it is first asked for.
#pragma once

#include "migrations/dialect.hpp"
#include "migrations/embed/embed.hpp"
#include "migrations/history/history.hpp"
#include "migrations/snapshot/snapshot.hpp"
#include "tool/project.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::tool {

class Workspace {
public:
    explicit Workspace(const ProjectChoice& choice);

    /// Throws Error where there is none. States that are files or databases need none.
    const Project& project();
    const migrations::RevisionHistory& history();
    /// Built first, unless --no-build. Throws Error where there is no project.
    const migrations::Snapshot& models();

    /// Those of aludel.yaml; without a project, the defaults.
    const migrations::Settings& settings();
    HistoryTable history_table() { return migrations::history_table(settings().history_table); }

    /// The databases that the project is for; where nothing says which, all that aludel knows.
    std::vector<const migrations::Dialect*> dialects();
    /// Whether something does: add_migrations() of a target, or aludel.yaml.
    bool says_databases();
    /// What a person does about one that cannot have what the others can, for hints: `leave sqlite out of DATABASES of
    /// …`.
    std::string way_without(std::string_view dialect);
    /// The one that is named, or the only one. Throws UsageError.
    const migrations::Dialect& dialect_for(std::string_view name);
    /// The revisions as a database's history is compared with them: without steps.
    migrations::OwnedChain names();
    /// The revisions rendered for one database.
    migrations::OwnedChain chain(std::string_view dialect);

private:
    bool has_project();

    ProjectChoice choice_;
    std::optional<Project> project_;
    std::optional<migrations::RevisionHistory> history_;
    std::optional<migrations::Snapshot> models_;
};

/// Throws UsageError for a name that no dialect has.
const migrations::Dialect& dialect_named(std::string_view name);

} // namespace aludel::tool
