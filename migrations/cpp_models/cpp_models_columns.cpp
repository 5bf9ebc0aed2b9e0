#include "migrations/cpp_models/cpp_models_parts.hpp"
#include "migrations/cpp_models/cpp_names.hpp"

#include <aludel/model/text.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace aludel::migrations {
namespace {

using Kind = Type::Kind;

std::string value_type(const CppModel& model, const Table& table, const Type& type) {
    switch (type.kind) {
    case Kind::boolean: return "bool";
    case Kind::smallint: return "std::int16_t";
    case Kind::integer: return "int";
    case Kind::bigint: return "std::int64_t";
    case Kind::real: return "float";
    case Kind::double_precision: return "double";
    case Kind::text:
    case Kind::varchar: return "std::string";
    case Kind::bytes: return "std::vector<std::byte>";
    case Kind::date: return "std::chrono::year_month_day";
    case Kind::time: return "std::chrono::hh_mm_ss<std::chrono::microseconds>";
    case Kind::timestamp: return "std::chrono::local_time<std::chrono::microseconds>";
    case Kind::timestamptz: return "std::chrono::sys_time<std::chrono::microseconds>";
    case Kind::uuid: return "aludel::uuid";
    case Kind::decimal:
        if (type.precision == 0) return "aludel::decimal<>";
        return "aludel::decimal<" + std::to_string(type.precision) + ", " + std::to_string(type.scale) + ">";
    case Kind::json: return "aludel::json";
    case Kind::enumeration: return model.names.enums.at(find_enum(model.schema, table.name, type)->name);
    case Kind::native: return "aludel::native<" + cpp_literal(type.name) + ">";
    }
    return {}; // every kind is above
}

bool is_whole_key(const Table& table, const Column& column) {
    return table.primary_key && table.primary_key->columns == std::vector{column.name};
}

/// An integer that is the whole primary key does so without a word (see formats.md, "Snapshot").
bool numbers_itself(const Table& table, const Column& column) {
    const auto refers = [&](const ForeignKey& key) {
        return std::ranges::find(key.columns, column.name) != key.columns.end();
    };
    return is_whole_key(table, column) && !table.without_rowid && is_integer(column.type) && !column.default_value &&
           !column.generated && std::ranges::none_of(table.foreign_keys, refers);
}

std::string identity_arguments(const Identity& identity) {
    std::string text;
    const auto add = [&](const std::string& name, const std::string& value) {
        text += (text.empty() ? "{." : ", .") + name + " = " + value;
    };
    if (identity.always) add("always", "true");
    if (identity.autoincrement) add("autoincrement", "true");
    for (const auto& [name, number] : numbers_of(identity.counting)) add(name, cpp_number(number));
    if (identity.counting.cycle) add("cycle", "true");
    return text.empty() ? "" : text + "}";
}

/// `-12`, as a number is written anyway.
std::optional<std::int64_t> plain_integer(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || std::to_string(number) != text) return std::nullopt;
    return number;
}

bool fits(std::int64_t number, Kind kind) {
    if (kind == Kind::smallint)
        return number >= std::numeric_limits<std::int16_t>::min() && number <= std::numeric_limits<std::int16_t>::max();
    if (kind == Kind::integer)
        return number >= std::numeric_limits<std::int32_t>::min() && number <= std::numeric_limits<std::int32_t>::max();
    return true;
}

/// Whether the compiler would render this fraction as it is written here.
bool is_plain_fraction(const std::string& text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || text.find('.') == std::string::npos) return false;
    const auto fraction = detail::to_fraction(number, false);
    if (!fraction.is_exact) return false;
    char buffer[400];
    detail::Text written{.out = buffer};
    detail::put_fraction(written, fraction);
    return std::string_view(buffer, written.size) == text;
}

