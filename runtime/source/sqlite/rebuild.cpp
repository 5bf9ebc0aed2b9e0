// The procedure: https://www.sqlite.org/lang_altertable.html#otheralter
#include "rebuild.hpp"

#include "stored_table.hpp"
#include "tokens.hpp"

#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace aludel::sqlite {

namespace {

std::vector<std::string> read_dependent(::sqlite3* handle, const std::string& table) {
    // Indexes first: a trigger may need one (ON CONFLICT of an INSERT in it).
    Statement statement(handle, "SELECT sql FROM main.sqlite_schema WHERE tbl_name = $1 COLLATE NOCASE AND sql IS NOT "
                                "NULL AND type IN ('index', 'trigger') ORDER BY type, rowid");
    const Value parameter(table);
    statement.bind(std::span(&parameter, 1));
    std::vector<std::string> sql;
    while (statement.step()) sql.push_back(statement.text(0));
    return sql;
}

/// One of SQLite's own.
bool has_table(::sqlite3* handle, const std::string& name) {
    return query_integer(handle, "SELECT count(*) FROM main.sqlite_schema WHERE name = '" + name + "'") != 0;
}

std::optional<std::int64_t> read_sequence(::sqlite3* handle, const std::string& table) {
    if (!has_table(handle, "sqlite_sequence")) return std::nullopt;
    Statement statement(handle, "SELECT seq FROM main.sqlite_sequence WHERE name = $1");
    const Value parameter(table);
    statement.bind(std::span(&parameter, 1));
    if (!statement.step()) return std::nullopt;
    return statement.integer(0);
}

/// Triggers in TEMP are none of the database's, and go with the table all the same.
struct TemporaryTrigger {
    std::string name;
    std::string sql;
};

std::vector<TemporaryTrigger> read_temporary_triggers(::sqlite3* handle, const std::string& table) {
    Statement statement(handle, "SELECT name, sql FROM temp.sqlite_schema WHERE type = 'trigger' AND tbl_name = $1 "
                                "COLLATE NOCASE ORDER BY rowid");
    const Value parameter(table);
    statement.bind(std::span(&parameter, 1));
    std::vector<TemporaryTrigger> triggers;
    while (statement.step()) triggers.push_back({statement.text(0), statement.text(1)});
    return triggers;
}

/// Some may be of a table of the same name in another database: those are still there.
void restore_temporary_triggers(::sqlite3* handle, const std::vector<TemporaryTrigger>& triggers) {
    for (const auto& trigger : triggers) {
        Statement find(handle, "SELECT 1 FROM temp.sqlite_schema WHERE type = 'trigger' AND name = $1");
        const Value parameter(trigger.name);
        find.bind(std::span(&parameter, 1));
        // SQLite keeps the text as `CREATE TRIGGER name …`, whatever stood between.
        if (!find.step()) execute(handle, "CREATE TEMP" + trigger.sql.substr(std::string_view("CREATE").size()));
    }
}

/// A name of the rowid that is no column's, where both tables have one that only such a name reaches.
std::optional<std::string_view> rowid_name(const CreateTable& from, const CreateTable& to) {
    if (from.without_rowid || to.without_rowid || rowid_column(to)) return std::nullopt;
    for (const std::string_view name : {"rowid", "_rowid_", "oid"})
        if (!from.find_column(name) && !to.find_column(name)) return name;
    return std::nullopt;
}

/// What fills a column; empty: its default.
std::string source_of(const std::string& column, const CreateTable& from, const ChainStep& step) {
    for (const auto& source : step.sources)
        if (same_identifier(source.column, column)) return "(" + std::string(source.expression) + "\n)";
    return from.find_column(column) ? quote_identifier(column) : "";
}

std::string copy_sql(const StoredTable& original, const CreateTable& to, const std::string& new_name,
                     const ChainStep& step) {
    std::string columns, sources;
    const auto add = [&](std::string_view column, std::string_view source) {
        columns.append(columns.empty() ? "" : ", ").append(column);
        sources.append(sources.empty() ? "" : ", ").append(source);
    };
    if (const auto rowid = rowid_name(original.definition, to)) add(*rowid, *rowid);
    for (const auto& column : to.columns) {
        if (column.find(TableConstraint::Kind::generated)) continue;
        const auto source = source_of(column.name, original.definition, step);
        if (!source.empty()) add(quote_identifier(column.name), source);
    }
    // In the order of the rowids, and not of an index that happens to hold all the columns.
    return "INSERT INTO " + qualified(new_name) + " (" + columns + ") SELECT " + sources + " FROM " +
           qualified(original.name) + " NOT INDEXED";
}

void copy_rows(::sqlite3* handle, const StoredTable& original, const CreateTable& to, const std::string& new_name,
               const ChainStep& step) {
    const auto count = query_integer(handle, "SELECT count(*) FROM " + qualified(original.name));
    const auto before = sqlite3_total_changes64(handle);
    const auto sql = copy_sql(original, to, new_name, step);
    execute(handle, sql);
    auto copied = sqlite3_total_changes64(handle) - before;
    // A row that replaces another counts as a change of its own.
    if (mentions_word(print(to), "REPLACE"))
        copied = query_integer(handle, "SELECT count(*) FROM " + qualified(new_name));
    if (copied == count) return;
    throw error_with_code(SQLITE_CONSTRAINT,
                          "of the " + std::to_string(count) + " rows of " + original.name + " only " +
                              std::to_string(copied) + " would be kept",
                          "A constraint of the table with ON CONFLICT IGNORE or REPLACE leaves the others out.", sql);
}

bool has_autoincrement(const CreateTable& table) {
    const auto numbers = [](const TableConstraint& constraint) { return constraint.autoincrement; };
    for (const auto& column : table.columns)
        for (const auto& constraint : column.constraints)
            if (numbers(constraint)) return true;
    for (const auto& constraint : table.constraints)
        if (numbers(constraint)) return true;
    return false;
}

void restore_sequence(::sqlite3* handle, const std::string& name, std::int64_t sequence) {
    const std::array<Value, 2> parameters{Value(name), Value(sequence)};
    Statement forget(handle, "DELETE FROM main.sqlite_sequence WHERE name = $1");
    forget.bind(std::span(parameters).first(1));
    forget.step();
    Statement insert(handle, "INSERT INTO main.sqlite_sequence (name, seq) VALUES ($1, $2)");
    insert.bind(parameters);
    insert.step();
}

/// What ANALYZE found. DROP TABLE takes the rows along that bear the table's name.
void move_statistics(::sqlite3* handle, const std::string& from, const std::string& to) {
    const std::array<Value, 2> parameters{Value(from), Value(to)};
    for (const std::string table : {"sqlite_stat1", "sqlite_stat4"}) {
        if (!has_table(handle, table)) continue;
        Statement update(handle, "UPDATE main." + table + " SET tbl = $2 WHERE tbl = $1");
        update.bind(parameters);
        update.step();
    }
}

/// The columns of what SQLite makes an index of its own for; the indexes are numbered in this order.
std::vector<std::vector<std::string>> keys(const CreateTable& table) {
    std::vector<std::vector<std::string>> keys;
    const auto add = [&](const std::vector<TableConstraint>& constraints) {
        for (const auto& constraint : constraints)
            if (constraint.kind == TableConstraint::Kind::primary_key ||
                constraint.kind == TableConstraint::Kind::unique)
                keys.push_back(constraint.columns);
    };
    for (const auto& column : table.columns) add(column.constraints);
    add(table.constraints);
    return keys;
}

/// Of indexes that are no more, or another's of the same name.
void forget_statistics(::sqlite3* handle, const std::string& name, bool same_keys) {
    const Value parameter(name);
    for (const std::string table : {"sqlite_stat1", "sqlite_stat4"}) {
        if (!has_table(handle, table)) continue;
        Statement forget(handle, "DELETE FROM main." + table + " WHERE tbl = $1 AND (idx NOT IN (SELECT name FROM " +
                                     "main.sqlite_schema)" + (same_keys ? "" : " OR idx LIKE 'sqlite_autoindex%'") +
                                     ")");
        forget.bind(std::span(&parameter, 1));
        forget.step();
    }
}

/// With foreign keys off and in the legacy way, a rename touches nothing but the table: views and triggers that name
/// it are not even read.
void rename(::sqlite3* handle, const std::string& from, const std::string& to) {
    const auto legacy = query_integer(handle, "PRAGMA legacy_alter_table");
    execute(handle, "PRAGMA legacy_alter_table = 1");
    execute(handle, "ALTER TABLE " + qualified(from) + " RENAME TO " + quote_identifier(to));
    execute(handle, "PRAGMA legacy_alter_table = " + std::to_string(legacy));
}

} // namespace

void rebuild_table(::sqlite3* handle, const ChainStep& step) {
    const auto original = read_table(handle, step.subject);
    const auto& name = original.name;
    const auto dependent = read_dependent(handle, name);
    const auto temporary_triggers = read_temporary_triggers(handle, name);
    const auto sequence = read_sequence(handle, name);
    const auto new_name = scratch_name(original);
    const auto table = renamed(original, edited(original, step), new_name);
    execute(handle, print(table));
    copy_rows(handle, original, table, new_name, step);
    move_statistics(handle, name, new_name);
    execute(handle, "DROP TABLE " + qualified(name));
    rename(handle, new_name, name);
    move_statistics(handle, new_name, name);
    if (sequence && has_autoincrement(table)) restore_sequence(handle, name, *sequence);
    for (const auto& sql : dependent) execute(handle, sql);
    restore_temporary_triggers(handle, temporary_triggers);
    forget_statistics(handle, name, keys(original.definition) == keys(table));
}

} // namespace aludel::sqlite
