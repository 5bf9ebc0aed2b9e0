// Text that is written in a constant expression: once to learn its length, once into its array.
#pragma once

#include <aludel/model/sql.hpp>

#include <cstddef>
#include <string_view>

namespace aludel::detail {

using namespace std::string_view_literals; // which know their length; from a plain literal it would be counted

constexpr std::string_view view_of(const char* text) { return {text, __builtin_strlen(text)}; }

struct Text {
    char* out = nullptr; ///< null: only counts
    std::size_t size = 0;

    constexpr void put(char c) {
        if (out) out[size] = c;
        ++size;
    }
    constexpr void put(std::string_view text) {
        const char* from = text.data();
        const auto count = text.size();
        if (out)
            for (std::size_t at = 0; at < count; ++at) out[size + at] = from[at];
        size += count;
    }
    constexpr void put_number(long long number, int width = 1) {
        char digits[20]{};
        int count = 0;
        if (number < 0) put('-');
        do {
            const auto digit = static_cast<int>(number % 10);
            digits[count++] = static_cast<char>('0' + (digit < 0 ? -digit : digit));
            number /= 10;
        } while (number != 0 || count < width);
        while (count > 0) put(digits[--count]);
    }
};

/// The digits of a decimal fraction: `digits` / 10^`scale`, or, with a negative scale, times.
struct Fraction {
    bool is_exact = false;
    long long digits = 0;
    int scale = 0;
};

/// The shortest fraction that reads back as the same number. Numbers below 2^53 and powers of ten up to 10^22 are
/// exact, so that one division or multiplication of them rounds as reading the text would (Clinger, 1990).
constexpr Fraction to_fraction(double number, bool is_single) {
    constexpr double limit = 9'007'199'254'740'992.0;
    const auto is_same = [&](double other) {
        return is_single ? static_cast<float>(other) == static_cast<float>(number) : other == number;
    };
    if (!(number > -1e38 && number < 1e38)) return {};
    if (number > -9e18 && number < 9e18 && is_same(static_cast<double>(static_cast<long long>(number))))
        return {true, static_cast<long long>(number), 0};
    double power = 10;
    for (int scale = 1; scale <= 22; ++scale, power *= 10) {
        const double scaled = number * power;
        if (!(scaled > -limit && scaled < limit)) break;
        const auto digits = static_cast<long long>(scaled + (scaled < 0 ? -0.5 : 0.5));
        if (is_same(static_cast<double>(digits) / power)) return {true, digits, scale};
    }
    power = 10;
    for (int scale = 1; scale <= 22; ++scale, power *= 10) {
        const double scaled = number / power;
        if (!(scaled > -limit && scaled < limit)) continue;
        const auto digits = static_cast<long long>(scaled + (scaled < 0 ? -0.5 : 0.5));
        if (is_same(static_cast<double>(digits) * power)) return {true, digits, -scale};
    }
    return {};
}

constexpr void put_fraction(Text& text, const Fraction& fraction) {
    if (fraction.digits < 0) text.put('-');
    auto magnitude = fraction.digits < 0 ? -fraction.digits : fraction.digits;
    if (fraction.scale <= 0) {
        text.put_number(magnitude);
        for (int zero = fraction.scale; zero < 0 && magnitude != 0; ++zero) text.put('0');
        return;
    }
    Text digits{};
    char buffer[32]{};
    digits.out = buffer;
    digits.put_number(magnitude, fraction.scale + 1);
    const auto whole = digits.size - static_cast<std::size_t>(fraction.scale);
    text.put(std::string_view(buffer, whole));
    text.put('.');
    text.put(std::string_view(buffer + whole, digits.size - whole));
}

/// Writes the records of migrations/formats.md, "Snapshot".
struct Records {
    Text text{};

    constexpr void begin(std::string_view kind) { text.put(kind); }
    constexpr void end() { text.put('\n'); }
    constexpr void begin_value(std::string_view key) {
        text.put('\t');
        text.put(key);
        text.put('=');
    }
    constexpr void value(std::string_view key, std::string_view value) {
        begin_value(key);
        put_escaped(value);
    }
    /// Of a value that was begun.
    constexpr void put_escaped(std::string_view value) {
        const char* from = value.data();
        const auto count = value.size();
        for (std::size_t at = 0; at < count; ++at) put_escaped(from[at]);
    }
    constexpr void value(std::string_view key, const char* text_or_null) {
        if (text_or_null && *text_or_null) value(key, view_of(text_or_null));
    }
    constexpr void number(std::string_view key, long long number) {
        begin_value(key);
        text.put_number(number);
    }
    constexpr void flag(std::string_view key, bool is_set) {
        if (is_set) number(key, 1);
    }
    constexpr void sql(std::string_view key, const Sql& sql) {
        value(key, sql.common);
        sql_of(key, ".sqlite"sv, sql.sqlite);
        sql_of(key, ".postgresql"sv, sql.postgresql);
    }

private:
    constexpr void sql_of(std::string_view key, std::string_view dialect, const char* sql) {
        if (!sql) return;
        text.put('\t');
        text.put(key);
        text.put(dialect);
        text.put('=');
        while (*sql) put_escaped(*sql++);
    }
    constexpr void put_escaped(char c) {
        if (static_cast<unsigned char>(c) >= ' ' && c != '\\') return text.put(c);
        switch (c) {
        case '\\': text.put("\\\\"sv); break;
        case '\t': text.put("\\t"sv); break;
        case '\n': text.put("\\n"sv); break;
        case '\r': text.put("\\r"sv); break;
        case '\0': text.put("\\0"sv); break;
        default: text.put(c);
        }
    }
};

} // namespace aludel::detail
