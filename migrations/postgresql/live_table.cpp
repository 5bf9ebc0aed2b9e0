#include "migrations/postgresql/live_table.hpp"

#include "migrations/postgresql/quote.hpp"
#include "sql_token.hpp"

#include <charconv>

namespace aludel::migrations::postgresql {
namespace {

bool is_true(const Value& value) { return value == Value(std::int64_t{1}); }

std::string text_of(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text ? *text : std::string();
}

/// `varchar ( 80 )`, `timestamp(3) with time zone`: its numbers, and the rest.
struct ParsedType {
    std::string base;
    std::vector<int> numbers;
};

ParsedType parsed(const std::string& type) {
    ParsedType result;
    bool inside = false;
    for (const auto& token : detail::sql_tokens(type)) {
        if (token.text == "(") inside = true;
        if (!inside) result.base += token.text;
        int number = 0;
        const auto* end = token.text.data() + token.text.size();
        if (inside && std::from_chars(token.text.data(), end, number).ptr == end) result.numbers.push_back(number);
        if (token.text == ")") inside = false;
    }
    return result;
}

/// Of one type: whether every value of the one length or precision is one of the other.
bool is_wider(const std::vector<int>& before, const std::vector<int>& after) {
    if (after.empty()) return true;
    if (before.size() != after.size() || after[0] < before[0]) return false;
    return after.size() < 2 || after[1] == before[1];
}

} // namespace

std::string regclass(const Name& name) { return identifier(name); }

bool is_there(const Name& table, Connection& connection) {
    return is_true(connection.query("SELECT to_regclass($1) IS NOT NULL", regclass(table)).rows[0][0]);
}

std::optional<Name> table_of_index(const Name& index, Connection& connection) {
    const auto found = connection.query(
        "SELECT CASE n.nspname WHEN current_schema() THEN '' ELSE n.nspname END, t.relname FROM pg_index AS i "
        "JOIN pg_class AS t ON t.oid = i.indrelid JOIN pg_namespace AS n ON n.oid = t.relnamespace "
        "WHERE i.indexrelid = to_regclass($1)",
        regclass(index));
    if (found.rows.empty()) return std::nullopt;
    return Name{text_of(found.rows[0][0]), text_of(found.rows[0][1])};
}

std::vector<Name> joined_tables(const Name& table, const std::string& constraint, const std::string& column,
                                bool from_both_sides, Connection& connection) {
    const auto found = connection.query(
        "SELECT DISTINCT CASE n.nspname WHEN current_schema() THEN '' ELSE n.nspname END, t.relname "
        "FROM pg_constraint AS c JOIN pg_class AS t ON t.oid IN (c.conrelid, c.confrelid) "
        "JOIN pg_namespace AS n ON n.oid = t.relnamespace WHERE c.contype = 'f' AND t.oid <> to_regclass($1) "
        "AND (c.conrelid = to_regclass($1) OR $4::boolean AND c.confrelid = to_regclass($1)) "
        "AND ($2 = '' OR c.conname = $2) AND ($3 = '' OR (SELECT attnum FROM pg_attribute WHERE attrelid = "
        "to_regclass($1) AND attname = $3) = ANY (CASE c.conrelid WHEN to_regclass($1) THEN c.conkey ELSE c.confkey "
        "END)) ORDER BY 1, 2",
        regclass(table), constraint, column, std::string(from_both_sides ? "true" : "false"));
    std::vector<Name> names;
    for (const auto& row : found.rows) names.push_back({text_of(row[0]), text_of(row[1])});
    return names;
}

bool is_volatile(const std::string& expression, Connection& connection) {
    for (const auto& token : detail::sql_tokens(expression)) {
        if (token.kind != detail::SqlToken::Kind::word && token.kind != detail::SqlToken::Kind::quoted) continue;
        const auto found = connection.query("SELECT 1 FROM pg_proc WHERE proname = $1 AND provolatile = 'v' LIMIT 1",
                                            detail::identifier_of(token));
        if (!found.rows.empty()) return true;
    }
    return false;
}

std::optional<bool> keeps_rows(const Name& table, const std::string& column, const std::string& type,
                               Connection& connection) {
    const auto wanted = parsed(type);
    const auto found = connection.query(
        "SELECT format_type(a.atttypid, a.atttypmod), a.atttypid = to_regtype($3), EXISTS (SELECT 1 FROM pg_cast "
        "WHERE castsource = a.atttypid AND casttarget = to_regtype($3) AND castmethod = 'b') FROM pg_attribute AS a "
        "WHERE a.attrelid = to_regclass($1) AND a.attname = $2 AND NOT a.attisdropped",
        regclass(table), column, wanted.base);
    if (found.rows.empty()) return std::nullopt;
    const auto& row = found.rows[0];
    if (is_true(row[1])) return is_wider(parsed(text_of(row[0])).numbers, wanted.numbers);
    return is_true(row[2]) && wanted.numbers.empty();
}

} // namespace aludel::migrations::postgresql
