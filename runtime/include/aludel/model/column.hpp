// aludel::column(&T::m): what a member does not say by itself.
#pragma once

#include <aludel/model/counting.hpp>
#include <aludel/model/pack.hpp>
#include <aludel/model/sql.hpp>
#include <aludel/model/type.hpp>

#include <type_traits>

namespace aludel {

/// How a generated column is kept: written with its row, or worked out when it is read.
enum class Storage : unsigned char { stored, virtual_ };
inline constexpr Storage stored = Storage::stored;
inline constexpr Storage virtual_ = Storage::virtual_;

namespace detail {

struct DefaultValue {
    enum class Kind : unsigned char { none, boolean, integer, floating, text, literal, now, sql };
    Kind kind = Kind::none;
    bool is_too_large = false; ///< an unsigned literal that no column holds
    bool is_single = false;    ///< floating was a float
    long long integer = 0;     ///< and boolean
    double floating = 0;
    const char* text = nullptr;
    unsigned long long size = 0; ///< of a literal, which may hold zero bytes
    Sql sql{};
};

template <class Value> constexpr DefaultValue::Kind default_kind() {
    using Given = DefaultValue::Kind;
    if constexpr (std::is_same_v<Value, bool>)
        return Given::boolean;
    else if constexpr (is_character<Value>)
        return Given::none;
    else if constexpr (std::is_integral_v<Value>)
        return Given::integer;
    else if constexpr (std::is_floating_point_v<Value>)
        return Given::floating;
    else if constexpr (std::is_same_v<Value, const char*>)
        return Given::text;
    else if constexpr (std::is_same_v<Value, Literal>)
        return Given::literal;
    else if constexpr (std::is_same_v<Value, Now>)
        return Given::now;
    else if constexpr (std::is_same_v<Value, Sql>)
        return Given::sql;
    else
        return Given::none;
}

constexpr bool is_integer(Kind kind) { return kind == Kind::smallint || kind == Kind::integer || kind == Kind::bigint; }
constexpr bool is_fraction(Kind kind) {
    return kind == Kind::real || kind == Kind::double_precision || kind == Kind::decimal;
}

constexpr bool fits(DefaultValue::Kind value, Kind column) {
    using Given = DefaultValue::Kind;
    if (value == Given::sql || value == Given::literal || column == Kind::native || column == Kind::unknown)
        return value != Given::none;
    if (value == Given::boolean) return column == Kind::boolean;
    if (value == Given::integer) return is_integer(column) || is_fraction(column);
    if (value == Given::floating) return is_fraction(column);
    if (value == Given::now) return column != Kind::boolean && !is_integer(column) && !is_fraction(column);
    return value == Given::text && column != Kind::boolean && !is_integer(column) && column != Kind::real &&
           column != Kind::double_precision;
}

template <class Value> constexpr DefaultValue default_value(Value value) {
    DefaultValue result{};
    result.kind = default_kind<Value>();
    if constexpr (std::is_integral_v<Value>) {
        result.integer = static_cast<long long>(value);
        result.is_too_large = std::is_unsigned_v<Value> && result.integer < 0;
    } else if constexpr (std::is_floating_point_v<Value>) {
        result.floating = static_cast<double>(value);
        result.is_single = std::is_same_v<Value, float>;
    } else if constexpr (std::is_same_v<Value, const char*>)
        result.text = value;
    else if constexpr (std::is_same_v<Value, Literal>)
        result.text = value.text, result.size = value.size;
    else if constexpr (std::is_same_v<Value, Sql>)
        result.sql = value;
    return result;
}

/// Texts are string literals; null where the model says nothing.
struct ColumnOptions {
    bool is_given = false;
    const char* name = nullptr;
    bool primary_key = false;
    bool has_max_length = false;
    int max_length = 0;
    DefaultValue default_value{};
    const char* comment = nullptr;
    const char* collation = nullptr;
    Sql generated{};
    Storage storage = Storage::stored;
    const char* renamed_from = nullptr;
    bool is_identity = false;
    bool has_no_identity = false;
};

/// Of a column that does not number itself; so that only those that do carry what numbering says.
struct NoIdentity {};

template <class Struct, class Type, class Numbering = NoIdentity> struct ColumnOption {
    Type Struct::*member;
    ColumnOptions options{};
    Numbering numbering{};

    constexpr ColumnOption name(const char* text) const { return with(&ColumnOptions::name, text); }
    constexpr ColumnOption primary_key() const { return with(&ColumnOptions::primary_key, true); }
    /// In characters.
    constexpr ColumnOption max_length(int length) const {
        static_assert(is_text(column_type<Type>().kind), "aludel: max_length is for std::string members only");
        return with(&ColumnOptions::max_length, length).with(&ColumnOptions::has_max_length, true);
    }
    /// A literal, aludel::now, aludel::literal("...") or aludel::sql(...).
    template <class Value> constexpr ColumnOption server_default(Value value) const {
        static_assert(fits(default_kind<Value>(), column_type<Type>().kind),
                      "aludel: this default does not fit the type of its column. Write true or false for a bool, a "
                      "number for a number, a text literal for anything else, aludel::now for a date or time, or "
                      "aludel::sql(\"...\") for any");
        return with(&ColumnOptions::default_value, detail::default_value(value));
    }
    constexpr ColumnOption comment(const char* text) const { return with(&ColumnOptions::comment, text); }
    constexpr ColumnOption collation(const char* text) const { return with(&ColumnOptions::collation, text); }
    constexpr ColumnOption generated(SqlArgument expression, Storage storage) const {
        return with(&ColumnOptions::generated, Sql(expression)).with(&ColumnOptions::storage, storage);
    }
    /// It numbers itself: `.identity()`, `.identity({.always = true, .start = 100})`. (An integer that is the whole
    /// primary key does so anyway.)
    constexpr auto identity(Identity how = {}) const {
        static_assert(is_integer(column_type<Type>().kind), "aludel: identity() is for integer members only");
        return ColumnOption<Struct, Type, Identity>{member, with(&ColumnOptions::is_identity, true).options, how};
    }
    /// It does not number itself, though it is an integer and the whole primary key.
    constexpr ColumnOption no_identity() const { return with(&ColumnOptions::has_no_identity, true); }
    constexpr ColumnOption renamed_from(const char* text) const { return with(&ColumnOptions::renamed_from, text); }

    template <class Value> constexpr ColumnOption with(Value ColumnOptions::*option, Value value) const {
        auto changed = *this;
        changed.options.*option = value;
        return changed;
    }
};

} // namespace detail

template <class Struct, class Type> constexpr auto column(Type Struct::*member) {
    return detail::ColumnOption<Struct, Type>{member};
}

} // namespace aludel
