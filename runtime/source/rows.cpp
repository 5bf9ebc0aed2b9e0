#include <aludel/error.hpp>
#include <aludel/rows.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace aludel::detail {

namespace {

[[noreturn]] void refuse(std::string_view column, const char* what) {
    throw Error("column " + std::string(column) + " holds " + what);
}

[[noreturn]] void refuse_kind(const Value& value, std::string_view column, const char* wanted) {
    if (std::holds_alternative<std::monostate>(value)) refuse(column, "NULL, where the table says it cannot");
    throw Error("column " + std::string(column) + " holds something that is no " + wanted);
}

template <class Number> std::string number_text(Number number) {
    std::array<char, 64> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

} // namespace

std::int64_t integer_in(const Value& value, std::string_view column, std::int64_t least, std::int64_t most) {
    const auto* number = std::get_if<std::int64_t>(&value);
    if (!number) refuse_kind(value, column, "integer");
    if (*number < least || *number > most) refuse(column, "an integer that its type cannot hold");
    return *number;
}

double real_in(const Value& value, std::string_view column, double most) {
    if (const auto* real = std::get_if<double>(&value)) {
        if (std::isfinite(*real) && std::abs(*real) > most) refuse(column, "a number that its type cannot hold");
        return *real;
    }
    if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<double>(*number);
    refuse_kind(value, column, "number");
}

std::string text_in(const Value& value, std::string_view column) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return number_text(*number);
    if (const auto* real = std::get_if<double>(&value)) return number_text(*real);
    refuse_kind(value, column, "text");
}

std::vector<std::byte> bytes_in(const Value& value, std::string_view column) {
    if (const auto* bytes = std::get_if<std::vector<std::byte>>(&value)) return *bytes;
    refuse_kind(value, column, "bytes");
}

} // namespace aludel::detail
