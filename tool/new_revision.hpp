// The parts of writing a revision.
#pragma once

#include "migrations/dialect.hpp"
#include "migrations/history/history.hpp"
#include "tool/question.hpp"
#include "tool/workspace.hpp"

#include <string>
#include <vector>

namespace aludel::tool {

/// Writes its file: into the project's directory that is named `into`, else where its parent's file is, else into the
/// first. Then the project's formatter has its turn. Throws UsageError for a directory that is none of the project's,
/// and Error, with the file written, where the formatter fails.
std::filesystem::path write_new_revision(const migrations::Revision& revision, Workspace& workspace,
                                         const std::string& into = "");

/// Without operations and message. An empty id: a new one. Throws UsageError for an id that is taken or is none.
migrations::Revision new_revision(const migrations::RevisionHistory& history, std::vector<std::string> parents,
                                  const std::string& id);

/// Throws UsageError where one of them comes from another: it would be no parent beside it.
void require_apart(const RevisionGraph& graph, const std::vector<std::string>& parents);
/// Gives the revision its branch's label; empty: none. Throws UsageError for a label that is taken or is none.
void set_branch(migrations::Revision& revision, const std::string& label, const migrations::RevisionHistory& history);

/// `add power to hero`, `create team, hero`.
std::string suggested_message(const std::vector<migrations::Operation>& operations);

/// Gives each new required column its fill: from `fills` (`table.column=SQL`), else by asking. Throws UsageError for a
/// fill that no column needs.
void fill_required(std::vector<migrations::Operation>& operations, const migrations::Schema& before,
                   const std::vector<std::string>& fills, Questioner& questioner);

/// Throws Error where a database cannot have the upgrade or the downgrade: it would fail at launch otherwise.
void require_renderable(const migrations::Revision& revision, const migrations::Schema& before,
                        const std::vector<const migrations::Dialect*>& dialects, Workspace& workspace);

/// What databases have no place for, a line each and once: `sqlite has no place for: the comment of hero.name`.
std::vector<std::string> left_out(const std::vector<migrations::Operation>& operations,
                                  const std::vector<const migrations::Dialect*>& dialects);

} // namespace aludel::tool
