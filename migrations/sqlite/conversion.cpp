#include "migrations/sqlite/conversion.hpp"

#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/types.hpp"

#include <cstdint>
#include <limits>

namespace aludel::migrations::sqlite {
namespace {

using Kind = Type::Kind;

std::string cast(const std::string& value, std::string_view type) {
    return "CAST(" + value + " AS " + std::string(type) + ")";
}
// Without affinity and collation, so that it is compared as it stands.
std::string bare(const std::string& value) { return "(" + value + " || '')"; }
std::string any_of(const std::string& left, const std::string& right) { return "(" + left + ") OR (" + right + ")"; }

/// By what SQLite has stored, which is not always what the column was declared as.
std::string by_storage(const std::string& value, const std::string& integer, const std::string& real,
                       const std::string& text, const std::string& blob) {
    return "CASE typeof(" + value + ") WHEN 'integer' THEN " + integer + " WHEN 'real' THEN " + real +
           " WHEN 'text' THEN " + text + " ELSE " + blob + " END";
}

/// The text is a number, and not longer than what a double holds. A comparison with a number makes one of a text
/// that is well formed, and of no other (https://www.sqlite.org/datatype3.html#type_conversions_prior_to_comparison).
std::string is_number_text(const std::string& value, std::string_view type) {
    const auto digits = "length(replace(ltrim(" + bare(value) + ", '+-0.'), '.', ''))";
    return "(" + cast(value, type) + " = " + bare(value) + " AND (typeof(" + cast(value, "NUMERIC") +
           ") = 'integer' OR " + digits + " <= 15))";
}

template <class Integer> std::string out_of_range(const std::string& value) {
    using Limits = std::numeric_limits<Integer>;
    return cast(value, "INTEGER") + " NOT BETWEEN " + std::to_string(Limits::min()) + " AND " +
           std::to_string(Limits::max());
}

Conversion to_integer(const std::string& value, Kind kind) {
    const auto whole = by_storage(value, "1", value + " = " + cast(value, "INTEGER"),
                                  bare(value) + " = " + cast(cast(value, "INTEGER"), "TEXT"), "0");
    Conversion result{cast(value, "INTEGER"), "NOT " + whole};
    if (kind == Kind::smallint) result.obstacle = any_of(result.obstacle, out_of_range<std::int16_t>(value));
    if (kind == Kind::integer) result.obstacle = any_of(result.obstacle, out_of_range<std::int32_t>(value));
    return result;
}

Conversion to_double(const std::string& value) {
    return {cast(value, "REAL"),
            by_storage(value, cast(value, "REAL") + " <> " + value, "0", "NOT " + is_number_text(value, "REAL"), "1")};
}

Conversion to_decimal(const std::string& value, const Type& to) {
    const auto number = cast(value, "NUMERIC");
    Conversion result{number, by_storage(value, "0", "0", "NOT " + is_number_text(value, "NUMERIC"), "1")};
    if (to.precision == 0) return result;
    const auto limit = "1e" + std::to_string(to.precision - to.scale);
    result.obstacle =
        any_of(result.obstacle, any_of("round(" + number + ", " + std::to_string(to.scale) + ") <> " + number,
                                       "abs(" + number + ") >= " + limit));
    return result;
}

Conversion to_boolean(const std::string& value) {
    const auto word = "lower(" + cast(value, "TEXT") + ")";
    const std::string yes = "('1', '1.0', 'true', 't', 'yes', 'y', 'on')";
    const std::string no = "('0', '0.0', 'false', 'f', 'no', 'n', 'off')";
    return {"CASE WHEN " + word + " IN " + yes + " THEN 1 WHEN " + word + " IN " + no + " THEN 0 END",
            word + " NOT IN " + yes + " AND " + word + " NOT IN " + no};
}

/// Whether bytes are UTF-8 cannot be asked; ASCII is.
std::string no_ascii(const std::string& bytes) {
    return "instr(" + bytes + ", x'00') > 0 OR " + cast(bytes, "TEXT") +
           " GLOB '*[^' || char(1) || '-' || char(127) || ']*'";
}

Conversion to_text(const std::string& value, const Type& from) {
    if (from.kind == Kind::boolean)
        return {"CASE " + value + " WHEN 1 THEN 'true' WHEN 0 THEN 'false' END", value + " NOT IN (0, 1)"};
    // 15 digits are what SQLite writes; where that is another number, 17 are not.
    const auto short_text = cast(value, "TEXT");
    const auto long_text = "printf('%!.17g', " + value + ")";
    const auto is_exact = [&](const std::string& text) { return cast(text, "REAL") + " = " + value; };
    return {"CASE WHEN typeof(" + value + ") = 'real' AND NOT " + is_exact(short_text) + " THEN " + long_text +
                " ELSE " + short_text + " END",
            by_storage(value, "0", "NOT (" + is_exact(short_text) + " OR " + is_exact(long_text) + ")", "0",
                       no_ascii(value))};
}

Conversion to_varchar(const std::string& value, const Type& from, const Type& to) {
    auto result = to_text(value, from);
    result.obstacle = any_of(result.obstacle, "length(" + result.value + ") > " + std::to_string(to.length));
    return result;
}

Conversion to_json(const std::string& value, const Type& from) {
    auto result = to_text(value, from);
    result.obstacle = any_of(result.obstacle, "NOT json_valid(" + result.value + ")");
    return result;
}

Conversion to_enum(const std::string& value, const Type& from, const std::vector<std::string>& values) {
    auto result = to_text(value, from);
    result.obstacle = any_of(result.obstacle, result.value + " NOT IN " + string_list(values));
    return result;
}

std::string no_text(const std::string& value) { return "typeof(" + value + ") <> 'text'"; }
/// The first ten characters are a day that there is: SQLite makes 2 March of 30 February
/// as soon as it calculates.
std::string no_day(const std::string& value) {
    const auto day = "substr(" + value + ", 1, 10)";
    return any_of(no_text(value), "date(" + day + ", '+0 days') IS NOT " + bare(day));
}

/// A time at midnight, in UTC or without a zone, says no more than its day.
Conversion to_date(const std::string& value) {
    return {"substr(" + value + ", 1, 10)", any_of(no_day(value), "trim(substr(" + value + ", 11), ' T:.0Z+') <> ''")};
}

Conversion to_time(const std::string& value) {
    return {"", any_of(no_text(value), value + " NOT GLOB '[0-2][0-9]:[0-5][0-9]*' OR " + value +
                                           " GLOB '*[-+Zz]*' OR time(" + value + ") IS NULL")};
}

/// Times without a zone are UTC; of the others only those in UTC lose nothing with it.
Conversion to_timestamp(const std::string& value) {
    const auto cut = [&](int count) {
        return "substr(" + value + ", 1, length(" + value + ") - " + std::to_string(count) + ")";
    };
    const auto local = "CASE WHEN length(" + value + ") = 10 THEN " + value + " || ' 00:00:00' WHEN " + value +
                       " LIKE '%+00:00' THEN " + cut(6) + " WHEN " + value + " LIKE '%Z' THEN " + cut(1) + " ELSE " +
                       value + " END";
    return {local,
            any_of(no_day(value), "datetime(" + local + ") IS NULL OR substr(" + local + ", 11) GLOB '*[-+Zz]*'")};
}

Conversion to_timestamptz(const std::string& value) {
    return {"CASE WHEN length(" + value + ") = 10 THEN " + value + " || ' 00:00:00' ELSE " + value + " END",
            any_of(no_day(value), "datetime(" + value + ") IS NULL")};
}

Conversion to_uuid(const std::string& value) {
    std::string pattern;
    for (int i = 0; i < 36; ++i) pattern += i == 8 || i == 13 || i == 18 || i == 23 ? "-" : "[0-9a-fA-F]";
    return {"", any_of(no_text(value), value + " NOT GLOB '" + pattern + "'")};
}

Conversion to_bytes(const std::string& value) {
    return {cast(value, "BLOB"), "typeof(" + value + ") NOT IN ('text', 'blob')"};
}

/// SQLite knows nothing of the type but its affinity, which may make a number of a text.
Conversion to_native(const std::string& value, const Type& from, const Type& to) {
    switch (affinity(to.name)) {
    case Affinity::text: return to_text(value, from);
    case Affinity::blob: return {};
    default: break;
    }
    return {"", by_storage(value, cast(value, "REAL") + " <> " + value, "0", loses_digits(value), "0")};
}

bool is_stored_as_text(Kind kind) {
    switch (kind) {
    case Kind::text:
    case Kind::varchar:
    case Kind::date:
    case Kind::time:
    case Kind::timestamp:
    case Kind::timestamptz:
    case Kind::uuid:
    case Kind::json:
    case Kind::enumeration: return true;
    default: return false;
    }
}

/// Every value of the one is a value of the other, as it is stored.
bool is_widening(const Type& from, const Type& to) {
    if (from == to) return true;
    if (is_integer(from) && is_integer(to)) return from.kind < to.kind;
    if (from.kind == Kind::varchar && to.kind == Kind::varchar) return from.length <= to.length;
    if (to.kind == Kind::text) return is_stored_as_text(from.kind);
    if (from.kind == Kind::timestamp && to.kind == Kind::timestamptz) return true;
    if (from.kind == Kind::decimal && to.kind == Kind::decimal)
        return to.precision == 0 || (from.precision != 0 && from.scale <= to.scale &&
                                     from.precision - from.scale <= to.precision - to.scale);
    const auto is_double = [](Kind kind) { return kind == Kind::real || kind == Kind::double_precision; };
    return is_double(from.kind) && is_double(to.kind);
}

Conversion convert_each(const Type& from, const Type& to, const std::string& value,
                        const std::vector<std::string>& enum_values) {
    switch (to.kind) {
    case Kind::boolean: return to_boolean(value);
    case Kind::smallint:
    case Kind::integer:
    case Kind::bigint: return to_integer(value, to.kind);
    case Kind::real:
    case Kind::double_precision: return to_double(value);
    case Kind::text: return to_text(value, from);
    case Kind::varchar: return to_varchar(value, from, to);
    case Kind::bytes: return to_bytes(value);
    case Kind::date: return to_date(value);
    case Kind::time: return to_time(value);
    case Kind::timestamp: return to_timestamp(value);
    case Kind::timestamptz: return to_timestamptz(value);
    case Kind::uuid: return to_uuid(value);
    case Kind::decimal: return to_decimal(value, to);
    case Kind::json: return to_json(value, from);
    case Kind::enumeration: return to_enum(value, from, enum_values);
    case Kind::native: return to_native(value, from, to);
    }
    return {}; // every kind is above
}

} // namespace

std::string loses_digits(const std::string& value) {
    const auto number = cast(value, "NUMERIC");
    return number + " = " + bare(value) + " AND " + cast(number, "TEXT") + " <> " + bare(value);
}

Conversion convert(const Type& from, const Type& to, const std::string& value,
                   const std::vector<std::string>& enum_values) {
    if (is_widening(from, to)) return {};
    const auto old = "(" + value + ")";
    const bool from_bytes = from.kind == Kind::bytes && to.kind != Kind::native;
    auto result = convert_each(from, to, from_bytes ? cast(old, "TEXT") : old, enum_values);
    if (from_bytes) {
        if (result.value.empty()) result.value = cast(old, "TEXT");
        result.obstacle = result.obstacle.empty() ? no_ascii(old) : any_of(no_ascii(old), result.obstacle);
    }
    if (!result.obstacle.empty()) result.obstacle = "(" + value + ") IS NOT NULL AND (" + result.obstacle + ")";
    return result;
}

} // namespace aludel::migrations::sqlite
