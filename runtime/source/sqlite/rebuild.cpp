// The procedure: https://www.sqlite.org/lang_altertable.html#otheralter
#include "rebuild.hpp"

#include "create_table.hpp"
#include "tokens.hpp"

#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace aludel::sqlite {

namespace {

/// A table as it was before.
struct Original {
    CreateTable definition;
    std::string name;                   ///< as the database spells it
    std::vector<std::string> dependent; ///< the SQL of its indexes and triggers
    std::optional<std::int64_t> sequence;
};

std::string qualified(std::string_view name) { return "main." + quote_identifier(name); }

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

std::optional<std::int64_t> read_sequence(::sqlite3* handle, const std::string& table) {
    if (query_integer(handle, "SELECT count(*) FROM main.sqlite_schema WHERE name = 'sqlite_sequence'") == 0)
        return std::nullopt;
    Statement statement(handle, "SELECT seq FROM main.sqlite_sequence WHERE name = $1");
    const Value parameter(table);
    statement.bind(std::span(&parameter, 1));
    if (!statement.step()) return std::nullopt;
    return statement.integer(0);
}

Original read_original(::sqlite3* handle, std::string_view table) {
    Statement statement(handle, "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' AND name = $1 COLLATE "
                                "NOCASE");
    const Value parameter{std::string(table)};
    statement.bind(std::span(&parameter, 1));
    if (!statement.step())
        throw error_with_code(SQLITE_ERROR, "there is no table " + std::string(table),
                              "The database was changed by something else than its revisions.");
    Original original;
    original.name = statement.text(0);
    original.definition = parse_create_table(statement.text(1));
    original.dependent = read_dependent(handle, original.name);
    original.sequence = read_sequence(handle, original.name);
    return original;
}

/// `hero.age > 0` would name no table while the new one has another name; in a table's own definition `age > 0` is
/// the same.
std::string without_qualifier(const std::string& sql, const std::string& table) {
    const auto tokens = tokenize(sql);
    std::string text;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool name = tokens[i].kind == Token::Kind::word || tokens[i].kind == Token::Kind::quoted;
        if (name && i + 1 < tokens.size() && is_symbol(tokens[i + 1], '.') &&
            same_identifier(unquoted(tokens[i]), table))
            ++i;
        else
            text += tokens[i].text;
    }
    return text;
}

CreateTable edited(const Original& original, const ChainStep& step, const std::string& new_name) {
    auto table = original.definition;
    for (const auto& edit : step.edits) apply(edit, table);
    const auto unqualify = [&](std::vector<TableConstraint>& constraints) {
        for (auto& constraint : constraints)
            if (constraint.kind == TableConstraint::Kind::check || constraint.kind == TableConstraint::Kind::generated)
                constraint.text = without_qualifier(constraint.text, original.name);
    };
    for (auto& column : table.columns) unqualify(column.constraints);
    unqualify(table.constraints);
    table.head = "CREATE TABLE " + qualified(new_name) + " (";
    return table;
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

std::string copy_sql(const Original& original, const CreateTable& to, const std::string& new_name,
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

void copy_rows(::sqlite3* handle, const Original& original, const CreateTable& to, const std::string& new_name,
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

void restore_sequence(::sqlite3* handle, const Original& original, const CreateTable& table) {
    if (!original.sequence || !has_autoincrement(table)) return;
    const std::array<Value, 2> parameters{Value(original.name), Value(*original.sequence)};
    Statement forget(handle, "DELETE FROM main.sqlite_sequence WHERE name = $1");
    forget.bind(std::span(parameters).first(1));
    forget.step();
    Statement insert(handle, "INSERT INTO main.sqlite_sequence (name, seq) VALUES ($1, $2)");
    insert.bind(parameters);
    insert.step();
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
    const auto original = read_original(handle, step.subject);
    const auto new_name = "aludel_new_" + original.name;
    const auto table = edited(original, step, new_name);
    execute(handle, print(table));
    copy_rows(handle, original, table, new_name, step);
    execute(handle, "DROP TABLE " + qualified(original.name));
    rename(handle, new_name, original.name);
    restore_sequence(handle, original, table);
    for (const auto& sql : original.dependent) execute(handle, sql);
}

} // namespace aludel::sqlite
