#include "scratch_database.hpp"

#include "rebuild.hpp"
#include "run_step.hpp"
#include "tokens.hpp"

#include <algorithm>
#include <memory>

namespace aludel::sqlite {

namespace {

std::string trimmed(std::string_view sql) {
    const auto begin = sql.find_first_not_of(" \t\r\n");
    if (begin == sql.npos) return "";
    return std::string(sql.substr(begin, sql.find_last_not_of(" \t\r\n") + 1 - begin));
}

/// A `;` may stand in a comment, and a comment may be the last line.
std::string terminated(std::string_view sql) {
    auto text = trimmed(sql);
    if (sqlite3_complete(text.c_str())) return text;
    return text + (sqlite3_complete((text + ";").c_str()) ? ";" : "\n;");
}

bool sets_pragma(std::string_view sql) { return is_word(first_token(sql), "PRAGMA") && sql.find('=') != sql.npos; }

/// There must be no rows: a later step may stop at those that an application's own function would have filled.
bool changes_rows(std::string_view sql) {
    static constexpr std::string_view words[] = {"INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"};
    const auto first = first_token(sql);
    return std::ranges::any_of(words, [&](std::string_view word) { return is_word(first, word); });
}

int write_down(unsigned, void* into, void* statement, void* text) {
    const std::string_view sql = static_cast<const char*>(text);
    if (sql.starts_with("--")) return 0; // a trigger
    auto* const prepared = static_cast<sqlite3_stmt*>(statement);
    if (sqlite3_stmt_readonly(prepared) && !sets_pragma(sql)) return 0;
    const std::unique_ptr<char, void (*)(void*)> expanded(sqlite3_expanded_sql(prepared), sqlite3_free);
    static_cast<std::vector<std::string>*>(into)->push_back(terminated(expanded ? expanded.get() : sql));
    return 0;
}

} // namespace

ScratchDatabase::ScratchDatabase() : handle_(open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) {
    // A script must work in every client, and many do not let it edit sqlite_schema.
    sqlite3_db_config(get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    execute("PRAGMA foreign_keys = 0");
}

void ScratchDatabase::make(const ChainStep& step) {
    switch (step.kind) {
    case ChainStep::Kind::sql:
    case ChainStep::Kind::sql_then_commit:
    case ChainStep::Kind::sql_alone: run(step.sql); return;
    case ChainStep::Kind::sql_when:
        if (Statement(get(), detail::condition_sql(step)).step()) run(step.sql);
        return;
    case ChainStep::Kind::rebuild: rebuild_table(get(), step); return;
    case ChainStep::Kind::check:
    case ChainStep::Kind::batched_update:
    case ChainStep::Kind::call: return; // they are for the rows
    }
}

bool ScratchDatabase::has_table(const std::string& name) {
    Statement find(get(), "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = $1 COLLATE NOCASE");
    const Value parameter(name);
    find.bind(std::span(&parameter, 1));
    return find.step();
}

void ScratchDatabase::copy(Connection& from) {
    // A virtual table makes the tables that it keeps its data in.
    const auto entries = from.query("SELECT name, sql, type FROM main.sqlite_schema WHERE sql IS NOT NULL AND name NOT "
                                    "LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type <> 'table', sql NOT LIKE 'CREATE "
                                    "VIRTUAL%', type = 'trigger', rowid");
    for (const auto& row : entries.rows)
        if (std::get<std::string>(row[2]) != "table" || !has_table(std::get<std::string>(row[0])))
            execute(std::get<std::string>(row[1]));
    const bool analyzed = !from.query("SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_stat1'").rows.empty();
    if (analyzed) execute("ANALYZE main.sqlite_schema");
}

std::vector<std::string> ScratchDatabase::run(std::string_view sql) {
    std::vector<std::string> statements;
    do {
        Statement statement(get(), sql);
        sql = statement.rest();
        if (statement.empty()) continue;
        statements.push_back(terminated(statement.sql()));
        if (changes_rows(statement.sql())) continue;
        while (statement.step()) {
        }
    } while (!sql.empty());
    return statements;
}

std::vector<std::string> ScratchDatabase::record(const std::function<void()>& action) {
    std::vector<std::string> statements;
    sqlite3_trace_v2(get(), SQLITE_TRACE_STMT, write_down, &statements);
    try {
        action();
    } catch (...) {
        sqlite3_trace_v2(get(), 0, nullptr, nullptr);
        throw;
    }
    sqlite3_trace_v2(get(), 0, nullptr, nullptr);
    return statements;
}

} // namespace aludel::sqlite
