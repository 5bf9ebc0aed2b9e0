#include "sqlite/sqlite_script.hpp"

#include "batched_update.hpp"
#include "dependents.hpp"
#include "foreign_keys.hpp"
#include "rebuild.hpp"
#include "scratch_database.hpp"
#include "script/script_text.hpp"
#include "stored_table.hpp"
#include "tokens.hpp"

#include <aludel/error.hpp>

#include <utility>

namespace aludel::sqlite {

namespace {

using detail::commented;
using detail::quoted;

constexpr std::string_view beginning =
    "-- For SQLite: does to a database, rows and all, what an upgrade would. Run it whole, and stop at the first\n"
    "-- error: sqlite3 -bail FILE < SCRIPT, or a library's function for scripts, outside of a transaction. Where it\n"
    "-- stops, nothing is changed once the connection is closed or rolled back. It leaves foreign keys on.\n"
    "PRAGMA foreign_keys = OFF;\n"
    "BEGIN IMMEDIATE;\n";
constexpr std::string_view end = "COMMIT;\nPRAGMA foreign_keys = ON;\n";

/// `('glad', 'sad')`
std::string string_list(const std::vector<std::string>& texts) {
    std::string list;
    for (const auto& text : texts) list += (list.empty() ? "" : ", ") + quoted(text, '\'');
    return "(" + list + ")";
}

/// SQLite raises errors with a text in triggers alone; but an error names the CHECK that failed. What stands in the way
/// is selected first, for a person at the shell.
std::string stop_text(const std::string& found, const std::string& message) {
    return "SELECT * FROM (" + found +
           "\n) LIMIT 5;\n"
           "CREATE TEMP TABLE aludel_stop (problems CONSTRAINT " +
           quote_identifier(message) +
           " CHECK (problems = 0));\n"
           "INSERT OR ROLLBACK INTO temp.aludel_stop SELECT count(*) FROM (" +
           found +
           "\n);\n"
           "DROP TABLE temp.aludel_stop;\n";
}

std::string lines(const std::vector<std::string>& statements) {
    std::string text;
    for (const auto& statement : statements) text += statement + "\n";
    return text;
}

// As check_foreign_keys() of the runtime: rows that broke a key before may go on doing so, also where one of the two
// tables has another name now.
constexpr std::string_view note_orphans =
    "CREATE TEMP TABLE aludel_orphan AS SELECT \"table\" AS child, rowid AS child_row, parent, count(*) AS problems "
    "FROM pragma_foreign_key_check GROUP BY 1, 2, 3;\n";
constexpr std::string_view no_orphans = "CREATE TEMP TABLE aludel_orphan (child, child_row, parent, problems);\n";
constexpr std::string_view new_orphans =
    "SELECT now.\"table\", now.rowid, now.parent FROM pragma_foreign_key_check AS now GROUP BY 1, 2, 3 HAVING count(*) "
    "> "
    "(SELECT coalesce(sum(old.problems), 0) FROM temp.aludel_orphan AS old WHERE old.child_row IS now.rowid AND "
    "(old.child = now.\"table\" OR NOT EXISTS (SELECT 1 FROM main.sqlite_schema AS gone WHERE gone.type = 'table' AND "
    "gone.name = old.child COLLATE NOCASE)) AND (old.parent = now.parent OR NOT EXISTS (SELECT 1 FROM "
    "main.sqlite_schema AS gone WHERE gone.type = 'table' AND gone.name = old.parent COLLATE NOCASE)))";
constexpr std::string_view forget_orphans = "DROP TABLE temp.aludel_orphan;\n";

/// What the runtime asks the database for while it rebuilds a table, as SQL that asks when the script runs.
struct Kept {
    bool sequence; ///< of AUTOINCREMENT
    bool count;    ///< ON CONFLICT IGNORE or REPLACE may leave rows out

