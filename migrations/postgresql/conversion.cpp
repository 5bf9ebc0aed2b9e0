#include "migrations/postgresql/conversion.hpp"

#include "migrations/operation/operation.hpp"
#include "migrations/postgresql/quote.hpp"

#include <string_view>

namespace aludel::migrations::postgresql {
namespace {

using Kind = Type::Kind;

/// A change of one value: the SQL of the old one, and what is wanted.
struct Change {
    const Type& from;
    const Type& to;
    const std::string& value;
    const std::string& type;
    const std::vector<std::string>& enum_values;

    std::string cast(const std::string& to_type) const { return value + "::" + to_type; }
    Conversion plain(std::string obstacle = "") const { return {cast(type), std::move(obstacle)}; }
    /// A condition that may only be asked of values that match; others are obstacles themselves.
    std::string unless_matches(std::string_view pattern, const std::string& condition = "false") const {
        return "CASE WHEN " + value + " ~ " + string_literal(pattern) + " THEN " + condition + " ELSE true END";
    }
};

/// Everything has a text; whether that is one of the other type's is asked of each value.
Conversion through_text(const Change& change);

bool is_float(const Type& type) { return type.kind == Kind::real || type.kind == Kind::double_precision; }
bool is_number(const Type& type) { return is_integer(type) || is_float(type) || type.kind == Kind::decimal; }

/// Bytes of an integer.
int width(const Type& type) { return type.kind == Kind::smallint ? 2 : type.kind == Kind::integer ? 4 : 8; }

std::string outside_of(const Type& integer, const std::string& value) {
    const auto* range = integer.kind == Kind::smallint  ? "-32768 AND 32767"
                        : integer.kind == Kind::integer ? "-2147483648 AND 2147483647"
                                                        : "-9223372036854775808 AND 9223372036854775807";
    return value + " NOT BETWEEN " + range;
}

/// Neither too many digits before the point nor lost ones after it. `value` is a numeric.
std::string outside_of_decimal(const Type& decimal, const std::string& value) {
    if (decimal.precision == 0) return "";
    const auto whole = static_cast<std::size_t>(std::max(decimal.precision - decimal.scale, 0));
    return "round(" + value + ", " + std::to_string(decimal.scale) + ") <> " + value + " OR abs(" + value + ") >= 1" +
           std::string(whole, '0');
}

/// PostgreSQL alters nothing but the catalog, where the scale stays.
bool is_wider(const Type& from, const Type& to) {
    if (to.precision == 0) return true;
    return from.precision > 0 && to.scale >= from.scale && to.precision - to.scale >= from.precision - from.scale;
}

std::string either(const std::string& left, const std::string& right) {
    return left.empty() || right.empty() ? left + right : "(" + left + ") OR (" + right + ")";
}

Conversion integer_to(const Change& change) {
    if (is_integer(change.to))
        return {"", width(change.to) < width(change.from) ? outside_of(change.to, change.value) : ""};
    if (change.to.kind == Kind::decimal) return change.plain(outside_of_decimal(change.to, change.cast("numeric")));
    // Beyond 24 or 53 bits not every integer is there.
    if (change.to.kind == Kind::real && width(change.from) > 2)
        return change.plain(change.value + " NOT BETWEEN -16777216 AND 16777216");
    if (change.to.kind == Kind::double_precision && width(change.from) > 4)
        return change.plain(change.value + " NOT BETWEEN -9007199254740992 AND 9007199254740992");
    if (is_float(change.to)) return change.plain();
    if (change.to.kind == Kind::boolean) return {change.value + " <> 0", change.value + " NOT IN (0, 1)"};
    return through_text(change);
}

Conversion decimal_to(const Change& change) {
    if (is_integer(change.to))
        return change.plain(change.value + " <> trunc(" + change.value + ") OR " + outside_of(change.to, change.value));
    if (change.to.kind == Kind::decimal)
        return {"", is_wider(change.from, change.to) ? "" : outside_of_decimal(change.to, change.value)};
    // The shortest text of a float is the decimal that a person reads in it.
    if (is_float(change.to)) return change.plain(change.cast(change.type) + "::text::numeric <> " + change.value);
    if (change.to.kind == Kind::boolean) return {change.value + " <> 0", change.value + " NOT IN (0, 1)"};
    return through_text(change);
}

Conversion float_to(const Change& change) {
    if (change.to.kind == Kind::double_precision) return change.plain();
    if (change.to.kind == Kind::real)
        return change.plain("CASE WHEN " + change.value + " IN ('Infinity', '-Infinity', 'NaN') THEN false WHEN abs(" +
                            change.value + ") > 3.4e38 OR (" + change.value + " <> 0 AND abs(" + change.value +
                            ") < 1.2e-38) THEN true ELSE " + change.cast("real") + "::text::double precision <> " +
                            change.value + " END");
    if (is_integer(change.to))
        return change.plain(change.value + " <> trunc(" + change.value + ") OR " + outside_of(change.to, change.value));
    // A plain cast keeps 15 digits only.
    if (change.to.kind == Kind::decimal)
        return {change.cast("text") + "::" + change.type,
                either(change.value + " IN ('Infinity', '-Infinity', 'NaN')",
                       outside_of_decimal(change.to, "nullif(nullif(nullif(" + change.cast("text") +
                                                         ", 'Infinity'), '-Infinity'), 'NaN')::numeric"))};
    return through_text(change);
}

// Texts are taken only in the form in which the value would be written again: 007 would come back as 7.
constexpr std::string_view integer_pattern = "^(0|-?[1-9][0-9]{0,18})$",
                           decimal_pattern = R"(^-?(0|[1-9][0-9]*)(\.[0-9]+)?$)",
                           float_pattern = R"(^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?$)",
                           date_pattern = R"(^[0-9]{4}-[0-9]{2}-[0-9]{2}$)",
                           time_pattern = R"(^[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?$)",
                           timestamp_pattern =
                               R"(^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?$)",
                           zoned_pattern =
                               R"(^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)"
                               R"((Z|[-+][0-9]{2}(:?[0-9]{2})?)?$)",
                           zone_pattern = R"((Z|[-+][0-9]{2}(:?[0-9]{2})?)$)",
                           uuid_pattern = "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$";

std::string enum_obstacle(const Change& change) {
    std::vector<std::string> values;
    for (const auto& each : change.enum_values) values.push_back(string_literal(each));
    return change.cast("text") + " NOT IN (" + joined(values, ", ") + ")";
}

/// The text is of the right form, and yet may not be a value: 2026-02-30.
std::string is_none(const Change& change, std::string_view type) {
    return "NOT " + std::string(reads_as) + "(" + change.value + ", " + string_literal(type) + ")";
}

Conversion text_to(const Change& change) {
    switch (change.to.kind) {
    case Kind::smallint:
    case Kind::integer:
    case Kind::bigint:
        return change.plain(change.unless_matches(integer_pattern, outside_of(change.to, change.cast("numeric"))));
    case Kind::decimal: {
        const auto outside = outside_of_decimal(change.to, change.cast("numeric"));
        return change.plain(change.unless_matches(decimal_pattern, outside.empty() ? "false" : outside));
    }
    case Kind::real:
    case Kind::double_precision:
        return change.plain(change.unless_matches(float_pattern, change.cast(change.type) + "::text::numeric <> " +
                                                                     change.cast("numeric")));
    case Kind::boolean: return change.plain("lower(" + change.value + ") NOT IN ('true', 'false', 't', 'f', '1', '0')");
    case Kind::bytes: return {"convert_to(" + change.value + ", 'UTF8')", ""};
    case Kind::date: return change.plain(change.unless_matches(date_pattern, is_none(change, "date")));
    case Kind::time: return change.plain(change.unless_matches(time_pattern, is_none(change, "time")));
    case Kind::timestamp: return change.plain(change.unless_matches(timestamp_pattern, is_none(change, "timestamp")));
    case Kind::timestamptz:
        return {"CASE WHEN " + change.value + " ~ " + string_literal(zone_pattern) + " THEN " +
                    change.cast(change.type) + " ELSE " + change.cast("timestamp") + " AT TIME ZONE 'UTC' END",
                change.unless_matches(zoned_pattern, is_none(change, "timestamptz"))};
    case Kind::uuid: return change.plain(change.unless_matches(uuid_pattern));
    case Kind::enumeration: return change.plain(enum_obstacle(change));
    case Kind::json: return change.plain(is_none(change, "json"));
    default: return {}; // text itself
    }
}

std::string as_text(const Change& change) {
    if (change.from.kind == Kind::bytes) return "convert_from(" + change.value + ", 'UTF8')";
    if (change.from.kind == Kind::timestamptz) return "(" + change.value + " AT TIME ZONE 'UTC')::text || '+00'";
    return change.cast("text");
}

Conversion through_text(const Change& change) {
    const Type text;
    const auto value = "(" + as_text(change) + ")";
    return text_to({text, change.to, value, change.type, change.enum_values});
}

Conversion to_text(const Change& change) {
    const bool is_text = is_textual(change.from);
    const auto text = is_text ? change.value : as_text(change);
    const bool may_be_long = change.to.kind == Kind::varchar &&
                             !(change.from.kind == Kind::varchar && change.from.length <= change.to.length);
    return {is_text ? "" : text, may_be_long ? "char_length(" + text + ") > " + std::to_string(change.to.length) : ""};
}

Conversion time_to(const Change& change) {
    const auto in_utc = "(" + change.value + " AT TIME ZONE 'UTC')";
    const auto from = change.from.kind, to = change.to.kind;
    if (from == Kind::date && to == Kind::timestamp) return change.plain();
    if (from == Kind::date && to == Kind::timestamptz) return {change.cast("timestamp") + " AT TIME ZONE 'UTC'", ""};
    if (from == Kind::timestamp && to == Kind::timestamptz) return {in_utc, ""};
    if (from == Kind::timestamptz && to == Kind::timestamp) return {in_utc, ""};
    if (from == Kind::timestamp && to == Kind::date)
        return change.plain(change.value + " <> date_trunc('day', " + change.value + ")");
    if (from == Kind::timestamptz && to == Kind::date)
        return {in_utc + "::date", in_utc + " <> date_trunc('day', " + in_utc + ")"};
    return through_text(change);
}

} // namespace

std::string create_reads_as() {
    return "CREATE OR REPLACE FUNCTION " + std::string(reads_as) +
           "(value text, type text) RETURNS boolean LANGUAGE plpgsql AS $$BEGIN EXECUTE 'SELECT $1::' || type USING "
           "value; RETURN true; EXCEPTION WHEN OTHERS THEN RETURN false; END$$";
}

std::string drop_reads_as() { return "DROP FUNCTION " + std::string(reads_as) + "(text, text)"; }

std::string create_rows_of() {
    return "CREATE OR REPLACE FUNCTION " + std::string(rows_of) +
           "(query text) RETURNS TABLE (k text, v text) LANGUAGE plpgsql AS $$BEGIN RETURN QUERY EXECUTE query; "
           "EXCEPTION WHEN cannot_coerce OR undefined_function THEN RETURN; END$$";
}

std::string drop_rows_of() { return "DROP FUNCTION " + std::string(rows_of) + "(text)"; }

namespace {

Conversion convert(const Change& change) {
    const auto &from = change.from, &to = change.to;
    if (is_textual(to)) return to_text(change);
    if (from.kind == Kind::enumeration) return through_text(change);
    if (is_textual(from)) return text_to(change);
    if (from.kind == Kind::boolean && is_number(to)) return {change.cast("integer") + "::" + change.type, ""};
    if (is_integer(from)) return integer_to(change);
    if (from.kind == Kind::decimal) return decimal_to(change);
    if (is_float(from)) return float_to(change);
    return time_to(change);
}

/// Bytes that are no UTF-8 are no text, and asking for it is an error.
std::string unless_text(const std::string& bytes, const std::string& obstacle) {
    const auto text = string_literal("text || convert_from(decode($1, 'hex'), 'UTF8')");
    return "CASE WHEN NOT " + std::string(reads_as) + "(encode(" + bytes + ", 'hex'), " + text + ") THEN true ELSE " +
           (obstacle.empty() ? "false" : "(" + obstacle + ")") + " END";
}

} // namespace

Conversion convert(const Type& from, const Type& to, const std::string& value, const std::string& type,
                   const std::vector<std::string>& enum_values) {
    if (from.kind == Kind::native || to.kind == Kind::native)
        return {}; // PostgreSQL knows, or asks for USING: see check_native_conversion()
    auto conversion = convert({from, to, value, type, enum_values});
    if (from.kind == Kind::bytes) conversion.obstacle = unless_text(value, conversion.obstacle);
    return conversion;
}

} // namespace aludel::migrations::postgresql
