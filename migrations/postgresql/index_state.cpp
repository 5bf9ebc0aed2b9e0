#include "migrations/postgresql/index_state.hpp"

#include "migrations/postgresql/quote.hpp"
#include "migrations/statement_reader.hpp"

namespace aludel::migrations::postgresql {
namespace {

/// `table` as SQL spells it, `name` as a value.
IndexState state(std::string_view table, const std::string& name) {
    const auto from =
        " FROM pg_catalog.pg_index JOIN pg_catalog.pg_class ON pg_class.oid = indexrelid WHERE indrelid = "
        "to_regclass(" +
        string_literal(table) + ") AND relname = " + name;
    const auto drop = "DECLARE statement text; BEGIN PERFORM set_config('lock_timeout', '1s', true); FOR statement IN "
                      "SELECT 'DROP INDEX ' || indexrelid::pg_catalog.regclass" +
                      from + " LOOP EXECUTE statement; END LOOP; END";
    return {"SELECT 1" + from + " AND indisvalid", "SELECT 1 WHERE NOT EXISTS (SELECT" + from + ")",
            "DO " + string_literal(drop)};
}

} // namespace

IndexState index_state(const Name& table, const std::string& index) {
    return state(identifier(table), string_literal(index));
}

std::optional<IndexState> state_of_created_index(std::string_view sql) {
    StatementReader statement(sql);
    if (!statement.take_behind("INDEX CONCURRENTLY")) return std::nullopt;
    statement.take("IF NOT EXISTS");
    if (statement.has_next("ON")) return std::nullopt; // the server finds a name
    const auto index = statement.take_name_text();
    if (!index || !statement.take("ON")) return std::nullopt;
    statement.take("ONLY");
    const auto table = statement.take_name_text();
    if (!table) return std::nullopt;
    return state(*table, "(parse_ident(" + string_literal(*index) + "))[1]");
}

std::string dropped_index_is_gone(std::string_view sql) {
    StatementReader statement(sql);
    if (!statement.take("DROP INDEX CONCURRENTLY")) return {};
    statement.take("IF EXISTS");
    const auto index = statement.take_name_text();
    if (!index || !statement.is_at_end()) return {};
    return "SELECT 1 WHERE to_regclass(" + string_literal(*index) + ") IS NULL";
}

} // namespace aludel::migrations::postgresql
