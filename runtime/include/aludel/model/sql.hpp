// SQL in a model: one text for every database, or one for each.
#pragma once

namespace aludel {

/// Texts are string literals; null where there is none.
struct Sql {
    const char* common = nullptr;
    const char* sqlite = nullptr;
    const char* postgresql = nullptr;

    constexpr bool empty() const { return !common && !sqlite && !postgresql; }
};

/// For aludel::sql({.sqlite = "…", .postgresql = "…"}).
struct SqlByDialect {
    const char* sqlite = nullptr;
    const char* postgresql = nullptr;
};

constexpr Sql sql(const char* text) { return {text, nullptr, nullptr}; }
constexpr Sql sql(SqlByDialect texts) { return {nullptr, texts.sqlite, texts.postgresql}; }

namespace detail {

struct Now {};
struct Literal {
    const char* text;
    unsigned long long size;
};

/// An argument that takes a text for every database as well as aludel::sql(…).
struct SqlArgument : Sql {
    constexpr explicit(false) SqlArgument(const char* text) : Sql{text, nullptr, nullptr} {}
    constexpr explicit(false) SqlArgument(Sql texts) : Sql(texts) {}
};

} // namespace detail

/// A column's default that no C++ value spells as the database holds it: a fraction of many digits, a text in a column
/// of numbers, bytes.
template <unsigned long long Size> constexpr detail::Literal literal(const char (&text)[Size]) {
    return {text, Size - 1};
}

/// The time of the insert, as a column's default.
inline constexpr detail::Now now{};

} // namespace aludel
