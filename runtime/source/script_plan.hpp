// Where a script begins, and the script of a plan from there.
#pragma once

#include "half_done.hpp"
#include "history_script.hpp"
#include "plan.hpp"
#include "script_writer.hpp"

#include <aludel/script.hpp>

#include <memory>
#include <optional>
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
    std::vector<std::string> applied_ids() const { return ids_of(applied_); }

    std::string upgrade(std::string_view revision, const ScriptOptions& options);
    std::string downgrade(std::string_view revision, const ScriptOptions& options);
    std::string stamp(std::span<const std::string> revisions, bool purge);
    std::string ensure_version();

private:
    std::string moved(Direction direction, std::vector<std::string> revisions, const ScriptOptions& options);
    /// Where there is nothing to do. Throws Error where the targets are not where the script begins.
    void require_same(std::vector<std::string> targets) const;
    /// Tells the writer what the database is like, and opens the script.
    void begin();
    /// Makes the history table where it may be missing.
    void require_table();
    /// Stops where the database does not stand where the script begins.
    void require_start();

    std::string dialect_;
    RevisionGraph graph_;
    ChainIndex index_;
    std::unique_ptr<ScriptWriter> writer_;
    HistoryScript history_;
    Connection* database_ = nullptr; ///< null: any
    bool has_history_ = false;
    std::vector<std::string_view> missing_columns_; ///< of the history table
    std::vector<Applied> applied_;
    std::optional<HalfDone> half_done_; ///< not among these
};

} // namespace aludel::detail
