#include "dependents.hpp"

#include "create_table.hpp"
#include "tokens.hpp"

#include <algorithm>
#include <optional>

namespace aludel::sqlite {

namespace {

/// A view or a trigger.
struct Dependent {
    std::string schema; ///< main or temp
    bool is_view;
    std::string name;
    std::string relation; ///< the view, or what the trigger is on
    std::string sql;
};

std::vector<Dependent> read_dependents(::sqlite3* handle) {
    std::string select;
    for (const std::string schema : {"main", "temp"})
        select += (select.empty() ? "SELECT '" : " UNION ALL SELECT '") + schema +
                  "', type = 'view', name, tbl_name, sql FROM " + schema +
                  ".sqlite_schema WHERE type IN ('view', 'trigger')";
    Statement statement(handle, select);
    std::vector<Dependent> dependents;
    while (statement.step())
        dependents.push_back(
            {statement.text(0), statement.integer(1) != 0, statement.text(2), statement.text(3), statement.text(4)});
    return dependents;
}

std::vector<std::string> names_in(const std::string& sql) {
    std::vector<std::string> names;
    for (const auto& token : tokenize(sql))
        if (token.kind == Token::Kind::word || token.kind == Token::Kind::quoted) names.push_back(unquoted(token));
    return names;
}

/// Those that name the table, or a view that does. A word that means something else costs a look, no more.
std::vector<Dependent> dependents_of(::sqlite3* handle, std::string_view table) {
    const auto all = read_dependents(handle);
    std::vector<std::vector<std::string>> names;
    for (const auto& each : all) names.push_back(names_in(each.sql));
    std::vector<bool> is_found(all.size(), false);
    std::vector<std::string> named{std::string(table)};
    std::vector<Dependent> found;
    for (std::size_t next = 0; next < named.size(); ++next) {
        const auto is_named = [wanted = named[next]](const std::string& name) { return same_identifier(name, wanted); };
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (is_found[i] || std::ranges::none_of(names[i], is_named)) continue;
            is_found[i] = true;
            found.push_back(all[i]);
            if (all[i].is_view) named.push_back(all[i].name);
        }
    }
    return found;
}

class NoStringsInDoubleQuotes {
public:
    explicit NoStringsInDoubleQuotes(::sqlite3* handle) : handle_(handle) {
        sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, -1, &before_);
        sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    }
    NoStringsInDoubleQuotes(const NoStringsInDoubleQuotes&) = delete;
    NoStringsInDoubleQuotes& operator=(const NoStringsInDoubleQuotes&) = delete;
    ~NoStringsInDoubleQuotes() { sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, before_, nullptr); }

private:
    ::sqlite3* handle_;
    int before_ = 0;
};

/// Why SQLite does not compile it; nothing where it does. It is never run.
std::optional<std::string> compile_error(::sqlite3* handle, const std::string& sql) {
    try {
        const Statement statement(handle, sql);
        return std::nullopt;
    } catch (const Error& error) {
        // What is wrong with the file or the memory is not the statement's fault.
        if (!error.code().starts_with("SQLITE_ERROR") && error.code() != "SQLITE_AUTH") throw;
        return error.message();
    }
}

std::optional<std::string> compile_error(::sqlite3* handle, const DependentStatement& statement) {
    if (statement.has_strings) return compile_error(handle, statement.sql);
    const NoStringsInDoubleQuotes strict(handle);
    return compile_error(handle, statement.sql);
}

std::string qualified(const std::string& schema, const std::string& name) {
    return schema + "." + quote_identifier(name);
}

/// That an UPDATE can set. Nothing of a view that SQLite does not understand.
std::vector<std::string> columns(::sqlite3* handle, const std::string& schema, const std::string& relation) {
    std::vector<std::string> names;
    const auto sql = "PRAGMA " + schema + ".table_xinfo(" + quote_identifier(relation) + ")";
    if (compile_error(handle, sql)) return names;
    Statement statement(handle, sql);
    while (statement.step())
        if (statement.integer(6) == 0) names.push_back(statement.text(1)); // the others are generated
    return names;
}

bool is_there(::sqlite3* handle, const DependentStatement& statement) {
    if (!statement.column.empty()) {
        const auto names = columns(handle, statement.schema, statement.relation);
        return std::ranges::find(names, statement.column) != names.end();
    }
    Statement find(handle, "SELECT 1 FROM " + statement.schema + ".sqlite_schema WHERE type IN ('table', 'view') AND " +
                               "name = $1 COLLATE NOCASE");
    const Value parameter(statement.relation);
    find.bind(std::span(&parameter, 1));
    return find.step();
}

