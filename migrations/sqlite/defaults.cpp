#include "migrations/sqlite/defaults.hpp"

#include "migrations/revision/utf8.hpp"
#include "migrations/schema/value_check.hpp"
#include "migrations/sqlite/expression.hpp"
#include "migrations/sqlite/literal.hpp"
#include "migrations/sqlite/quote.hpp"
#include "sqlite/create_table.hpp"

#include <array>
#include <utility>

namespace aludel::migrations::sqlite {
namespace {

std::string_view now_sql(const Type& type) {
    if (type.kind == Type::Kind::date) return "CURRENT_DATE";
    if (type.kind == Type::Kind::time) return "CURRENT_TIME";
    return "CURRENT_TIMESTAMP";
}

/// What SQLite's words for now are short for: https://www.sqlite.org/lang_createtable.html#the_default_clause
std::string without_calls_of_now(std::string expression) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> calls{{
        {"datetime('now')", "CURRENT_TIMESTAMP"},
        {"datetime()", "CURRENT_TIMESTAMP"},
        {"date('now')", "CURRENT_DATE"},
        {"date()", "CURRENT_DATE"},
        {"time('now')", "CURRENT_TIME"},
        {"time()", "CURRENT_TIME"},
    }};
    for (const auto& [call, word] : calls)
        if (expression == call) return std::string(word);
    return expression;
}

Default sql_default(std::string sql, std::string normal = "") {
    Default value;
    value.kind = Default::Kind::sql;
    value.sql = {std::move(sql), {}, std::move(normal)};
    return value;
}

/// The literal in a schema that is stored as this; else its SQL. SQLite takes what no value of the type is (an
/// integer's
/// '', a boolean's 'f' of Rails before 5.2), and stores it as it is: it stays that.
Default stored_default(const Literal& stored, const Type& type, Affinity affinity) {
    if (!is_utf8(stored.text)) return sql_default(sql_of(stored)); // a revision file is text
    Default value;
    value.literal = stored.text;
    if (type.kind == Type::Kind::boolean && stored.kind == Literal::Kind::integer)
        value.literal = stored.text == "1" ? "true" : stored.text == "0" ? "false" : stored.text;
    if (!value_problem(value.literal, type, nullptr).empty()) return sql_default(sql_of(stored));
    const auto again = read_literal(literal(value.literal, type));
    if (again && as_stored(*again, affinity) == stored) return value;
    return sql_default(sql_of(stored));
}

} // namespace

std::string default_sql(const Default& value, const Type& type) {
    switch (value.kind) {
    case Default::Kind::literal: return literal(value.literal, type);
    case Default::Kind::now: return std::string(now_sql(type));
    case Default::Kind::sql: break;
    }
    const auto sql = sql_of(value.sql);
    return sql.empty() ? sql : "(" + sql + ")";
}

std::string inside_of_default(std::string_view sql) {
    return usable_sql(sql.starts_with('(') ? sql.substr(1, sql.size() - 2) : sql);
}

std::optional<Default> read_default(std::string_view sql, const Type& type, Affinity affinity) {
    if (const auto value = read_literal(sql)) {
        if (value->kind == Literal::Kind::null) return std::nullopt;
        return stored_default(as_stored(*value, affinity), type, affinity);
    }
    auto expression = without_calls_of_now(normal_expression(sql));
    if (expression.empty()) return std::nullopt;
    if (expression != now_sql(type)) return sql_default(inside_of_default(sql), std::move(expression));
    Default now;
    now.kind = Default::Kind::now;
    return now;
}

} // namespace aludel::migrations::sqlite
