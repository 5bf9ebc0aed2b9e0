#include "sqlite_session.hpp"

#include "sqlite/sqlite_history.hpp"
#include "tokens.hpp"

#include <utility>

namespace aludel::sqlite {

void SqliteSession::check_allowed(std::string_view sql) const {
    if (!exclusive_) return;
    if (!in_transaction()) // whatever ran now would be committed on its own
        throw error_with_code(SQLITE_ABORT_ROLLBACK, "an error before has rolled back the upgrade's transaction",
                              "A function that goes on after an error uses a SAVEPOINT, and no OR ROLLBACK.", sql);
    const auto word = first_token(sql);
    const bool allowed = !is_word(word, "COMMIT") && !is_word(word, "END") && !is_word(word, "BEGIN") &&
                         !(is_word(word, "ROLLBACK") && !mentions_word(sql, "TO"));
    if (allowed) return;
    throw error_with_code(SQLITE_MISUSE, "a step must not begin or end a transaction: it runs in the upgrade's own",
                          "A SAVEPOINT may be used.", sql);
}

std::int64_t SqliteSession::execute(std::string_view sql, std::span<const Value> parameters) {
    std::int64_t changed = 0;
    const std::string script(sql);
    check_has_no_nul(script);
    std::string_view rest = script;
    do {
        Statement statement(handle(), script, script.size() - rest.size());
        rest = statement.rest();
        if (statement.empty()) continue;
        if (!parameters.empty() && first_token(rest).kind != Token::Kind::space)
            throw error_with_code(SQLITE_MISUSE, "several statements cannot be given parameters", "", sql);
        check_allowed(statement.sql());
        statement.bind(parameters);
        const auto before = sqlite3_total_changes64(handle());
        while (statement.step()) {
        }
        changed = sqlite3_total_changes64(handle()) == before ? 0 : sqlite3_changes64(handle());
    } while (!rest.empty());
    return changed;
}

Result SqliteSession::query(std::string_view sql, std::span<const Value> parameters) {
    Statement statement(handle(), sql);
    Result result;
    if (first_token(statement.rest()).kind != Token::Kind::space)
        throw error_with_code(SQLITE_MISUSE, "a query is one statement", "", sql);
    if (statement.empty()) return result;
    check_allowed(statement.sql());
    statement.bind(parameters);
    const int columns = statement.column_count();
    for (int i = 0; i < columns; ++i) result.columns.push_back(statement.column_name(i));
    while (statement.step()) {
        auto& row = result.rows.emplace_back();
        row.reserve(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i) row.push_back(statement.value(i));
    }
    return result;
}

void SqliteSession::set_waiting(bool waits) {
    if (waits) {
        if (usual_wait_) sqlite3_busy_timeout(handle(), *std::exchange(usual_wait_, std::nullopt));
        return;
    }
    const auto usual = query_integer(handle(), "PRAGMA busy_timeout");
    if (usual == 0) return; // it may be a handler of the application's
    usual_wait_ = static_cast<int>(usual);
    sqlite3_busy_timeout(handle(), 0);
}

detail::HistorySql SqliteSession::history_sql(const HistoryTable& table) const { return sqlite::history_sql(table); }

} // namespace aludel::sqlite
