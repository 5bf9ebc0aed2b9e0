#include "migrations/schema/type.hpp"

#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace aludel::migrations {
namespace {

using Kind = Type::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 15> plain_types{{
    {"boolean", Kind::boolean},
    {"smallint", Kind::smallint},
    {"integer", Kind::integer},
    {"bigint", Kind::bigint},
    {"real", Kind::real},
    {"double", Kind::double_precision},
    {"text", Kind::text},
    {"bytes", Kind::bytes},
    {"date", Kind::date},
    {"time", Kind::time},
    {"timestamp", Kind::timestamp},
    {"timestamptz", Kind::timestamptz},
    {"uuid", Kind::uuid},
    {"decimal", Kind::decimal},
    {"json", Kind::json},
}};

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::optional<int> parse_number(std::string_view text) {
    text = trimmed(text);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

std::optional<Type> parse_named(std::string_view text, std::string_view word, Kind kind) {
    if (!text.starts_with(word) || text.size() == word.size()) return std::nullopt;
    if (text[word.size()] != ' ' && text[word.size()] != '\t') return std::nullopt;
    const auto name = trimmed(text.substr(word.size()));
    if (name.empty()) return std::nullopt;
    Type type{.kind = kind};
    type.name = name;
    return type;
}

/// `varchar(80)` and `decimal(10, 2)`.
std::optional<Type> parse_with_numbers(std::string_view text) {
    const auto open = text.find('(');
    if (open == std::string_view::npos || text.back() != ')') return std::nullopt;
    const auto word = trimmed(text.substr(0, open));
    const auto inside = text.substr(open + 1, text.size() - open - 2);
    const auto comma = inside.find(',');
    const auto first = parse_number(inside.substr(0, comma));
    if (!first || *first == 0) return std::nullopt;
    if (word == "varchar" && comma == std::string_view::npos) return Type{.kind = Kind::varchar, .length = *first};
    if (word != "decimal") return std::nullopt;
    const auto scale = comma == std::string_view::npos ? 0 : parse_number(inside.substr(comma + 1));
    if (!scale || *scale > *first) return std::nullopt;
    return Type{.kind = Kind::decimal, .precision = *first, .scale = *scale};
}

} // namespace

std::string to_string(const Type& type) {
    switch (type.kind) {
    case Kind::varchar: return "varchar(" + std::to_string(type.length) + ")";
    case Kind::decimal:
        if (type.precision == 0) return "decimal";
        return "decimal(" + std::to_string(type.precision) + ", " + std::to_string(type.scale) + ")";
    case Kind::enumeration: return "enum " + type.name;
    case Kind::native: return "native " + type.name;
    default: break;
    }
    for (const auto& [word, kind] : plain_types)
        if (kind == type.kind) return std::string(word);
    return {}; // every kind is above
}

std::optional<Type> parse_type(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return std::nullopt;
    for (const auto& [word, kind] : plain_types)
        if (word == text) return Type{.kind = kind};
    if (auto type = parse_named(text, "enum", Kind::enumeration)) return type;
    if (auto type = parse_named(text, "native", Kind::native)) return type;
    return parse_with_numbers(text);
}

bool is_integer(const Type& type) {
    return type.kind == Kind::smallint || type.kind == Kind::integer || type.kind == Kind::bigint;
}

bool is_textual(const Type& type) { return type.kind == Kind::text || type.kind == Kind::varchar; }

} // namespace aludel::migrations
