// Steps written down as SQL that does the same without aludel: for a database's own shell, told to stop at errors.
// What each kind of database implements for that. An application that asks for no scripts links none of it.
#pragma once

#include "history/history_sql.hpp"

#include <aludel/chain.hpp>
#include <aludel/connection.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace aludel::detail {

/// One script, from its beginning to its end.
class ScriptWriter {
public:
    virtual ~ScriptWriter() = default;

    /// Whose other upgrades are kept out.
    virtual void history_is(const HistoryTable&) {}

    // Before begin(): what the database that the script is for holds. Only some kinds want to know.

    /// A step that it has had.
    virtual void has_had(const ChainStep&) {}
    /// A database that is like it, or the very one. It is only read.
    virtual void is_like(Connection&) {}

    virtual void begin() = 0;
    virtual void comment(std::string_view text) = 0;
    /// Whether a script can do it. None can call the application.
    virtual bool can_do(const ChainStep& step) const { return step.kind != ChainStep::Kind::call; }
    /// One that it can do. It goes into the open transaction, but for a step that runs alone.
    virtual void add(const ChainStep& step) = 0;
    /// Ends the script, and the transaction that is open.
    virtual std::string finish() = 0;

    // Instead of begin() and finish(): for a transaction that somebody else holds, foreign keys off where they can be.
    virtual void begin_within() = 0;
    virtual std::string finish_within() = 0;

    // The rest is for databases where the work may have to be split into several transactions.

    /// Whether it runs outside of any transaction.
    virtual bool runs_alone(const ChainStep&) const { return false; }
    /// Whether a later step uses what this one makes, and can do so only after a commit.
    virtual bool is_awaited(const ChainStep&, std::span<const ChainStep>) const { return false; }
    /// Ends the transaction, where one is open. What is added next opens another.
    virtual void commit() {}
};

/// The scripts of one kind of database. Programs that include its script header register it at start.
struct ScriptDialect {
    std::string_view name;
    std::unique_ptr<ScriptWriter> (*writer)();
    HistorySql (*history_sql)(const HistoryTable&);
};
/// Twice the same is once. Always true, so that a constant can be initialised with it.
bool register_script_dialect(const ScriptDialect& dialect) noexcept;
/// Throws Error where it is not registered.
ScriptDialect script_dialect(std::string_view name);

struct StepsOptions {
    /// Told how many of the steps are done before each commit but the last: what it adds is committed with them.
    std::function<void(std::size_t done)> before_commit = [](std::size_t) {};
    /// Whether each step is a transaction of its own, where the work may be split at all.
    bool commit_each = false;
    /// What is written for a step that no script can do. Without it, such a step is an Error.
    std::function<void(const ChainStep& step)> left_out = {};
};
/// Adds the first `count` of the steps. What comes after those is still to be added.
void write_steps(ScriptWriter& writer, std::span<const ChainStep> steps, std::size_t count,
                 const StepsOptions& options = {});

} // namespace aludel::detail
