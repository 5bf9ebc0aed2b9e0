#include "postgresql/values.hpp"

#include <aludel/error.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <memory>

namespace aludel::postgresql {

namespace {

// Of the types that come as something else than text (PostgreSQL's catalog/pg_type.dat; they never change).
constexpr Oid boolean_type = 16, bytea_type = 17, bigint_type = 20, smallint_type = 21, integer_type = 23,
              oid_type = 26, real_type = 700, double_type = 701;

std::string text_of(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
    std::array<char, 64> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    return {buffer.data(), end};
}

std::string checked(const std::string& text) {
    if (text.find('\0') != std::string::npos)
        throw Error("PostgreSQL's text cannot hold a NUL character", {.hint = "pass it as bytes, to a bytea column"});
    return text;
}

std::vector<std::byte> bytes_of(const char* text) {
    std::size_t size = 0;
    const std::unique_ptr<unsigned char, void (*)(void*)> raw(
        PQunescapeBytea(reinterpret_cast<const unsigned char*>(text), &size), PQfreemem);
    if (!raw) throw std::bad_alloc();
    const auto* begin = reinterpret_cast<const std::byte*>(raw.get());
    return {begin, begin + size};
}

template <class Number> Value number_of(std::string_view text) {
    Number number{};
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Value value_of(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column)) return {};
    const char* text = PQgetvalue(result, row, column);
    const std::string_view view(text, static_cast<std::size_t>(PQgetlength(result, row, column)));
    switch (PQftype(result, column)) {
    case boolean_type: return std::int64_t(view == "t");
    case smallint_type:
    case integer_type:
    case bigint_type:
    case oid_type: return number_of<std::int64_t>(view);
    case real_type:
    case double_type: return number_of<double>(view);
    case bytea_type: return bytes_of(text);
    default: return std::string(view);
    }
}

} // namespace

Parameters::Parameters(std::span<const Value> values) {
    texts.reserve(values.size()); // `pointers` point into it
    for (const auto& value : values) {
        const char* pointer = nullptr;
        std::size_t length = 0;
        if (const auto* bytes = std::get_if<std::vector<std::byte>>(&value)) {
            pointer = bytes->empty() ? "" : reinterpret_cast<const char*>(bytes->data());
            length = bytes->size();
        } else if (!std::holds_alternative<std::monostate>(value)) {
            if (const auto* number = std::get_if<std::int64_t>(&value)) texts.push_back(std::to_string(*number));
            if (const auto* number = std::get_if<double>(&value)) texts.push_back(text_of(*number));
            if (const auto* text = std::get_if<std::string>(&value)) texts.push_back(checked(*text));
            pointer = texts.back().c_str();
            length = texts.back().size();
        }
        const bool binary = std::holds_alternative<std::vector<std::byte>>(value);
        pointers.push_back(pointer);
        lengths.push_back(static_cast<int>(length));
        formats.push_back(binary ? 1 : 0);
        types.push_back(binary ? bytea_type : 0);
    }
}

Result to_result(const PGresult* result) {
    Result answer;
    const int columns = PQnfields(result);
    for (int column = 0; column < columns; ++column) answer.columns.emplace_back(PQfname(result, column));
    const int rows = PQntuples(result);
    answer.rows.reserve(static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) {
        auto& values = answer.rows.emplace_back();
        values.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) values.push_back(value_of(result, row, column));
    }
    return answer;
}

} // namespace aludel::postgresql
