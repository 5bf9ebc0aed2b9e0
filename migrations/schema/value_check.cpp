#include "migrations/schema/value_check.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

namespace aludel::migrations {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool are_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

std::string_view without_sign(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return text;
}

std::string whole_number_problem(std::string_view text, std::int64_t least, std::int64_t greatest) {
    if (!are_digits(without_sign(text))) return "is no whole number";
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec != std::errc() || number < least || number > greatest ? "is out of range" : "";
}

template <class Integer> std::string in_range_of(std::string_view text) {
    return whole_number_problem(text, std::numeric_limits<Integer>::min(), std::numeric_limits<Integer>::max());
}

std::string number_problem(std::string_view text) {
    text = without_sign(text);
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = !text.empty() && (is_digit(text[0]) || text[0] == '.') &&
                           read.ptr == text.data() + text.size() && read.ec != std::errc::invalid_argument;
    return is_number ? "" : "is no number";
}

/// Digits that do not fit after the point are rounded, those before it are not.
std::string decimal_problem(std::string_view text, const Type& type) {
    if (auto problem = number_problem(text); !problem.empty() || type.precision == 0) return problem;
    auto digits = without_sign(text);
    if (digits.find_first_of("eE") != digits.npos) return "";
    digits = digits.substr(0, digits.find('.'));
    while (digits.starts_with('0')) digits.remove_prefix(1);
    return digits.size() > static_cast<std::size_t>(type.precision - type.scale) ? "has too many digits" : "";
}

/// `2026-11-23` by the pattern `0000-00-00`: a digit where that has one, else the same character.
bool is_like(std::string_view text, std::string_view pattern) {
    return std::ranges::equal(text, pattern, [](char c, char p) { return p == '0' ? is_digit(c) : c == p; });
}

int number(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

bool is_date(std::string_view text) {
    if (!is_like(text, "0000-00-00")) return false;
    const int year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    const int days = month == 2 ? (leap ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days;
}

bool is_time(std::string_view text) {
    const auto point = text.find('.');
    if (point != text.npos && !are_digits(text.substr(point + 1))) return false;
    text = text.substr(0, point);
    const bool to_the_minute = point == text.npos && is_like(text, "00:00");
    if (!to_the_minute && !is_like(text, "00:00:00")) return false;
    return number(text.substr(0, 2)) < 24 && number(text.substr(3, 2)) < 60 &&
           (to_the_minute || number(text.substr(6, 2)) < 60);
}

bool is_timestamp(std::string_view text) {
    return text.size() > 11 && (text[10] == ' ' || text[10] == 'T') && is_date(text.substr(0, 10)) &&
           is_time(text.substr(11));
}

bool is_zoned_timestamp(std::string_view text) {
    if (text.ends_with('Z')) return is_timestamp(text.substr(0, text.size() - 1));
    const auto sign = text.find_last_of("+-");
    if (sign == text.npos || sign < 11) return is_timestamp(text);
    const auto zone = text.substr(sign + 1);
    return (is_like(zone, "00") || is_like(zone, "00:00") || is_like(zone, "0000")) &&
           is_timestamp(text.substr(0, sign));
}

bool is_uuid(std::string_view text) {
    constexpr std::string_view pattern = "00000000-0000-0000-0000-000000000000";
    return std::ranges::equal(text, pattern, [](char c, char p) {
        return p == '-' ? c == '-' : is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string problem(std::string_view text, const Type& type, const Enum* enumeration) {
    using Kind = Type::Kind;
    const auto unless = [](bool holds, std::string what) { return holds ? std::string() : what; };
    switch (type.kind) {
    case Kind::boolean: return unless(text == "true" || text == "false", "is neither true nor false");
    case Kind::smallint: return in_range_of<std::int16_t>(text);
    case Kind::integer: return in_range_of<std::int32_t>(text);
    case Kind::bigint: return in_range_of<std::int64_t>(text);
    case Kind::real:
    case Kind::double_precision: return number_problem(text);
    case Kind::decimal: return decimal_problem(text, type);
    case Kind::varchar: return unless(characters(text) <= static_cast<std::size_t>(type.length), "is too long");
    case Kind::date: return unless(is_date(text), "is no date such as 2026-11-23");
    case Kind::time: return unless(is_time(text), "is no time such as 06:30:00");
    case Kind::timestamp: return unless(is_timestamp(text), "is no time such as 2026-11-23 06:30:00");
    case Kind::timestamptz: return unless(is_zoned_timestamp(text), "is no time such as 2026-11-23 06:30:00+00:00");
    case Kind::uuid: return unless(is_uuid(text), "is no UUID");
    case Kind::enumeration:
        return unless(!enumeration || std::ranges::find(enumeration->values, text) != enumeration->values.end(),
                      "is none of its values");
    case Kind::text:
    case Kind::bytes:
    case Kind::json:
    case Kind::native: break;
    }
    return "";
}

} // namespace

std::string value_problem(std::string_view literal, const Type& type, const Enum* enumeration) {
    const auto what = problem(literal, type, enumeration);
    return what.empty() ? what : "'" + std::string(literal) + "' " + what;
}

} // namespace aludel::migrations
