// The second procedure of https://www.sqlite.org/lang_altertable.html#otheralter
#include "definition_edit.hpp"

#include "stored_table.hpp"

#include <algorithm>
#include <array>

namespace aludel::sqlite {

namespace {

using Edit = TableEdit::Kind;

/// https://www.sqlite.org/datatype3.html#determination_of_column_affinity: the first row with a part of the type wins.
std::size_t affinity(std::string_view type) {
    static constexpr std::array<std::string_view, 8> parts{"INT",  "CHAR", "CLOB", "TEXT",
                                                           "BLOB", "REAL", "FLOA", "DOUB"};
    static constexpr std::array<std::size_t, 8> affinities{0, 1, 1, 1, 2, 3, 3, 3};
    if (type.empty()) return 2;
    for (std::size_t i = 0; i < parts.size(); ++i)
        for (std::size_t at = 0; at + parts[i].size() <= type.size(); ++at)
            if (same_identifier(type.substr(at, parts[i].size()), parts[i])) return affinities[i];
    return 4; // NUMERIC
}

/// STRICT tables know types, and `INTEGER` of a primary key is the rowid; elsewhere the affinity is all.
bool keeps_values(const CreateTable& table, const TableEdit& edit) {
    const auto* column = table.find_column(edit.subject);
    const auto key = primary_key_columns(table);
    const auto is_column = [&](const std::string& name) { return same_identifier(name, edit.subject); };
    return column && !table.strict && std::none_of(key.begin(), key.end(), is_column) &&
           affinity(column->type) == affinity(edit.text);
}

bool is_default(const TableEdit& edit) { return edit.kind == Edit::change_default || edit.kind == Edit::drop_default; }

/// Where it is an edit of text, if the rows fit.
bool is_text_only(const CreateTable& table, const TableEdit& edit) {
    switch (edit.kind) {
    case Edit::drop_not_null:
    case Edit::drop_check:
    case Edit::drop_foreign_key:
    case Edit::set_not_null: return true;
    case Edit::set_type: return keeps_values(table, edit);
    case Edit::add_constraint: {
        const auto kind = parse_table_constraint(edit.text).kind; // others need an index
        return kind == TableConstraint::Kind::check || kind == TableConstraint::Kind::foreign_key;
    }
    default: return is_default(edit);
    }
}

bool is_defensive(::sqlite3* handle) {
    int value = 0;
    return sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, -1, &value) != SQLITE_OK || value != 0;
}

/// A row from before an ADD COLUMN is shorter than the table: SQLite reads the column from the DEFAULT of the
/// definition, and another DEFAULT would change the row. While this is the default, such rows hold it. A row that was
/// written with the same bytes costs a rebuild, no more.
constexpr std::string_view probe = "x'616c7564656c2773206f776e2064656661756c74'";

/// Selects the rows that the new definition does not fit; empty: it fits any.
std::string obstacles(const ChainStep& step) {
    std::string conditions;
    const auto add = [&](std::string_view condition, std::string_view rest) {
        conditions.append(conditions.empty() ? "" : " OR ").append(condition).append(rest);
    };
    for (const auto& edit : step.edits) {
        if (is_default(edit)) {
            add(quote_identifier(edit.subject) + " IS ", probe);
        } else if (edit.kind == Edit::set_not_null) {
            add(quote_identifier(edit.subject), " IS NULL");
        } else if (edit.kind == Edit::add_constraint) {
            const auto constraint = parse_table_constraint(edit.text);
            if (constraint.kind == TableConstraint::Kind::check) add("NOT (" + constraint.expression, "\n)");
        }
    }
    return conditions;
}

bool any_row(::sqlite3* handle, const StoredTable& table, const std::string& condition) {
    // An index may hold what a short row does not.
    return query_integer(handle, "SELECT EXISTS (SELECT 1 FROM " + qualified(table.name) + " NOT INDEXED WHERE " +
                                     condition + ")") != 0;
}

/// This connection reads the schema again at once, the others when they see its new version.
bool write_definition(::sqlite3* handle, const StoredTable& table, const CreateTable& definition) {
    const auto version = query_integer(handle, "PRAGMA main.schema_version") + 1;
    const std::array<Value, 2> parameters{Value(table.name), Value(print(definition))};
    execute(handle, "PRAGMA writable_schema = 1");
    {
        Statement update(handle, "UPDATE main.sqlite_schema SET sql = $2 WHERE type = 'table' AND name = $1");
        update.bind(parameters);
        update.step();
    }
    execute(handle, "PRAGMA main.schema_version = " + std::to_string(version));
    execute(handle, "PRAGMA writable_schema = RESET");
    Statement written(handle, "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = $1 AND sql = $2");
    written.bind(parameters);
    return written.step() && query_integer(handle, "PRAGMA main.schema_version") == version;
}

void undo(::sqlite3* handle) {
    execute(handle, "ROLLBACK TO aludel_edit");
    // Refused where writing was, and then there is nothing to reset.
    sqlite3_exec(handle, "PRAGMA writable_schema = RESET", nullptr, nullptr, nullptr);
}

/// While the old definition is the database's, except for defaults: SQLite takes `IS NULL` of a NOT NULL column to be
/// false without a look.
bool rows_fit(::sqlite3* handle, const StoredTable& table, const ChainStep& step) {
    const auto condition = obstacles(step);
    if (condition.empty() || !any_row(handle, table, "1")) return true;
    auto probing = table.definition;
    for (const auto& edit : step.edits)
        if (is_default(edit)) apply({Edit::change_default, edit.subject, probe, {}}, probing);
    const bool probes = std::any_of(step.edits.begin(), step.edits.end(), is_default);
    return (!probes || write_definition(handle, table, probing)) && !any_row(handle, table, condition);
}

bool edit_within_savepoint(::sqlite3* handle, const StoredTable& table, const ChainStep& step) {
    const auto after = edited(table, step);
    // Reading a schema SQLite is less strict than when a table is created.
    execute(handle, print(renamed(table, after, scratch_name(table))));
    undo(handle);
    return rows_fit(handle, table, step) && write_definition(handle, table, after);
}

/// The connection does not let sqlite_schema be written (an authorizer), or the rebuild will say what is wrong.
bool is_refusal(::sqlite3* handle, const Error& error) {
    return sqlite3_get_autocommit(handle) == 0 && (error.code() == "SQLITE_ERROR" || error.code() == "SQLITE_AUTH");
}

} // namespace

bool edit_definition(::sqlite3* handle, const ChainStep& step) {
    if (!step.sources.empty() || is_defensive(handle)) return false;
    const auto table = read_table(handle, step.subject);
    for (const auto& edit : step.edits)
        if (!is_text_only(table.definition, edit)) return false;
    execute(handle, "SAVEPOINT aludel_edit");
    bool done = false;
    try {
        done = edit_within_savepoint(handle, table, step);
    } catch (const Error& error) {
        if (!is_refusal(handle, error)) throw;
    }
    if (!done) undo(handle);
    execute(handle, "RELEASE aludel_edit");
    return done;
}

} // namespace aludel::sqlite
