// What `aludel check` finds: models, revisions and a database that do not stand as they should to one another.
#pragma once

#include "migrations/diff/diff.hpp"
#include "migrations/revision/node.hpp"
#include "migrations/schema/filter.hpp"
#include "tool/workspace.hpp"

#include <aludel/upgrade.hpp>

#include <optional>
#include <string>
#include <vector>

namespace aludel::tool {

/// Where a database stands, beside where the files are.
struct DatabaseFindings {
    std::string url;                      ///< without its password
    std::vector<std::string> heads;       ///< of the revisions that it has had and files know
    std::vector<std::string> missing;     ///< ids that are not applied
    std::vector<AppliedRevision> unknown; ///< applied, but in no revision file
    std::vector<std::string> edited;      ///< ids whose file was edited after it was applied
    std::string half_done;                ///< "revision 1a2b is half applied (2 of its 5 steps)"; empty: none is
    migrations::Schema expected;          ///< what its revisions make
    /// From there to what it is. None: a revision is unknown, and so is what it makes, or one is half done.
    std::optional<std::vector<migrations::Operation>> drift;

    bool at_heads() const { return missing.empty() && unknown.empty() && edited.empty() && half_done.empty(); }
    bool has_drifted() const { return drift && !drift->empty(); }
};

struct Findings {
    std::vector<std::string> heads;
    std::optional<migrations::Difference>
        pending;                              ///< models that are ahead of the revisions; none: there are no models
    std::optional<DatabaseFindings> database; ///< none: none was asked

    bool empty() const;
};

/// Sorts what is applied by what the files know of it. Of its schema, and its URL, nothing is said.
DatabaseFindings standing(const migrations::RevisionHistory& history, const std::vector<AppliedRevision>& applied);
/// An empty url: no database is asked.
Findings find(Workspace& workspace, const std::string& url, const migrations::Filter& filter);

/// Each with what to type to mend it.
std::string findings_text(const Findings& findings, Workspace& workspace);
migrations::Node findings_json(const Findings& findings);

} // namespace aludel::tool
