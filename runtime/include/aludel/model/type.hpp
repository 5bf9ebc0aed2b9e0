// What a member's C++ type is in a database. Types of the standard library are known by their shape, so that no header
// of it has to be included here.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <type_traits>

namespace aludel {

/// A column's type, in the vocabulary of revision files.
struct ColumnType {
    enum class Kind : unsigned char {
        unknown,
        boolean,
        smallint,
        integer,
        bigint,
        real,
        double_precision,
        text,
        varchar,
        bytes,
        date,
        time,
        timestamp,
        timestamptz,
        uuid,
        decimal,
        json,
        enumeration,
        native,
    };
    Kind kind = Kind::unknown;
    int length = 0;             ///< of varchar, in characters
    int precision = 0;          ///< of decimal: digits in all
    int scale = 0;              ///< of decimal: digits after the point
    const char* name = nullptr; ///< of native: the database's own spelling
};

/// What `aludel::type_of` may be.
namespace type {
inline constexpr ColumnType boolean{ColumnType::Kind::boolean};
inline constexpr ColumnType smallint{ColumnType::Kind::smallint};
inline constexpr ColumnType integer{ColumnType::Kind::integer};
inline constexpr ColumnType bigint{ColumnType::Kind::bigint};
inline constexpr ColumnType real{ColumnType::Kind::real};
inline constexpr ColumnType double_precision{ColumnType::Kind::double_precision};
inline constexpr ColumnType text{ColumnType::Kind::text};
inline constexpr ColumnType bytes{ColumnType::Kind::bytes};
inline constexpr ColumnType date{ColumnType::Kind::date};
inline constexpr ColumnType time{ColumnType::Kind::time};
inline constexpr ColumnType timestamp{ColumnType::Kind::timestamp};
inline constexpr ColumnType timestamptz{ColumnType::Kind::timestamptz};
inline constexpr ColumnType uuid{ColumnType::Kind::uuid};
inline constexpr ColumnType json{ColumnType::Kind::json};
constexpr ColumnType varchar(int length) { return {ColumnType::Kind::varchar, length}; }
/// Without numbers: as many digits as the database has.
constexpr ColumnType decimal(int precision = 0, int scale = 0) {
    return {ColumnType::Kind::decimal, 0, precision, scale};
}
constexpr ColumnType native(const char* name) { return {ColumnType::Kind::native, 0, 0, 0, name}; }
} // namespace type

namespace detail {
struct Unspecified {};
} // namespace detail

/// The column type of a type of your own: `template <> inline constexpr auto aludel::type_of<Email> =
/// aludel::type::varchar(80);`
template <class T> inline constexpr auto type_of = detail::Unspecified{};

struct uuid {
    std::byte bytes[16];

