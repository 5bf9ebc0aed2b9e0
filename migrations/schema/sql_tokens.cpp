#include "migrations/schema/sql_tokens.hpp"

#include "sql_token.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace aludel::migrations {

using detail::identifier_of;
using detail::sql_tokens;
using detail::SqlToken;

namespace {

using Kind = SqlToken::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lowered(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

// What PostgreSQL or SQLite reserves; sorted.
constexpr std::array<std::string_view, 119> reserved_words{
    "add",
    "all",
    "alter",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "autoincrement",
    "between",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "collation",
    "column",
    "commit",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "deferrable",
    "delete",
    "desc",
    "distinct",
    "do",
    "drop",
    "else",
    "end",
    "escape",
    "except",
    "exists",
    "false",
    "fetch",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "glob",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "index",
    "initially",
    "inner",
    "insert",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "match",
    "natural",
    "not",
    "nothing",
    "notnull",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "overlaps",
    "placing",
    "primary",
    "raise",
    "references",
    "returning",
    "right",
    "select",
    "session_user",
    "set",
    "similar",
    "some",
    "symmetric",
    "table",
    "tablesample",
    "then",
    "to",
    "trailing",
    "transaction",
    "true",
    "union",
    "unique",
    "update",
    "user",
    "using",
    "values",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
};
static_assert(std::ranges::is_sorted(reserved_words));

bool is_reserved(std::string_view word) { return std::ranges::binary_search(reserved_words, lowered(word)); }

bool is_name(const SqlToken& token) { return token.kind == Kind::word || token.kind == Kind::quoted; }

bool names(const SqlToken& token, std::string_view name) {
    if (token.kind == Kind::quoted) return identifier_of(token) == name;
    return token.kind == Kind::word && lowered(token.text) == lowered(name);
}

const SqlToken* neighbour(const std::vector<SqlToken>& tokens, std::size_t index, int direction) {
    for (auto i = static_cast<std::ptrdiff_t>(index) + direction; i >= 0 && i < std::ssize(tokens); i += direction)
        if (const auto& token = tokens[static_cast<std::size_t>(i)]; token.kind != Kind::opaque) return &token;
    return nullptr;
}

bool is_symbol(const SqlToken* token, std::string_view text) {
    return token && token->kind == Kind::symbol && token->text == text;
}

bool follows_type_or_collation(const SqlToken* before) {
    if (is_symbol(before, "::")) return true;
    if (!before || before->kind != Kind::word) return false;
    const auto word = lowered(before->text);
    return word == "as" || word == "collate";
}

/// `time` of `timestamp without time zone`, `varying` of `character varying`.
bool continues_type(const SqlToken& token, const SqlToken* before) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> pairs{{{"at", "time"},
                                                                                         {"bit", "varying"},
                                                                                         {"character", "varying"},
                                                                                         {"double", "precision"},
                                                                                         {"time", "zone"},
                                                                                         {"with", "time"},
                                                                                         {"without", "time"}}};
    if (token.kind != Kind::word || !before || before->kind != Kind::word) return false;
    return std::ranges::any_of(pairs, [&](const auto& each) {
        return lowered(before->text) == each.first && lowered(token.text) == each.second;
    });
}

/// Is the token at `index` a column of `table`?
bool is_column(const std::vector<SqlToken>& tokens, std::size_t index, std::string_view table) {
    const auto& token = tokens[index];
    if (!is_name(token) || (token.kind == Kind::word && is_reserved(token.text))) return false;
    const auto* after = neighbour(tokens, index, +1);
    if (is_symbol(after, "(") || is_symbol(after, ".")) return false;
    const auto* before = neighbour(tokens, index, -1);
    if (follows_type_or_collation(before) || continues_type(token, before)) return false;
    if (!is_symbol(before, ".")) return true;
    const auto dot = static_cast<std::size_t>(before - tokens.data());
    const auto* qualifier = neighbour(tokens, dot, -1);
    return qualifier && names(*qualifier, table);
}

std::string quoted(std::string_view name, char quote) {
    std::string result(1, quote);
    for (const char c : name) {
        if (c == quote) result += quote;
        result += c;
    }
    return result += quote;
}

/// Quotes that a person wrote without need stay; those that the old name needed go where the new one needs none.
std::string replacement(const SqlToken& token, std::string_view to) {
    const bool chosen = token.kind == Kind::quoted && is_plain_identifier(identifier_of(token));
    if (!chosen && is_plain_identifier(to)) return std::string(to);
    return quoted(to, token.kind == Kind::quoted ? token.text.front() : '"');
}

template <class Wanted> std::string replace_tokens(std::string_view sql, std::string_view to, Wanted wanted) {
    const auto tokens = sql_tokens(sql);
    std::string result;
    for (std::size_t i = 0; i < tokens.size(); ++i)
        result += wanted(tokens, i) ? replacement(tokens[i], to) : std::string(tokens[i].text);
    return result;
}

template <class Change> void change_texts(SqlText& sql, Change change) {
    sql.common = change(sql.common);
    sql.normal = change(sql.normal);
    for (auto& [dialect, text] : sql.dialects) text = change(text);
}

} // namespace

bool is_plain_identifier(std::string_view name) {
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; };
    return !name.empty() && !is_digit(name.front()) && std::ranges::all_of(name, plain) && !is_reserved(name);
}

std::vector<std::string> mentioned_columns(std::string_view sql, std::string_view table) {
    const auto tokens = sql_tokens(sql);
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < tokens.size(); ++i)
        if (is_column(tokens, i, table)) columns.push_back(identifier_of(tokens[i]));
    return columns;
}

bool mentions_column(const SqlText& sql, std::string_view table, std::string_view column) {
    const auto mentions = [&](std::string_view text) {
        const auto tokens = sql_tokens(text);
        for (std::size_t i = 0; i < tokens.size(); ++i)
            if (names(tokens[i], column) && is_column(tokens, i, table)) return true;
        return false;
    };
    return mentions(sql.common) ||
           std::ranges::any_of(sql.dialects, [&](const auto& own) { return mentions(own.second); });
}

void rename_column_in(SqlText& sql, std::string_view table, std::string_view from, std::string_view to) {
    change_texts(sql, [&](std::string_view text) {
        return replace_tokens(text, to, [&](const auto& tokens, std::size_t i) {
            return names(tokens[i], from) && is_column(tokens, i, table);
        });
    });
}

void rename_table_in(SqlText& sql, std::string_view from, std::string_view to) {
    change_texts(sql, [&](std::string_view text) {
        return replace_tokens(text, to, [&](const auto& tokens, std::size_t i) {
            return is_name(tokens[i]) && names(tokens[i], from) && is_symbol(neighbour(tokens, i, +1), ".");
        });
    });
}

} // namespace aludel::migrations