std::string cpp_default_literal(const CppModel& model, const Table& table, const Type& type, const std::string& text) {
    const auto as_it_stands = "aludel::literal(" + cpp_literal(text) + ")";
    if (text.find('\0') != std::string::npos) return as_it_stands;
    switch (type.kind) {
    case Kind::boolean: return text == "true" || text == "false" ? text : as_it_stands;
    case Kind::smallint:
    case Kind::integer:
    case Kind::bigint:
        if (const auto number = plain_integer(text); number && fits(*number, type.kind)) return cpp_number(*number);
        return as_it_stands;
    case Kind::real:
    case Kind::double_precision:
    case Kind::decimal:
        if (const auto number = plain_integer(text)) return cpp_number(*number);
        if (is_plain_fraction(text)) return text;
        return type.kind == Kind::decimal ? cpp_literal(text) : as_it_stands;
    case Kind::enumeration: {
        const auto& values = find_enum(model.schema, table.name, type)->values;
        return std::ranges::find(values, text) == values.end() ? as_it_stands : cpp_literal(text);
    }
    default: return cpp_literal(text);
    }
}

std::string cpp_default(const CppModel& model, const Table& table, const Column& column) {
    const auto& value = *column.default_value;
    switch (value.kind) {
    case Default::Kind::literal: return cpp_default_literal(model, table, column.type, value.literal);
    case Default::Kind::now: return "aludel::now";
    case Default::Kind::sql: break;
    }
    return value.sql.dialects.empty() ? "aludel::sql(" + cpp_literal(value.sql.common) + ")" : cpp_sql(value.sql);
}

void add_identity(const Table& table, const Column& column, std::vector<std::string>& calls) {
    const bool is_usual = numbers_itself(table, column);
    if (!column.identity && is_usual) calls.push_back(".no_identity()");
    if (!column.identity || (is_usual && *column.identity == Identity{})) return;
    calls.push_back(".identity(" + identity_arguments(*column.identity) + ")");
}

} // namespace

std::string cpp_member_type(const CppModel& model, const Table& table, const Column& column) {
    const auto type = value_type(model, table, column.type);
    const bool is_given_later = column.identity && is_whole_key(table, column); // by the database
    return column.nullable || is_given_later ? "std::optional<" + type + ">" : type;
}

std::vector<std::string> cpp_column_option(const CppModel& model, const Table& table, const Column& column) {
    const auto& member = model.names.members.at(table.name).at(column.name);
    std::vector<std::string> calls;
    if (member != column.name) calls.push_back(".name(" + cpp_literal(column.name) + ")");
    if (column.type.kind == Kind::varchar) calls.push_back(".max_length(" + std::to_string(column.type.length) + ")");
    add_identity(table, column, calls);
    if (column.default_value) calls.push_back(".server_default(" + cpp_default(model, table, column) + ")");
    if (column.generated)
        calls.push_back(".generated(" + cpp_sql(column.generated->expression) +
                        (column.generated->stored ? ", aludel::stored)" : ", aludel::virtual_)"));
    if (!column.collation.empty()) calls.push_back(".collation(" + cpp_literal(column.collation) + ")");
    if (!column.comment.empty()) calls.push_back(".comment(" + cpp_literal(column.comment) + ")");
    if (!calls.empty())
        calls.insert(calls.begin(), "aludel::column(&" + model.names.tables.at(table.name) + "::" + member + ")");
    return calls;
}

std::string cpp_number(std::int64_t number) {
    if (number != std::numeric_limits<std::int64_t>::min()) return std::to_string(number);
    return "(" + std::to_string(number + 1) + " - 1)"; // the number without its sign is none of C++
}

std::vector<std::pair<std::string, std::int64_t>> numbers_of(const Counting& counting) {
    std::vector<std::pair<std::string, std::int64_t>> numbers;
    const auto add = [&](const char* name, const std::optional<std::int64_t>& number) {
        if (number) numbers.emplace_back(name, *number);
    };
    add("start", counting.start);
    add("increment", counting.increment);
    add("minimum", counting.minimum);
    add("maximum", counting.maximum);
    add("cache", counting.cache);
    return numbers;
}

} // namespace aludel::migrations
