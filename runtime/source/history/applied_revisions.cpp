// What a database has had, as a chain knows it.
#include "history/history_table.hpp"
#include "history/replaced.hpp"

#include <aludel/upgrade.hpp>

#include <algorithm>
#include <utility>

namespace aludel {

std::vector<AppliedRevision> applied_revisions(Connection& connection, const Chain& chain) {
    auto rows = applied_revisions(connection, chain.history);
    std::vector<detail::Applied> applied;
    for (const auto& row : rows) applied.push_back({row.revision, row.checksum});
    for (const auto& [revision, last] : detail::recognised(chain, std::move(applied)).replacing) {
        for (auto& row : rows)
            if (row.revision == last) {
                row.revision = revision->id;
                row.checksum = revision->checksum;
                row.message = revision->message;
            }
        std::erase_if(rows, [&, each = revision](const AppliedRevision& row) {
            return std::ranges::find(each->replaces, row.revision, &ReplacedRevision::id) != each->replaces.end();
        });
    }
    return rows;
}

} // namespace aludel
