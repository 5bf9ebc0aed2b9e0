#include "cursor.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <type_traits>

namespace aludel::detail {

namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

void append_hex(std::string& text, unsigned char byte) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
}

std::optional<char> read_hex(std::string_view two) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(two.data(), two.data() + two.size(), value, 16);
    if (two.size() != 2 || error != std::errc() || end != two.data() + 2) return std::nullopt;
    return static_cast<char>(value);
}

template <class Number> std::string number_text(Number value) {
    std::array<char, 64> text{}; // the shortest that is read back as the same
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

template <class Number> std::optional<Value> read_number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return Value(value);
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (is_plain(c)) {
            result += c;
            continue;
        }
        result += '%';
        append_hex(result, static_cast<unsigned char>(c));
    }
    return result;
}

std::optional<std::string> unescaped(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_plain(text[i])) {
            result += text[i];
            continue;
        }
        if (text[i] != '%') return std::nullopt;
        const auto byte = read_hex(text.substr(i + 1, 2));
        if (!byte) return std::nullopt;
        result += *byte;
        i += 2;
    }
    return result;
}

std::string write_value(const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return "i" + number_text(*integer);
    if (const auto* real = std::get_if<double>(&value)) return "r" + number_text(*real);
    if (const auto* text = std::get_if<std::string>(&value)) return "t" + escaped(*text);
    if (const auto* bytes = std::get_if<std::vector<std::byte>>(&value)) {
        std::string text = "x";
        for (const auto byte : *bytes) append_hex(text, std::to_integer<unsigned char>(byte));
        return text;
    }
    return "n";
}

std::optional<Value> read_bytes(std::string_view text) {
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const auto byte = read_hex(text.substr(i, 2));
        if (!byte) return std::nullopt;
        bytes.push_back(static_cast<std::byte>(*byte));
    }
    return Value(std::move(bytes));
}

std::optional<Value> read_value(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto rest = text.substr(1);
    switch (text[0]) {
    case 'i': return read_number<std::int64_t>(rest);
    case 'r': return read_number<double>(rest);
    case 'x': return read_bytes(rest);
    case 't':
        if (auto plain = unescaped(rest)) return Value(*std::move(plain));
        return std::nullopt;
    case 'n': return rest.empty() ? std::optional<Value>(Value()) : std::nullopt;
    default: return std::nullopt;
    }
}

} // namespace

std::string write_cursor(const Row& key) {
    std::string text;
    for (const auto& value : key) text += (text.empty() ? "" : ",") + write_value(value);
    return text;
}

std::optional<Row> read_cursor(std::string_view text) {
    Row key;
    for (bool more = !text.empty(); more;) {
        const auto comma = text.find(',');
        more = comma != text.npos;
        auto value = read_value(text.substr(0, comma));
        if (!value) return std::nullopt;
        key.push_back(*std::move(value));
        if (more) text.remove_prefix(comma + 1);
    }
    return key;
}

} // namespace aludel::detail