    std::string before(const std::string& table) const {
        if (!sequence && !count) return "";
        std::string columns;
        if (count) columns = "(SELECT count(*) FROM " + qualified(table) + ") AS row_count";
        if (sequence)
            columns += (columns.empty() ? "" : ", ") + ("(SELECT seq FROM main.sqlite_sequence WHERE name = " +
                                                        quoted(table, '\'') + " COLLATE NOCASE) AS sequence");
        return "CREATE TEMP TABLE aludel_kept AS SELECT " + columns + ";\n";
    }
    std::string after(const std::string& table) const {
        if (!sequence && !count) return "";
        std::string text;
        if (count)
            text += stop_text("SELECT row_count FROM temp.aludel_kept WHERE row_count <> (SELECT count(*) FROM " +
                                  qualified(table) + ")",
                              "rows of " + table +
                                  " would be lost: a constraint with ON CONFLICT IGNORE or REPLACE leaves them out");
        if (sequence)
            text += "DELETE FROM main.sqlite_sequence WHERE name = " + quoted(table, '\'') +
                    " AND EXISTS (SELECT 1 FROM temp.aludel_kept WHERE sequence IS NOT NULL);\n"
                    "INSERT INTO main.sqlite_sequence (name, seq) SELECT " +
                    quoted(table, '\'') + ", sequence FROM temp.aludel_kept WHERE sequence IS NOT NULL;\n";
        return text + "DROP TABLE temp.aludel_kept;\n";
    }
};

/// The table is made as the scratch database has it: what the real one has besides would go without a word.
std::string stop_at_the_unknown(ScratchDatabase& scratch, const StoredTable& table) {
    std::vector<std::string> columns, dependent;
    for (const auto& column : table.definition.columns) columns.push_back(column.name);
    const auto of_table =
        " FROM main.sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name = " +
        quoted(table.name, '\'') + " COLLATE NOCASE";
    Statement find(scratch.get(), "SELECT name" + of_table);
    while (find.step()) dependent.push_back(find.text(0));
    return stop_text("SELECT type, name" + of_table + " AND name COLLATE NOCASE NOT IN " + string_list(dependent) +
                         " UNION ALL SELECT 'column', name FROM pragma_table_xinfo(" + quoted(table.name, '\'') +
                         ") WHERE name COLLATE NOCASE NOT IN " + string_list(columns),
                     "table " + table.name +
                         " has columns, indexes or triggers that this script does not know and would drop: make the "
                         "script from the database itself, --from its URL");
}

/// `(' ' || lower(sql) || ' ') GLOB '*[^a-z0-9_]name[^a-z0-9_]*'`
std::string mentions(const std::string& name) {
    std::string pattern;
    for (const char c : name) pattern += c == '*' || c == '?' || c == '[' ? std::string{'[', c, ']'} : std::string{c};
    return "(' ' || lower(sql) || ' ') GLOB '*[^a-z0-9_]' || lower(" + quoted(pattern, '\'') + ") || '[^a-z0-9_]*'";
}

/// What somebody made by hand, that may read a column that goes: only the database itself tells whether it does.
std::string stop_at_unknown_readers(ScratchDatabase& scratch, const StoredTable& table, const ChainStep& step) {
    std::string read;
    for (const auto& edit : step.edits)
        if (edit.kind == TableEdit::Kind::drop_column)
            read += (read.empty() ? "" : " OR ") + mentions(std::string(edit.subject));
    if (read.empty()) return "";
    std::vector<std::string> known;
    const std::string all = "FROM main.sqlite_schema WHERE type IN ('view', 'trigger')";
    Statement find(scratch.get(), "SELECT name " + all);
    while (find.step()) known.push_back(find.text(0));
    return stop_text("SELECT type, name " + all + " AND name COLLATE NOCASE NOT IN " + string_list(known) + " AND " +
                         mentions(table.name) + " AND (" + read + ")",
                     "views or triggers that this script does not know may read columns of table " + table.name +
                         " that go: make the script from the database itself, --from its URL");
}

std::string rebuild_text(ScratchDatabase& scratch, const ChainStep& step) {
    // Nothing of the scratch database's own state may get into the script.
    if (scratch.has_table("sqlite_sequence")) scratch.execute("DELETE FROM main.sqlite_sequence");
    const auto original = read_table(scratch.get(), step.subject);
    const auto& table = original.name;
    const auto guard = stop_at_the_unknown(scratch, original) + stop_at_unknown_readers(scratch, original, step);
    const auto statements = scratch.record([&] { rebuild_table(scratch.get(), step); });
    const auto after = print(read_table(scratch.get(), table).definition);
    const Kept kept{mentions_word(print(original.definition), "AUTOINCREMENT") && mentions_word(after, "AUTOINCREMENT"),
                    mentions_word(after, "IGNORE") || mentions_word(after, "REPLACE")};
    return commented("Table " + table + " is made again, its rows copied:") + guard + kept.before(table) +
           lines(statements) + kept.after(table);
}

class Writer final : public detail::ScriptWriter {
public:
    void has_had(const ChainStep& step) override { scratch_.make(step); }
    void is_like(Connection& database) override { scratch_.copy(database); }

    void begin() override {
        sound_before_ = is_sound();
        text_ = beginning;
        text_ += sound_before_ ? note_orphans : no_orphans;
        if (scratch_.has_table("sqlite_stat1")) text_ += "ANALYZE main.sqlite_schema;\n";
    }
    void begin_within() override {}
    std::string finish_within() override {
        check_dependents(scratch_.get(), broken_);
        return std::move(text_);
    }
    void comment(std::string_view text) override { text_ += commented(text); }

    void add(const ChainStep& step) override {
        switch (step.kind) {
        case ChainStep::Kind::sql:
        case ChainStep::Kind::sql_then_commit: text_ += lines(scratch_.run(step.sql)); return;
        case ChainStep::Kind::batched_update:
            text_ += stop_text(detail::broken_keys_sql(*step.batches), detail::broken_keys_text(*step.batches));
            text_ += lines(scratch_.run(step.sql));
            return;
        case ChainStep::Kind::sql_alone: alone_ += lines(scratch_.run(step.sql)); return;
        case ChainStep::Kind::check: text_ += stop_text(std::string(step.sql), std::string(step.text)); return;
        case ChainStep::Kind::rebuild:
            note_broken(
                scratch_.get(), step.subject, [&] { text_ += rebuild_text(scratch_, step); }, broken_);
            return;
        case ChainStep::Kind::sql_when:
        case ChainStep::Kind::call: return; // see can_do()
        }
    }

    /// SQLite's shell has no way to run a statement or not.
    bool can_do(const ChainStep& step) const override {
        return step.kind != ChainStep::Kind::sql_when && ScriptWriter::can_do(step);
    }

    std::string finish() override {
        check_dependents(scratch_.get(), broken_);
        if (sound_before_ || is_sound())
            text_ +=
                stop_text(std::string(new_orphans), "rows would refer to nothing, and no row is deleted by ON DELETE");
        text_.append(forget_orphans).append(end).append(alone_);
        return std::move(text_);
    }

private:
    /// SQLite cannot look for orphans where a foreign key refers to columns that are not unique.
    bool is_sound() const { return foreign_key_check(scratch_.get()).unknown.empty(); }

    ScratchDatabase scratch_;
    std::string text_;
    std::string alone_;                      ///< what no transaction may hold (VACUUM): it can come last
    std::vector<DependentStatement> broken_; ///< by rebuilds; a later step may mend them
    bool sound_before_ = true;
};

} // namespace

std::unique_ptr<detail::ScriptWriter> script_writer() { return std::make_unique<Writer>(); }

} // namespace aludel::sqlite