    bool operator==(const uuid&) const = default;
};

/// A number of `Precision` digits, `Scale` of them after the point, as text; `decimal<>` has as many as the database
/// holds. (A template of the string, so that <string> is yours to include.)
template <int Precision = 0, int Scale = 0, class String = std::string> struct decimal {
    static_assert(Precision >= 0 && Scale >= 0 && Scale <= Precision,
                  "aludel: decimal<P, S> has P digits in all (1 or more), S of them after the point (0 to P)");
    String text;

    bool operator==(const decimal&) const = default;
};

template <class String> struct basic_json {
    String text;

    bool operator==(const basic_json&) const = default;
};
/// A JSON document as text.
using json = basic_json<std::string>;

namespace detail {

/// A text as a template argument.
template <std::size_t Size> struct Spelling {
    char text[Size]{};

    constexpr explicit(false) Spelling(const char (&literal)[Size]) {
        for (std::size_t at = 0; at < Size; ++at) text[at] = literal[at];
    }
};

} // namespace detail

/// A value of a type that only one database has, as text; the type is in its spelling: `aludel::native<"citext">`.
template <detail::Spelling Name, class String = std::string> struct native {
    String text;

    bool operator==(const native&) const = default;
};

namespace detail {

using Kind = ColumnType::Kind;

template <class T>
concept OptionalLike = requires(T value) {
    typename T::value_type;
    value.has_value();
    value.reset();
    *value;
};

template <class T>
concept StringLike = requires(T value) {
    typename T::traits_type;
    value.c_str();
    value.push_back('a');
}
&&std::is_same_v<typename T::value_type, char>;

template <class T>
concept BytesLike = requires(T value) {
    value.data();
    value.push_back(std::byte{});
}
&&std::is_same_v<typename T::value_type, std::byte>;

template <class T>
concept DateLike = requires(T value) {
    T(value.year(), value.month(), value.day());
};

template <class T>
concept TimeOfDayLike = requires(T value) {
    value.hours();
    value.minutes();
    value.seconds();
    value.subseconds();
};

template <class T>
concept TimePointLike = requires(T value) {
    typename T::clock;
    typename T::duration::period;
    value.time_since_epoch();
};

/// std::chrono::local_t is the clock that has no now(); system_clock is the one that C's time_t belongs to.
template <class T> constexpr Kind time_point_kind() {
    using period = typename T::duration::period;
    constexpr bool whole_days = period::num == 86'400 && period::den == 1;
    if constexpr (!requires { T::clock::now(); }) return whole_days ? Kind::date : Kind::timestamp;
    if constexpr (requires { &T::clock::to_time_t; }) return whole_days ? Kind::date : Kind::timestamptz;
    return Kind::unknown;
}

template <class T>
inline constexpr bool is_character =
    std::is_same_v<T, char> || std::is_same_v<T, wchar_t> || std::is_same_v<T, char8_t> ||
    std::is_same_v<T, char16_t> || std::is_same_v<T, char32_t>;

template <class T> constexpr Kind integer_kind() {
    if constexpr (is_character<T> || std::is_unsigned_v<T>) return Kind::unknown;
    if constexpr (sizeof(T) == 2) return Kind::smallint;
    if constexpr (sizeof(T) == 4) return Kind::integer;
    if constexpr (sizeof(T) == 8) return Kind::bigint;
    return Kind::unknown;
}

template <class T> inline constexpr ColumnType own_type{};
template <> inline constexpr ColumnType own_type<uuid> = type::uuid;
template <> inline constexpr ColumnType own_type<json> = type::json;
template <int Precision, int Scale, class String>
inline constexpr ColumnType own_type<decimal<Precision, Scale, String>> = type::decimal(Precision, Scale);
template <Spelling Name, class String>
inline constexpr ColumnType own_type<native<Name, String>> = type::native(Name.text);

template <class T> inline constexpr bool is_scoped_enum = false;
template <class T>
requires std::is_enum_v<T>
inline constexpr bool is_scoped_enum<T> = !std::is_convertible_v<T, std::underlying_type_t<T>>;

template <class T> constexpr ColumnType known_type() {
    if constexpr (std::is_same_v<T, bool>)
        return type::boolean;
    else if constexpr (std::is_same_v<T, float>)
        return type::real;
    else if constexpr (std::is_same_v<T, double>)
        return type::double_precision;
    else if constexpr (std::is_integral_v<T>)
        return {integer_kind<T>()};
    else if constexpr (is_scoped_enum<T> && !std::is_same_v<T, std::byte>)
        return {Kind::enumeration};
    else if constexpr (own_type<T>.kind != Kind::unknown)
        return own_type<T>;
    else if constexpr (StringLike<T>)
        return type::text;
    else if constexpr (BytesLike<T>)
        return type::bytes;
    else if constexpr (TimePointLike<T>)
        return {time_point_kind<T>()};
    else if constexpr (DateLike<T>)
        return type::date;
    else if constexpr (TimeOfDayLike<T>)
        return type::time;
    else
        return {};
}

template <class T>
inline constexpr bool is_nullable = OptionalLike<T>&& std::is_same_v<const decltype(type_of<T>), const Unspecified>;

template <class T> struct Unwrapped { using type = T; };
template <class T>
requires is_nullable<T>
struct Unwrapped<T> {
    using type = typename T::value_type;
};
/// The member's type without std::optional, which is NULL.
template <class T> using unwrapped = typename Unwrapped<T>::type;

template <class T> constexpr ColumnType required_type() {
    using Described = std::remove_const_t<decltype(type_of<T>)>;
    if constexpr (std::is_same_v<Described, Unspecified>)
        return known_type<T>();
    else {
        static_assert(std::is_same_v<Described, ColumnType>,
                      "aludel: type_of must be one of aludel::type: aludel::type::uuid, aludel::type::varchar(80), "
                      "aludel::type::native(\"citext\")");
        return type_of<T>;
    }
}

/// Of a member's type; unknown where it can be no column.
template <class T> constexpr ColumnType column_type() {
    if constexpr (is_nullable<T>)
        return required_type<unwrapped<T>>();
    else
        return required_type<T>();
}

constexpr bool is_text(Kind kind) { return kind == Kind::text || kind == Kind::varchar; }

} // namespace detail

} // namespace aludel