/// Those of one view or trigger. It is not asked of a trigger when it is for: another word costs a look.
std::vector<DependentStatement> statements_of(::sqlite3* handle, const Dependent& dependent) {
    std::vector<DependentStatement> statements;
    const std::string schema = dependent.is_view ? dependent.schema : "main";
    const auto add = [&](const std::string& column, std::string sql) {
        statements.push_back({schema, dependent.relation, column, dependent.is_view, std::move(sql)});
    };
    const auto relation = qualified(schema, dependent.relation);
    if (dependent.is_view) {
        add("", "SELECT * FROM " + relation);
        return statements;
    }
    if (mentions_word(dependent.sql, "INSERT")) add("", "INSERT INTO " + relation + " DEFAULT VALUES");
    if (mentions_word(dependent.sql, "DELETE")) add("", "DELETE FROM " + relation);
    if (!mentions_word(dependent.sql, "UPDATE")) return statements;
    for (const auto& column : columns(handle, schema, dependent.relation)) {
        const auto name = quote_identifier(column);
        add(column, std::string("UPDATE ").append(relation).append(" SET ").append(name).append(" = ").append(name));
    }
    return statements;
}

std::string described(const std::string& what, const std::string& name, const std::string& why) {
    return what + " " + name + " (" + why + ")";
}

std::string create_sql(const Dependent& trigger) {
    // SQLite keeps the text as `CREATE TRIGGER name …`, whatever stood between.
    return trigger.schema == "main" ? trigger.sql
                                    : "CREATE TEMP" + trigger.sql.substr(std::string_view("CREATE").size());
}

bool runs_triggers_of(const DependentStatement& statement, const Dependent& trigger) {
    return !statement.reads_view && same_identifier(statement.relation, trigger.relation);
}

std::optional<std::string> first_error(::sqlite3* handle, const std::vector<DependentStatement>& statements,
                                       const Dependent& trigger) {
    for (const auto& statement : statements)
        if (runs_triggers_of(statement, trigger))
            if (auto why = compile_error(handle, statement)) return why;
    return std::nullopt;
}

/// SQLite compiles all triggers for a statement at once, and does not say which one is wrong: each is tried alone.
std::vector<std::string> triggers_to_blame(::sqlite3* handle, const std::vector<DependentStatement>& statements) {
    auto triggers = read_dependents(handle);
    std::erase_if(triggers, [&](const Dependent& each) {
        return each.is_view ||
               std::ranges::none_of(statements, [&](const auto& one) { return runs_triggers_of(one, each); });
    });
    const auto drop = [&](const Dependent& trigger) {
        execute(handle, "DROP TRIGGER " + qualified(trigger.schema, trigger.name));
    };
    std::vector<std::string> blamed;
    execute(handle, "SAVEPOINT aludel_triggers");
    for (const auto& trigger : triggers) drop(trigger);
    for (const auto& trigger : triggers) {
        execute(handle, create_sql(trigger));
        if (const auto why = first_error(handle, statements, trigger))
            blamed.push_back(described("trigger", trigger.name, *why));
        drop(trigger);
    }
    execute(handle, "ROLLBACK TO aludel_triggers");
    execute(handle, "RELEASE aludel_triggers");
    return blamed;
}

bool compiles(::sqlite3* handle, DependentStatement& statement) {
    if (!compile_error(handle, statement)) return true;
    statement.has_strings = true;
    return !compile_error(handle, statement);
}

} // namespace

std::vector<DependentStatement> dependent_statements(::sqlite3* handle, std::string_view table) {
    std::vector<DependentStatement> result;
    const auto is_known = [&](const DependentStatement& statement) {
        return std::ranges::find(result, statement.sql, &DependentStatement::sql) != result.end();
    };
    for (const auto& dependent : dependents_of(handle, table))
        for (auto& statement : statements_of(handle, dependent))
            if (!is_known(statement) && compiles(handle, statement)) result.push_back(std::move(statement));
    return result;
}

std::vector<DependentStatement> broken(::sqlite3* handle, std::vector<DependentStatement> statements) {
    std::erase_if(statements,
                  [&](const auto& each) { return !compile_error(handle, each) || !is_there(handle, each); });
    return statements;
}

void note_broken(::sqlite3* handle, std::string_view table, const std::function<void()>& change,
                 std::vector<DependentStatement>& into) {
    auto statements = dependent_statements(handle, table);
    change();
    for (auto& each : broken(handle, std::move(statements))) into.push_back(std::move(each));
}

void check_dependents(::sqlite3* handle, const std::vector<DependentStatement>& statements) {
    const auto found = broken(handle, statements);
    if (found.empty()) return;
    std::vector<std::string> blamed;
    for (const auto& each : found)
        if (each.reads_view)
            blamed.push_back(described("view", each.relation, compile_error(handle, each).value_or("")));
    for (auto& trigger : triggers_to_blame(handle, found)) blamed.push_back(std::move(trigger));
    std::string message = "views or triggers would not work any more: ";
    for (const auto& each : blamed) message += (&each == &blamed.front() ? "" : ", ") + each;
    throw error_with_code(SQLITE_ERROR, std::move(message),
                          "They need what a table would not have any more. Drop or change them before, or in the "
                          "revision.");
}

} // namespace aludel::sqlite
