#include "migrations/postgresql/defaults.hpp"

#include "migrations/postgresql/expression.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/types.hpp"
#include "migrations/revision/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace aludel::migrations::postgresql {
namespace {

using Kind = Type::Kind;

bool is_float(const Type& type) { return type.kind == Kind::real || type.kind == Kind::double_precision; }
bool is_numeric(const Type& type) { return is_integer(type) || is_float(type) || type.kind == Kind::decimal; }

bool is_number(std::string_view text) {
    double number = 0;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ptr == end && !text.empty() && text.find_first_not_of("+-0123456789.eE") == std::string_view::npos &&
           read.ec != std::errc::invalid_argument;
}

std::string normal_number(std::string_view text, const Type& type) {
    if (text.starts_with('+')) text.remove_prefix(1);
    if (!is_float(type)) return std::string(text);
    double number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) return std::string(text);
    std::array<char, 64> buffer;
    return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr};
}

std::string normal_literal(std::string_view value, const Type& type) {
    if (is_numeric(type) && is_number(value)) return normal_number(value, type);
    std::string text(value);
    if (type.kind == Kind::boolean) {
        if (text == "1" || text == "t") return "true";
        if (text == "0" || text == "f") return "false";
    }
    if (type.kind == Kind::uuid)
        std::ranges::transform(text, text.begin(),
                               [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    return text;
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::string from_hex(std::string_view text) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2)
        bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
    return bytes;
}

// In UTC where the type keeps no zone, whatever the session's is.
std::string_view now_sql(const Type& type) {
    switch (type.kind) {
    case Kind::date: return "(now() AT TIME ZONE 'UTC')::date";
    case Kind::time: return "(now() AT TIME ZONE 'UTC')::time without time zone";
    case Kind::timestamp: return "(now() AT TIME ZONE 'UTC')";
    default: return "CURRENT_TIMESTAMP";
    }
}

// now() as a date, time or timestamp is the session's: another one.
bool is_now(const std::string& normal, const Type& type) {
    if (normal == normal_expression(now_sql(type), nullptr)) return true;
    return now_sql(type) == "CURRENT_TIMESTAMP" && normal == "now()";
}

bool is_string(std::string_view text) {
    if (text.size() < 2 || !text.starts_with('\'') || !text.ends_with('\'')) return false;
    for (std::size_t i = 1; i + 1 < text.size(); ++i)
        if (text[i] == '\'' && (i + 2 >= text.size() || text[++i] != '\'')) return false;
    return true;
}

std::string unquoted(std::string_view text) {
    std::string result;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        result += text[i];
        if (text[i] == '\'') ++i;
    }
    return result;
}

Default literal_default(std::string text) {
    Default value;
    value.literal = std::move(text);
    return value;
}

Default expression_default(std::string_view sql) {
    Default value;
    value.kind = Default::Kind::sql;
    value.sql = {std::string(sql), {}, normal_expression(sql, nullptr)};
    return value;
}

/// A revision file is text: bytes that are none stay as the database writes them.
Default bytes_default(const std::string& bytes) {
    return is_utf8(bytes) ? literal_default(bytes) : expression_default("'\\x" + hex(bytes) + "'");
}

/// What the cast makes of it is what an INSERT without it would store.
bool needs_no_cast(const Constant& constant, const Type& type) {
    if (constant.type.empty() || is_same_type(constant.type, cast_name(type))) return true;
    if (constant.text == "true" || constant.text == "false") return true;
    if (type.kind == Kind::decimal && constant.type == type_sql({}, {}, type)) return true; // both round
    if (constant.type == read_constant(constant.text)->type) return true;                   // a number's own
    const bool exact = constant.type == "smallint" || constant.type == "bigint" || constant.type == "numeric";
    return exact && is_numeric(type) && constant.text.find('.') == constant.text.npos;
}

std::optional<Default> constant_default(const Constant& constant, const Type& type) {
    if (!needs_no_cast(constant, type)) return std::nullopt;
    if (!is_string(constant.text)) return literal_default(normal_literal(constant.text, type));
    const auto text = unquoted(constant.text);
    const bool bytes = type.kind == Kind::bytes && text.starts_with("\\x");
    return bytes ? bytes_default(from_hex(text.substr(2))) : literal_default(normal_literal(text, type));
}

} // namespace

std::string literal(std::string_view value, const Type& type) {
    if (type.kind == Kind::bytes) return "'\\x" + hex(value) + "'";
    if (is_numeric(type) && is_number(value)) return normal_number(value, type);
    if (type.kind == Kind::boolean) return string_literal(normal_literal(value, type)) + "::boolean";
    return string_literal(value);
}

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
    const auto constant = read_constant(sql);
    if (sql.empty() || (constant && constant->text == "null")) return std::nullopt;
    if (is_now(normal_expression(sql, nullptr), type)) {
        Default now;
        now.kind = Default::Kind::now;
        return now;
    }
    const auto value = constant ? constant_default(*constant, type) : std::nullopt;
    return value ? value : expression_default(sql);
}

std::optional<Default> normal_default(const Default& value, const Type& type) {
    if (value.kind == Default::Kind::now) return value;
    if (value.kind == Default::Kind::sql) return read_default(sql_of(value.sql), type);
    return type.kind == Kind::bytes ? bytes_default(value.literal)
                                    : literal_default(normal_literal(value.literal, type));
}

} // namespace aludel::migrations::postgresql
