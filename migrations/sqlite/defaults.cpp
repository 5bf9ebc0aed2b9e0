#include "migrations/sqlite/defaults.hpp"

#include "migrations/sql_tokens.hpp"
#include "migrations/sqlite/quote.hpp"
#include "sqlite/create_table.hpp"
#include "sqlite/tokens.hpp"

#include <algorithm>

namespace aludel::migrations::sqlite {
namespace {

using aludel::sqlite::Token;

std::string_view now_sql(const Type& type) {
    if (type.kind == Type::Kind::date) return "CURRENT_DATE";
    if (type.kind == Type::Kind::time) return "CURRENT_TIME";
    return "CURRENT_TIMESTAMP";
}

bool is_space(const Token& token) { return token.kind == Token::Kind::space; }

std::vector<Token> words_of(std::string_view sql) {
    auto tokens = aludel::sqlite::tokenize(sql);
    std::erase_if(tokens, is_space);
    return tokens;
}

/// The parenthesis that opens the text closes it.
bool is_wrapped(const std::vector<Token>& tokens) {
    int depth = 0;
    for (const auto& token : tokens) {
        depth += is_symbol(token, '(') ? 1 : is_symbol(token, ')') ? -1 : 0;
        if (depth == 0 && &token != &tokens.back()) return false;
    }
    return tokens.size() > 1 && is_symbol(tokens.front(), '(');
}

std::string_view span_of(const std::vector<Token>& tokens) {
    if (tokens.empty()) return {};
    const char* begin = tokens.front().text.data();
    const char* end = tokens.back().text.data() + tokens.back().text.size();
    return {begin, static_cast<std::size_t>(end - begin)};
}

std::optional<std::string> read_blob(std::string_view text) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    if (text.size() < 3 || (text.front() != 'x' && text.front() != 'X')) return std::nullopt;
    std::string bytes;
    for (std::size_t i = 2; i + 2 < text.size(); i += 2)
        bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
    return bytes;
}

Default literal_default(std::string text) {
    Default value;
    value.literal = std::move(text);
    return value;
}

/// A number may have a sign, which is a token of its own.
std::optional<std::string> read_number(std::string_view text) {
    std::string number;
    for (const char c : text)
        if (c != ' ' && c != '\t') number += c;
    if (number.starts_with('+')) number.erase(0, 1);
    if (!is_number(number)) return std::nullopt;
    return number;
}

std::optional<std::string> read_literal(const std::vector<Token>& tokens, const Type& type) {
    const bool boolean = type.kind == Type::Kind::boolean;
    if (const auto number = read_number(span_of(tokens))) {
        if (boolean && (*number == "0" || *number == "1")) return *number == "1" ? "true" : "false";
        return number;
    }
    if (tokens.size() != 1) return std::nullopt;
    const auto& token = tokens.front();
    if (is_word(token, "TRUE")) return boolean ? "true" : "1";
    if (is_word(token, "FALSE")) return boolean ? "false" : "0";
    if (token.kind == Token::Kind::quoted) return unquoted(token);
    if (token.kind == Token::Kind::literal) return read_blob(token.text);
    return std::nullopt;
}

std::string normal_token(const Token& token) {
    if (token.kind != Token::Kind::quoted || token.text.front() == '\'') return std::string(token.text);
    const auto name = unquoted(token);
    return is_plain_identifier(name) ? name : aludel::sqlite::quote_identifier(name);
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

std::optional<Default> read_default(std::string_view sql, const Type& type) {
    auto tokens = words_of(sql);
    while (is_wrapped(tokens)) tokens = {tokens.begin() + 1, tokens.end() - 1};
    if (tokens.empty() || (tokens.size() == 1 && is_word(tokens.front(), "NULL"))) return std::nullopt;
    if (tokens.size() == 1 && is_word(tokens.front(), now_sql(type))) {
        Default now;
        now.kind = Default::Kind::now;
        return now;
    }
    if (auto text = read_literal(tokens, type)) return literal_default(std::move(*text));
    Default expression;
    expression.kind = Default::Kind::sql;
    expression.sql.common = normal_expression(span_of(tokens));
    return expression;
}

std::string normal_expression(std::string_view sql) {
    std::string result;
    bool space = false;
    for (const auto& token : aludel::sqlite::tokenize(sql)) {
        if (is_space(token)) {
            space = !result.empty();
            continue;
        }
        if (space) result += ' ';
        space = false;
        result += normal_token(token);
    }
    return result;
}

} // namespace aludel::migrations::sqlite
