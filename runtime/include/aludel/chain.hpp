// The revisions that are embedded into an application: plain constant data, written by `aludel embed`, read by
// upgrade(). Everything is a view: of constants in a generated source file, or of what the aludel command built from
// the files.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace aludel {

class Connection;

/// Raised whenever generated code of an older layout could no longer compile or mean the same.
inline constexpr int chain_version = 4;

/// One edit of a table's definition. A rebuild applies them to the definition that the database has, so that what
/// nobody told aludel about (a hand-written CHECK, ON CONFLICT, STRICT) stays.
struct TableEdit {
    enum class Kind : std::uint8_t {
        add_column,       ///< subject: its name; text: its whole definition, name included
        drop_column,      ///< subject
        set_type,         ///< subject; text: the type
        set_not_null,     ///< subject
        drop_not_null,    ///< subject
        change_default,   ///< subject; text: the SQL after DEFAULT
        drop_default,     ///< subject
        set_collation,    ///< subject; text: the collation, unquoted; empty: none
        set_generated,    ///< subject; text: `GENERATED ALWAYS AS (…) STORED`; empty: an ordinary column from now on
        add_constraint,   ///< subject: its name; text: the whole table constraint, `CONSTRAINT "x" …`
        drop_primary_key, ///< of the table, wherever it is written
        drop_unique,      ///< subject: its name; columns: where the definition does not name it
        drop_foreign_key, ///< subject; columns; text: all but its name, which tells it from others of these columns
        drop_check,       ///< subject; text: its expression, where the definition does not name it
        set_option,       ///< subject: `STRICT` or `WITHOUT ROWID`; text: `on`, or empty
    };
    Kind kind;
    std::string_view subject;
    std::string_view text;
    std::span<const std::string_view> columns;
};

/// Where a rebuilt table's column takes its values from, where that is not the old column of the same name.
struct ColumnSource {
    std::string_view column;
    std::string_view expression; ///< SQL over the old table's columns
};

/// An UPDATE in batches, each committed with how far it went.
struct Batches {
    std::string_view table;                ///< as SQL says it
    std::span<const std::string_view> key; ///< the columns of its primary key, as SQL says them
    std::string_view update;               ///< `UPDATE … SET …`, without its condition
    std::string_view where;                ///< SQL; empty: all rows
    std::int64_t size = 1000;              ///< rows
    std::int64_t pause_ms = 0;             ///< between two of them
};

/// What one step does.
struct ChainStep {
    enum class Kind : std::uint8_t {
        sql,     ///< execute `sql`
        check,   ///< `sql` selects the rows that stand in the way (key and value first); any row stops with `text`
        rebuild, ///< make `subject` (a table) again with `edits`, filled by `sources`
        call,    ///< call `function`, whose name is `subject`; null where the application is not at hand
        /// Execute `sql`; what it makes can be used by others only after a commit. Where a later step of the same
        /// transaction needs it, the run is begun again and split here.
        sql_then_commit,
        /// Execute `sql` outside of any transaction: what came before is committed, what follows is another one. Where
        /// `subject` (SQL) selects a row it has been done already; `text` (SQL) clears away a half-done attempt.
        sql_alone,
        /// What `batches` says, of the table `subject`; `sql` is the same in one statement.
        batched_update,
        sql_when, ///< execute `sql` where `subject` (a query) selects a row; elsewhere it is done without
    };
    Kind kind;
    std::string_view sql;
    std::string_view subject;
    std::string_view text;
    std::span<const TableEdit> edits;
    std::span<const ColumnSource> sources;
    void (*function)(Connection&) = nullptr;
    const Batches* batches = nullptr;
};

/// The steps of one revision in one dialect.
struct DialectSteps {
    std::string_view dialect;
    std::span<const ChainStep> upgrade;
    std::span<const ChainStep> downgrade;
};

/// A revision that another replaces.
struct ReplacedRevision {
    std::string_view id;
    std::string_view checksum;
    std::string_view by; ///< that other one; or the one of the same list that had replaced it before
};

/// What an application that was built before a revision can still do with a database that has it.
enum class Compatibility : std::uint8_t { none, read, write };

struct ChainRevision {
    std::string_view id;
    std::span<const std::string_view> parents;
    std::string_view message;
    std::string_view checksum;     ///< "1:" and the SHA-256 of its canonical operations, in hex
    std::string_view irreversible; ///< why it cannot be taken back; empty where it can
    std::span<const DialectSteps> dialects;
    std::span<const std::string_view> depends_on;
    std::string_view branch;                    ///< its label, or empty
    std::span<const ReplacedRevision> replaces; ///< in their order, each after those that it replaced itself
    bool without_transaction = false;           ///< each of its steps is committed for itself
    Compatibility compatibility = Compatibility::none;
    bool loses_rows = false; ///< its downgrade cannot put back all that its upgrade takes away
    /// A line for each of its operations, "1a2b3c4d add_column hero.power": what tells what was changed, where the
    /// checksum differs from that of a database.
    std::string_view operations;
};

/// Where a database keeps which revisions it has had. Two applications that share a database each have their own.
struct HistoryTable {
    std::string_view schema; ///< empty: the database's default. SQLite, which has none, leaves it aside
    std::string_view name = "aludel_revision";
};

/// A whole chain: every revision after its parents.
struct Chain {
    std::string_view name; ///< the target that add_migrations() was called for
    std::span<const ChainRevision> revisions;
    HistoryTable history = {};
    /// Those that others of the chain replace, as far as their files are there: for databases that have had a part.
    std::span<const ChainRevision> replaced = {};
    std::string_view version; ///< of the application; empty: not said
};

} // namespace aludel
