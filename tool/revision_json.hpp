// What --json prints of revisions that commands write. A tree, not nlohmann's: it would spell the literals of
// operations anew (`1.50` as 1.5).
#pragma once

#include "migrations/revision/node.hpp"
#include "migrations/revision/revision.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace aludel::tool {

migrations::Node list_of(const std::vector<std::string>& texts);
/// Null where it is empty.
migrations::Node text_or_null(const std::string& text);

/// `revision`, `parents`, `message`, `file` and `operations`. An empty id or file: none was written.
migrations::Node json_of(const migrations::Revision& revision, const std::filesystem::path& file);

} // namespace aludel::tool
