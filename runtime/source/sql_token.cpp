#include "sql_token.hpp"

#include <algorithm>
#include <cstddef>

namespace aludel::detail {

namespace {

using Kind = SqlToken::Kind;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
// Every byte of a character beyond ASCII may stand in a name, in SQLite as in PostgreSQL.
bool starts_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool continues_word(char c) { return starts_word(c) || is_digit(c) || c == '$'; }

std::size_t end_of_quote(std::string_view sql, std::size_t begin, char quote, bool backslashes) {
    for (auto i = begin + 1; i < sql.size(); ++i) {
        if (backslashes && sql[i] == '\\')
            ++i;
        else if (sql[i] == quote) {
            if (i + 1 == sql.size() || sql[i + 1] != quote) return i + 1;
            ++i;
        }
    }
    return sql.size();
}

std::size_t end_of_block_comment(std::string_view sql, std::size_t begin) {
    int depth = 0; // PostgreSQL nests them
    for (auto i = begin; i + 1 < sql.size(); ++i) {
        const auto two = sql.substr(i, 2);
        if (two == "/*")
            ++depth, ++i;
        else if (two == "*/" && --depth == 0)
            return i + 2;
        else if (two == "*/")
            ++i;
    }
    return sql.size();
}

/// `$tag$…$tag$`, or `begin` where none starts here.
std::size_t end_of_dollar_quote(std::string_view sql, std::size_t begin) {
    auto end = begin + 1;
    while (end < sql.size() && sql[end] != '$' && continues_word(sql[end])) ++end;
    if (end >= sql.size() || sql[end] != '$' || (end > begin + 1 && is_digit(sql[begin + 1]))) return begin;
    const auto tag = sql.substr(begin, end + 1 - begin);
    const auto close = sql.find(tag, end + 1);
    return close == std::string_view::npos ? sql.size() : close + tag.size();
}

std::size_t skip_while(std::string_view sql, std::size_t i, bool (*wanted)(char)) {
    while (i < sql.size() && wanted(sql[i])) ++i;
    return i;
}

struct Piece {
    Kind kind;
    std::size_t end;
};

Piece next_piece(std::string_view sql, std::size_t begin) {
    const char c = sql[begin];
    const char next = begin + 1 < sql.size() ? sql[begin + 1] : '\0';
    if (is_space(c)) return {Kind::opaque, skip_while(sql, begin, is_space)};
    if (c == '\'') return {Kind::opaque, end_of_quote(sql, begin, '\'', false)};
    if ((c == 'e' || c == 'E') && next == '\'') return {Kind::opaque, end_of_quote(sql, begin + 1, '\'', true)};
    if (std::string_view("bBxXnN").find(c) != std::string_view::npos && next == '\'')
        return {Kind::opaque, end_of_quote(sql, begin + 1, '\'', false)};
    if (c == '"' || c == '`') return {Kind::quoted, end_of_quote(sql, begin, c, false)};
    if (c == '-' && next == '-') return {Kind::opaque, std::min(sql.find('\n', begin), sql.size())};
    if (c == '/' && next == '*') return {Kind::opaque, end_of_block_comment(sql, begin)};
    if (c == '$')
        if (const auto end = end_of_dollar_quote(sql, begin); end != begin) return {Kind::opaque, end};
    if (starts_word(c)) return {Kind::word, skip_while(sql, begin, continues_word)};
    // `1e5`, `0x1f` and `1_000` as one piece: no name starts in a number
    if (is_digit(c)) return {Kind::symbol, skip_while(sql, begin, continues_word)};
    if (c == ':' && next == ':') return {Kind::symbol, begin + 2};
    return {Kind::symbol, begin + 1};
}

} // namespace

std::vector<SqlToken> sql_tokens(std::string_view sql) {
    std::vector<SqlToken> tokens;
    for (std::size_t begin = 0; begin < sql.size();) {
        const auto [kind, end] = next_piece(sql, begin);
        tokens.push_back({kind, sql.substr(begin, end - begin)});
        begin = end;
    }
    return tokens;
}

std::string identifier_of(const SqlToken& token) {
    if (token.kind != Kind::quoted) return std::string(token.text);
    const char quote = token.text.front();
    std::string name;
    for (std::size_t i = 1; i + 1 < token.text.size(); ++i) {
        name += token.text[i];
        if (token.text[i] == quote) ++i;
    }
    return name;
}

} // namespace aludel::detail
