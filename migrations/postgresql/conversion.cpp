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

/// Neither too many digits before the point nor lost ones after it. `value` is a numeric; NaN fits everywhere, and is
/// greater than all others.
std::string outside_of_decimal(const Type& decimal, const std::string& value) {
    if (decimal.precision == 0) return "";
    const auto whole = static_cast<std::size_t>(std::max(decimal.precision - decimal.scale, 0));
    return "round(" + value + ", " + std::to_string(decimal.scale) + ") <> " + value + " OR (abs(" + value + ") >= 1" +
           std::string(whole, '0') + " AND " + value + " <> 'NaN')";
}

/// Beyond 24 or 53 bits not every integer is there. What is rounded up to 2^63 is no bigint any more.
std::string integer_outside_of_float(const Change& change) {
    const bool is_real = change.to.kind == Kind::real;
    if (width(change.from) <= (is_real ? 2 : 4)) return "";
    return "CASE WHEN " + change.value + " > " + (is_real ? "9223371487098961920" : "9223372036854774784") +
           " THEN true ELSE " + change.cast(change.type) + "::bigint <> " + change.value + " END";
}

/// Whether a number is another one there and back. Beyond the smallest and the greatest of the type, as PostgreSQL
/// writes them, going there is an error.
std::string outside_of_float(const Type& type, const std::string& value, const std::string& back) {
    const std::string range = type.kind == Kind::real ? "1e-45 AND 3.4028235e38" : "5e-324 AND 1.7976931348623157e308";
    return "CASE WHEN " + value + " IN ('NaN', 'Infinity', '-Infinity') THEN false WHEN abs(" + value +
           ") NOT BETWEEN " + range + " THEN " + value + " <> 0 ELSE " + back + " <> " + value + " END";
}

/// PostgreSQL alters nothing but the catalog, where the scale stays.
bool is_wider(const Type& from, const Type& to) {
    if (to.precision == 0) return true;
    return from.precision > 0 && to.scale >= from.scale && to.precision - to.scale >= from.precision - from.scale;
}

Conversion integer_to(const Change& change) {
    if (is_integer(change.to))
        return {"", width(change.to) < width(change.from) ? outside_of(change.to, change.value) : ""};
    if (change.to.kind == Kind::decimal) return change.plain(outside_of_decimal(change.to, change.cast("numeric")));
    if (is_float(change.to)) return change.plain(integer_outside_of_float(change));
    if (change.to.kind == Kind::boolean) return {change.value + " <> 0", change.value + " NOT IN (0, 1)"};
    return through_text(change);
}

Conversion decimal_to(const Change& change) {
    if (is_integer(change.to))
        return change.plain(change.value + " <> trunc(" + change.value + ") OR " + outside_of(change.to, change.value));
    if (change.to.kind == Kind::decimal)
        return {"", is_wider(change.from, change.to) ? "" : outside_of_decimal(change.to, change.value)};
    // The shortest text of a float is the decimal that a person reads in it.
    if (is_float(change.to))
        return change.plain(outside_of_float(change.to, change.value, change.cast(change.type) + "::text::numeric"));
    if (change.to.kind == Kind::boolean) return {change.value + " <> 0", change.value + " NOT IN (0, 1)"};
    return through_text(change);
}

Conversion float_to(const Change& change) {
    if (change.to.kind == Kind::double_precision) return change.plain();
    if (change.to.kind == Kind::real)
        return change.plain(outside_of_float(change.to, change.value, change.cast("real") + "::double precision"));
    if (is_integer(change.to))
        return change.plain(change.value + " <> trunc(" + change.value + ") OR " + outside_of(change.to, change.value));
    // A plain cast keeps 15 digits only.
    if (change.to.kind == Kind::decimal) {
        const auto text = change.cast("text");
        return {text + "::" + change.type, outside_of_decimal(change.to, text + "::numeric")};
    }
    return through_text(change);
}

// Texts are taken only in the form in which the value would be written again: 007 would come back as 7.
constexpr std::string_view integer_pattern = "^(0|-?[1-9][0-9]{0,18})$",
                           decimal_pattern = R"(^(NaN|-?(Infinity|(0|[1-9][0-9]*)(\.[0-9]+)?))$)",
                           float_pattern = R"(^(NaN|-?(Infinity|(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?))$)",
                           time_pattern = R"(^[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?$)",
                           time_behind_date = R"([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)",
                           zone = "(Z|[-+][0-9]{2}(:?[0-9]{2})?)", era = "( BC)?",
                           uuid_pattern = "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$";

/// A date with that behind it.
std::string date_pattern(const std::string& behind = "") {
    return "^(-?infinity|[0-9]{4,7}-[0-9]{2}-[0-9]{2}" + behind + std::string(era) + ")$";
}

std::string enum_obstacle(const Change& change) {
    std::vector<std::string> values;
    for (const auto& each : change.enum_values) values.push_back(string_literal(each));
    return change.cast("text") + " NOT IN (" + joined(values, ", ") + ")";
}

/// The text is of the right form, and yet may not be a value: 2026-02-30.
std::string is_none(const Change& change, std::string_view type) {
    return "NOT " + std::string(reads_as) + "(" + change.value + ", " + string_literal(type) + ")";
}

Conversion text_to_timestamptz(const Change& change) {
    const auto zoned = std::string(zone).append(era).append("$");
    const auto pattern = date_pattern(std::string(time_behind_date).append(zone).append("?"));
    return {"CASE WHEN " + change.value + " ~ " + string_literal(zoned) + " THEN " + change.cast(change.type) +
                " ELSE " + change.cast("timestamp") + " AT TIME ZONE 'UTC' END",
            change.unless_matches(pattern, is_none(change, "timestamptz"))};
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
        return change.plain(
            change.unless_matches(float_pattern, outside_of_float(change.to, change.cast("numeric"),
                                                                  change.cast(change.type) + "::text::numeric")));
    case Kind::boolean: return change.plain("lower(" + change.value + ") NOT IN ('true', 'false', 't', 'f', '1', '0')");
    case Kind::bytes: return {"convert_to(" + change.value + ", 'UTF8')", ""};
    case Kind::date: return change.plain(change.unless_matches(date_pattern(), is_none(change, "date")));
    case Kind::time: return change.plain(change.unless_matches(time_pattern, is_none(change, "time")));
    case Kind::timestamp:
        return change.plain(
            change.unless_matches(date_pattern(std::string(time_behind_date)), is_none(change, "timestamp")));
    case Kind::timestamptz: return text_to_timestamptz(change);
    case Kind::uuid: return change.plain(change.unless_matches(uuid_pattern));
    case Kind::enumeration: return change.plain(enum_obstacle(change));
    case Kind::json: return change.plain(is_none(change, "json"));
    default: return {}; // text itself
    }
}

std::string as_text(const Change& change) {
    if (change.from.kind == Kind::bytes) return "convert_from(" + change.value + ", 'UTF8')";
    if (change.from.kind == Kind::timestamptz) // the zone stands before the era, and infinity has none
        return "regexp_replace((" + change.value + R"( AT TIME ZONE 'UTC')::text, '(\d)( BC)?$', '\1+00\2'))";
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
