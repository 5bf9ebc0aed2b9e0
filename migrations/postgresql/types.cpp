#include "migrations/postgresql/types.hpp"

#include "migrations/operation/operation.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/schema/sql_tokens.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace aludel::migrations::postgresql {
namespace {

using Kind = Type::Kind;

constexpr std::array<std::pair<Kind, std::string_view>, 15> plain_types{{
    {Kind::boolean, "boolean"},
    {Kind::smallint, "smallint"},
    {Kind::integer, "integer"},
    {Kind::bigint, "bigint"},
    {Kind::real, "real"},
    {Kind::double_precision, "double precision"},
    {Kind::text, "text"},
    {Kind::bytes, "bytea"},
    {Kind::date, "date"},
    {Kind::time, "time without time zone"},
    {Kind::timestamp, "timestamp without time zone"},
    {Kind::timestamptz, "timestamp with time zone"},
    {Kind::uuid, "uuid"},
    {Kind::decimal, "numeric"},
    {Kind::json, "json"}, // and not jsonb, which does not keep the text
}};

/// The numbers of `prefix(a,b)`; empty where the text is something else.
std::optional<std::pair<int, int>> read_modifier(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix) || !text.ends_with(")")) return std::nullopt;
    text.remove_prefix(prefix.size());
    if (!text.starts_with("(")) return std::nullopt;
    std::pair<int, int> numbers{0, 0};
    const auto* end = text.data() + text.size() - 1;
    const auto first = std::from_chars(text.data() + 1, end, numbers.first);
    if (first.ec != std::errc()) return std::nullopt;
    if (first.ptr == end) return numbers;
    const auto second = std::from_chars(first.ptr + 1, end, numbers.second);
    if (*first.ptr != ',' || second.ec != std::errc() || second.ptr != end || numbers.second < 0) return std::nullopt;
    return numbers;
}

std::string enum_sql(const Schema& schema, const Name& table, const Type& type) {
    const auto* enumeration = find_enum(schema, table, type);
    if (!enumeration) throw OperationError("there is no enum \"" + type.name + "\"");
    return identifier(enumeration->name);
}

} // namespace

std::string type_sql(const Schema& schema, const Name& table, const Type& type) {
    switch (type.kind) {
    case Kind::varchar: return "character varying(" + std::to_string(type.length) + ")";
    case Kind::decimal:
        if (type.precision == 0) return "numeric";
        return "numeric(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
    case Kind::enumeration: return enum_sql(schema, table, type);
    case Kind::native: return type.name;
    default: break;
    }
    for (const auto& [kind, name] : plain_types)
        if (kind == type.kind) return std::string(name);
    throw OperationError("a column's type is not known");
}

std::string cast_name(const Type& type) {
    if (type.kind == Kind::enumeration) return is_plain_identifier(type.name) ? type.name : identifier(type.name);
    auto name = type_sql({}, {}, type);
    if (const auto open = name.find('('), close = name.find(')'); close != name.npos)
        name.erase(open, close - open + 1);
    const bool padded = name == "character" || name.starts_with("character[");
    return padded ? name.replace(0, std::string_view("character").size(), "bpchar") : name;
}

Type read_type(std::string_view formatted) {
    Type type;
    for (const auto& [kind, name] : plain_types)
        if (name == formatted) {
            type.kind = kind;
            return type;
        }
    if (const auto length = read_modifier(formatted, "character varying")) {
        type.kind = Kind::varchar;
        type.length = length->first;
    } else if (const auto digits = read_modifier(formatted, "numeric")) {
        type.kind = Kind::decimal;
        type.precision = digits->first;
        type.scale = digits->second;
    } else {
        type.kind = formatted == "character varying" ? Kind::text : Kind::native;
        if (type.kind == Kind::native) type.name = formatted;
    }
    return type;
}

} // namespace aludel::migrations::postgresql
