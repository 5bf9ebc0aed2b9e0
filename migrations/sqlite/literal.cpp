#include "migrations/sqlite/literal.hpp"

#include "migrations/sqlite/quote.hpp"
#include "sqlite/tokens.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <span>
#include <vector>

namespace aludel::migrations::sqlite {
namespace {

using aludel::sqlite::Token;
using Kind = Literal::Kind;
using Tokens = std::span<const Token>;

Literal integer(std::int64_t value) { return {Kind::integer, std::to_string(value)}; }

/// The shortest that is read as the same number, `.` or an exponent in it.
Literal real(double value) {
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    std::string text(buffer.data(), end);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return {Kind::real, std::move(text)};
}

template <class Number> std::optional<Number> parse(std::string_view text, auto... base) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base...);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// A number without a sign.
std::optional<Literal> number(std::string_view text, bool negative) {
    if (text.size() > 2 && text[0] == '0' && (text[1] | 0x20) == 'x') {
        const auto bits = parse<std::uint64_t>(text.substr(2), 16);
        if (!bits) return std::nullopt;
        return integer(static_cast<std::int64_t>(negative ? ~*bits + 1 : *bits));
    }
    const auto signed_text = (negative ? "-" : "") + std::string(text);
    if (const auto value = parse<std::int64_t>(signed_text)) return integer(*value);
    if (const auto value = parse<double>(signed_text)) return real(*value);
    return std::nullopt;
}

/// A text that is a number through and through; spaces around it do not matter to SQLite.
std::optional<Literal> number_in(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\n\v\f\r");
    if (begin == std::string_view::npos) return std::nullopt;
    text = text.substr(begin, text.find_last_not_of(" \t\n\v\f\r") - begin + 1);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    return is_number(text) && !text.starts_with('-') ? number(text, negative) : std::nullopt;
}

std::optional<Literal> blob(std::string_view text) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    std::string bytes;
    for (std::size_t i = 2; i + 2 < text.size(); i += 2)
        bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
    return Literal{Kind::blob, std::move(bytes)};
}

bool is_wrapped(Tokens tokens) {
    if (tokens.size() < 3 || !is_symbol(tokens.front(), '(')) return false;
    int depth = 0;
    for (const auto& token : tokens) {
        depth += is_symbol(token, '(') ? 1 : is_symbol(token, ')') ? -1 : 0;
        if (depth == 0 && &token != &tokens.back()) return false;
    }
    return true;
}

std::optional<Literal> one(const Token& token, bool wrapped) {
    if (token.kind == Token::Kind::literal)
        return (token.text.front() | 0x20) == 'x' ? blob(token.text) : number(token.text, false);
    if (token.kind == Token::Kind::quoted) return Literal{Kind::text, unquoted(token)};
    if (token.kind != Token::Kind::word) return std::nullopt;
    if (is_word(token, "NULL")) return Literal{};
    if (is_word(token, "TRUE")) return integer(1);
    if (is_word(token, "FALSE")) return integer(0);
    const bool computed =
        is_word(token, "CURRENT_TIMESTAMP") || is_word(token, "CURRENT_DATE") || is_word(token, "CURRENT_TIME");
    if (computed || wrapped) return std::nullopt;
    return Literal{Kind::text, std::string(token.text)};
}

std::optional<Literal> with_sign(Tokens tokens) {
    bool negative = false;
    while (tokens.size() > 1 && (is_symbol(tokens.front(), '-') || is_symbol(tokens.front(), '+'))) {
        negative ^= is_symbol(tokens.front(), '-');
        tokens = tokens.subspan(1);
    }
    while (is_wrapped(tokens)) tokens = tokens.subspan(1, tokens.size() - 2);
    if (tokens.size() != 1 || tokens.front().kind != Token::Kind::literal) return std::nullopt;
    return (tokens.front().text.front() | 0x20) == 'x' ? std::nullopt : number(tokens.front().text, negative);
}

std::optional<Literal> read(Tokens tokens, bool wrapped);

