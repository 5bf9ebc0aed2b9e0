#include "migrations/sqlite/types.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

namespace aludel::migrations::sqlite {
namespace {

using Kind = Type::Kind;

// What is written comes first among the names of its kind. JSON and UUID would have NUMERIC affinity, which turns a
// document `1.0` into 1 and a uuid of digits into a number; these names have TEXT.
constexpr std::array<std::pair<std::string_view, Kind>, 46> names{{
    {"BOOLEAN", Kind::boolean},
    {"BOOL", Kind::boolean},
    {"SMALLINT", Kind::smallint},
    {"INT2", Kind::smallint},
    {"TINYINT", Kind::smallint},
    {"INTEGER", Kind::integer},
    {"INT", Kind::integer},
    {"INT4", Kind::integer},
    {"MEDIUMINT", Kind::integer},
    {"BIGINT", Kind::bigint},
    {"INT8", Kind::bigint},
    {"UNSIGNED BIG INT", Kind::bigint},
    {"REAL", Kind::real},
    {"FLOAT4", Kind::real},
    {"DOUBLE", Kind::double_precision},
    {"DOUBLE PRECISION", Kind::double_precision},
    {"FLOAT", Kind::double_precision},
    {"FLOAT8", Kind::double_precision},
    {"TEXT", Kind::text},
    {"CLOB", Kind::text},
    {"VARCHAR", Kind::text},
    {"NVARCHAR", Kind::text},
    {"CHARACTER VARYING", Kind::text},
    {"BLOB", Kind::bytes},
    {"BYTEA", Kind::bytes},
    {"VARBINARY", Kind::bytes},
    {"BINARY", Kind::bytes},
    {"", Kind::bytes},
    {"DATE", Kind::date},
    {"TIME", Kind::time},
    {"TIMESTAMP", Kind::timestamp},
    {"DATETIME", Kind::timestamp},
    {"TIMESTAMP WITHOUT TIME ZONE", Kind::timestamp},
    {"TIMESTAMPTZ", Kind::timestamptz},
    {"DATETIMETZ", Kind::timestamptz},
    {"TIMESTAMP WITH TIME ZONE", Kind::timestamptz},
    {"CHAR(36)", Kind::uuid},
    {"UUID", Kind::uuid},
    {"UUID_TEXT", Kind::uuid},
    {"GUID", Kind::uuid},
    {"UNIQUEIDENTIFIER", Kind::uuid},
    {"DECIMAL", Kind::decimal},
    {"NUMERIC", Kind::decimal},
    {"JSON_TEXT", Kind::json},
    {"JSON", Kind::json},
    {"JSONB", Kind::json},
}};

constexpr std::array<std::string_view, 7> varchar_names{
    "VARCHAR", "NVARCHAR", "CHAR", "NCHAR", "CHARACTER", "CHARACTER VARYING", "VARYING CHARACTER"};

std::string upper(std::string_view text) {
    std::string result(text);
    for (auto& c : result)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return result;
}

/// In upper case, one space between words and none elsewhere.
std::string normal(std::string_view declared) {
    std::string result;
    bool space = false;
    for (const char c : upper(declared)) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            space = true;
            continue;
        }
        const bool tight =
            c == '(' || c == ')' || c == ',' || result.empty() || result.back() == '(' || result.back() == ',';
        if (space && !tight) result += ' ';
        space = false;
        result += c;
    }
    return result;
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

/// `VARCHAR(80)`, `NUMERIC(10,2)`.
std::optional<Type> read_with_numbers(std::string_view declared) {
    const auto open = declared.find('(');
    if (open == std::string_view::npos || declared.back() != ')') return std::nullopt;
    const auto word = declared.substr(0, open);
    const auto inside = declared.substr(open + 1, declared.size() - open - 2);
    const auto comma = inside.find(',');
    const auto first = number(inside.substr(0, comma));
    if (!first || *first == 0) return std::nullopt;
    if (comma == std::string_view::npos && std::ranges::find(varchar_names, word) != varchar_names.end())
        return Type{.kind = Kind::varchar, .length = *first};
    const auto scale = comma == std::string_view::npos ? 0 : number(inside.substr(comma + 1));
    if ((word != "DECIMAL" && word != "NUMERIC") || !scale || *scale > *first) return std::nullopt;
    return Type{.kind = Kind::decimal, .precision = *first, .scale = *scale};
}

} // namespace

Affinity affinity(std::string_view declared_type) {
    const auto name = upper(declared_type);
    const auto has = [&](std::string_view part) { return name.find(part) != std::string::npos; };
    if (has("INT")) return Affinity::integer;
    if (has("CHAR") || has("CLOB") || has("TEXT")) return Affinity::text;
    if (has("BLOB") || name.empty()) return Affinity::blob;
    if (has("REAL") || has("FLOA") || has("DOUB")) return Affinity::real;
    return Affinity::numeric;
}

std::string declared_type(const Type& type) {
    switch (type.kind) {
    case Kind::enumeration: return "TEXT";
    case Kind::native: return type.name;
    case Kind::varchar: return "VARCHAR(" + std::to_string(type.length) + ")";
    case Kind::decimal:
        if (type.precision == 0) return "DECIMAL";
        return "DECIMAL(" + std::to_string(type.precision) + ", " + std::to_string(type.scale) + ")";
    default: break;
    }
    for (const auto& [name, kind] : names)
        if (kind == type.kind) return std::string(name);
    return {}; // every kind is above
}

namespace {

/// A decimal is an integer or a real, as its value is: no other type but ANY holds both.
std::string strict_type(const Type& type) {
    const auto declared = declared_type(type);
    if (type.kind == Kind::native && normal(declared) == "ANY") return "ANY";
    switch (type.kind) {
    case Kind::date:
    case Kind::time:
    case Kind::timestamp:
    case Kind::timestamptz: return "TEXT";
    case Kind::boolean: return "INTEGER";
    default: break;
    }
    switch (affinity(declared)) {
    case Affinity::integer: return normal(declared) == "INT" ? "INT" : "INTEGER";
    case Affinity::text: return "TEXT";
    case Affinity::blob: return "BLOB";
    case Affinity::real: return "REAL";
    case Affinity::numeric: return "ANY";
    }
    return "ANY"; // every affinity is above
}

} // namespace

bool is_rowid(const Table& table, const Column& column) {
    return column.identity && !table.without_rowid && table.primary_key &&
           table.primary_key->columns == std::vector{column.name};
}

std::string declared_type(const Table& table, const Column& column) {
    if (is_rowid(table, column)) return "INTEGER";
    auto declared = table.strict ? strict_type(column.type) : declared_type(column.type);
    const bool whole_key = table.primary_key && table.primary_key->columns == std::vector{column.name};
    return whole_key && !table.without_rowid && normal(declared) == "INTEGER" ? "INT" : declared;
}

std::string_view storage_class(std::string_view strict_type) {
    if (strict_type == "INT" || strict_type == "INTEGER") return "integer";
    if (strict_type == "REAL") return "real";
    if (strict_type == "TEXT") return "text";
    return strict_type == "BLOB" ? "blob" : "";
}

Affinity affinity(const Table& table, const Column& column) {
    const auto declared = declared_type(table, column);
    return table.strict && declared == "ANY" ? Affinity::blob : affinity(declared);
}

Type read_type(std::string_view declared) {
    const auto wanted = normal(declared);
    for (const auto& [name, kind] : names)
        if (name == wanted) return Type{.kind = kind};
    if (const auto type = read_with_numbers(wanted)) return *type;
    Type native{.kind = Kind::native};
    native.name = declared;
    return native;
}

} // namespace aludel::migrations::sqlite
