// Where a script begins, and the script of a plan from there.
#pragma once

#include "history/replaced.hpp"
#include "script/history_script.hpp"
#include "script/script_writer.hpp"

#include <aludel/script.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::detail {

class ScriptPlan {
public:
    /// From base, on any database.
    ScriptPlan(const Chain& chain, std::string_view dialect);
    /// From where this database stands. It is only read.
    ScriptPlan(const Chain& chain, Connection& database);

    /// Of `from:to`, begins at `from`; returns `to`.
    std::string begin_at(std::string_view range);

    const RevisionGraph& graph() const { return graph_; }
    std::vector<std::string> applied_ids() const { return ids_of(known_.applied); }

    std::string upgrade(std::string_view revision, const ScriptOptions& options);
    std::string downgrade(std::string_view revision, const ScriptOptions& options);
    std::string stamp(std::span<const std::string> revisions, bool purge);
    std::string ensure_version();

private:
    std::string moved(Direction direction, std::span<const PlannedRevision> plan, const ScriptOptions& options);
    /// Throws Error where the database has had something that the chain does not know, or knows otherwise.
    void check() const;
    /// Where there is nothing to do. Throws Error where the targets are not where the script begins.
    void require_same(std::vector<std::string> targets) const;
    /// Tells the writer what the database is like, and opens the script.
    void begin();
    /// Makes the history table where it may be missing.
    void require_table();
    /// Stops where the database does not stand where the script begins.
    void require_start();
    /// Brings the history's rows to what the chain calls them.
    void take_over();

    std::string dialect_;
    RevisionGraph graph_;
    ChainIndex index_;
    std::unique_ptr<ScriptWriter> writer_;
    HistoryScript history_;
    Connection* database_ = nullptr; ///< null: any
    bool has_history_ = false;
    std::vector<std::string_view> missing_columns_; ///< of the history table
    Recognised known_;
};

} // namespace aludel::detail