/// Only what is the same before and after as the type's own values are.
std::optional<Literal> cast(const Literal& value, std::string_view type) {
    if (value.kind == Kind::null) return value;
    const auto wanted = affinity(type);
    const auto number = value.kind == Kind::text ? number_in(value.text) : std::optional(value);
    const bool is_integer = number && number->kind == Kind::integer;
    const bool is_real = number && number->kind == Kind::real;
    if (wanted == Affinity::text && value.kind == Kind::text) return value;
    if (wanted == Affinity::text && value.kind == Kind::integer) return Literal{Kind::text, value.text};
    if (wanted == Affinity::blob && value.kind == Kind::blob) return value;
    if (wanted == Affinity::integer && is_integer) return number;
    if (wanted == Affinity::numeric && is_integer) return number;
    if (wanted == Affinity::real && (is_integer || is_real)) return as_stored(*number, Affinity::real);
    return std::nullopt;
}

/// `CAST(5 AS INTEGER)`
std::optional<Literal> read_cast(Tokens tokens) {
    if (tokens.size() < 5 || !is_word(tokens[0], "CAST") || !is_wrapped(tokens.subspan(1))) return std::nullopt;
    const auto inside = tokens.subspan(2, tokens.size() - 3);
    for (std::size_t i = inside.size(); i-- > 1;) {
        if (!is_word(inside[i], "AS") || i + 1 == inside.size()) continue;
        const auto value = read(inside.first(i), true);
        const char* begin = inside[i + 1].text.data();
        const char* end = inside.back().text.data() + inside.back().text.size();
        return value ? cast(*value, std::string_view(begin, static_cast<std::size_t>(end - begin))) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<Literal> read(Tokens tokens, bool wrapped) {
    while (is_wrapped(tokens)) {
        tokens = tokens.subspan(1, tokens.size() - 2);
        wrapped = true;
    }
    if (tokens.empty()) return std::nullopt;
    if (tokens.size() == 1) return one(tokens.front(), wrapped);
    if (auto value = with_sign(tokens)) return value;
    return read_cast(tokens);
}

Literal as_number(const Literal& value) {
    const auto read = value.kind == Kind::text ? number_in(value.text) : std::nullopt;
    const auto& result = read ? *read : value;
    if (result.kind != Kind::real) return result;
    const auto whole = parse<double>(result.text).value_or(0.5);
    const bool fits = std::abs(whole) < 9007199254740992.0 && std::trunc(whole) == whole;
    return fits ? integer(static_cast<std::int64_t>(whole)) : result;
}

Literal as_real(const Literal& value) {
    const auto result = as_number(value);
    return result.kind == Kind::integer ? real(parse<double>(result.text).value_or(0)) : result;
}

/// As SQLite writes a number: `%!.15g`.
Literal as_text(const Literal& value) {
    if (value.kind == Kind::integer) return {Kind::text, value.text};
    if (value.kind != Kind::real) return value;
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.15g", parse<double>(value.text).value_or(0));
    std::string text = buffer.data();
    if (text.find('.') == std::string::npos) text.insert(std::min(text.find('e'), text.size()), ".0");
    return {Kind::text, std::move(text)};
}

} // namespace

std::optional<Literal> read_literal(std::string_view sql) {
    auto tokens = aludel::sqlite::tokenize(sql);
    std::erase_if(tokens, [](const Token& token) { return token.kind == Token::Kind::space; });
    return read(tokens, false);
}

Literal as_stored(Literal value, Affinity affinity) {
    switch (affinity) {
    case Affinity::integer:
    case Affinity::numeric: return as_number(value);
    case Affinity::real: return as_real(value);
    case Affinity::text: return as_text(value);
    case Affinity::blob: break;
    }
    return value;
}

std::string sql_of(const Literal& value) {
    switch (value.kind) {
    case Kind::null: return "NULL";
    case Kind::text: return string_literal(value.text);
    case Kind::blob: return literal(value.text, Type{.kind = Type::Kind::bytes});
    default: return value.text;
    }
}

} // namespace aludel::migrations::sqlite
