#include "tokens.hpp"

namespace aludel::sqlite {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
// Every byte of a character beyond ASCII is part of a word, as SQLite has it.
bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::size_t space_length(std::string_view sql) {
    std::size_t end = 0;
    while (end < sql.size()) {
        if (is_space(sql[end])) {
            ++end;
        } else if (sql.substr(end, 2) == "--") {
            const auto line_end = sql.find('\n', end);
            end = line_end == sql.npos ? sql.size() : line_end + 1;
        } else if (sql.substr(end, 2) == "/*") {
            const auto close = sql.find("*/", end + 2);
            end = close == sql.npos ? sql.size() : close + 2;
        } else {
            break;
        }
    }
    return end;
}

std::size_t quoted_length(std::string_view sql) {
    const char close = sql[0] == '[' ? ']' : sql[0];
    for (std::size_t end = 1; end < sql.size(); ++end) {
        if (sql[end] != close) continue;
        const bool doubled = close != ']' && end + 1 < sql.size() && sql[end + 1] == close;
        if (!doubled) return end + 1;
        ++end;
    }
    return sql.size();
}

std::size_t word_length(std::string_view sql) {
    std::size_t end = 0;
    while (end < sql.size() && is_word_character(sql[end])) ++end;
    return end;
}

std::size_t number_length(std::string_view sql) {
    std::size_t end = 0;
    while (end < sql.size()) {
        const bool exponent_sign = end > 0 && (sql[end] == '+' || sql[end] == '-') && upper(sql[end - 1]) == 'E' &&
                                   upper(sql[1 % sql.size()]) != 'X';
        if (!is_word_character(sql[end]) && sql[end] != '.' && !exponent_sign) break;
        ++end;
    }
    return end;
}

Token next_token(std::string_view sql) {
    using Kind = Token::Kind;
    if (const auto length = space_length(sql)) return {Kind::space, sql.substr(0, length)};
    const char first = sql[0];
    if (upper(first) == 'X' && sql.substr(1, 1) == "'")
        return {Kind::literal, sql.substr(0, 1 + quoted_length(sql.substr(1)))};
    if (first == '"' || first == '\'' || first == '`' || first == '[')
        return {Kind::quoted, sql.substr(0, quoted_length(sql))};
    if (is_digit(first) || (first == '.' && sql.size() > 1 && is_digit(sql[1])))
        return {Kind::literal, sql.substr(0, number_length(sql))};
    if (is_word_character(first)) return {Kind::word, sql.substr(0, word_length(sql))};
    return {Kind::symbol, sql.substr(0, 1)};
}

} // namespace

std::vector<Token> tokenize(std::string_view sql) {
    std::vector<Token> tokens;
    while (!sql.empty()) {
        tokens.push_back(next_token(sql));
        sql.remove_prefix(tokens.back().text.size());
    }
    return tokens;
}

Token first_token(std::string_view sql) {
    sql.remove_prefix(space_length(sql));
    return sql.empty() ? Token{Token::Kind::space, sql} : next_token(sql);
}

bool mentions_word(std::string_view sql, std::string_view keyword) {
    for (const auto& token : tokenize(sql))
        if (is_word(token, keyword)) return true;
    return false;
}

bool is_word(const Token& token, std::string_view keyword) {
    if (token.kind != Token::Kind::word || token.text.size() != keyword.size()) return false;
    for (std::size_t i = 0; i < keyword.size(); ++i)
        if (upper(token.text[i]) != keyword[i]) return false;
    return true;
}

bool is_symbol(const Token& token, char symbol) { return token.kind == Token::Kind::symbol && token.text[0] == symbol; }

std::string unquoted(const Token& token) {
    if (token.kind != Token::Kind::quoted || token.text.size() < 2) return std::string(token.text);
    const auto inside = token.text.substr(1, token.text.size() - 2);
    if (token.text[0] == '[') return std::string(inside);
    std::string name;
    for (std::size_t i = 0; i < inside.size(); ++i) {
        name += inside[i];
        if (inside[i] == token.text[0]) ++i;
    }
    return name;
}

} // namespace aludel::sqlite
