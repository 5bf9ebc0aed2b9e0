#include "migrations/sqlite/quote.hpp"

#include "migrations/operation/operation.hpp"
#include "migrations/sqlite/types.hpp"
#include "sqlite/create_table.hpp"

#include <regex>

namespace aludel::migrations::sqlite {
namespace {

void require_no_nul(std::string_view text) {
    if (text.find('\0') != std::string_view::npos)
        throw OperationError("SQLite: a name or text with a NUL in it cannot stand in SQL: \"" +
                             std::string(text.substr(0, text.find('\0'))) + "…\"");
}

std::string blob_literal(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result = "X'";
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        result += digits[value >> 4U];
        result += digits[value & 0xFU];
    }
    return result + "'";
}

std::string boolean_literal(std::string_view value) {
    if (value == "true" || value == "1") return "1";
    if (value == "false" || value == "0") return "0";
    return string_literal(value);
}

bool is_numeric(const Type& type) {
    switch (type.kind) {
    case Type::Kind::smallint:
    case Type::Kind::integer:
    case Type::Kind::bigint:
    case Type::Kind::real:
    case Type::Kind::double_precision:
    case Type::Kind::decimal: return true;
    case Type::Kind::native: return affinity(type.name) != Affinity::text && affinity(type.name) != Affinity::blob;
    default: return false;
    }
}

} // namespace

std::string identifier(std::string_view name) {
    require_no_nul(name);
    return aludel::sqlite::quote_identifier(name);
}

std::string string_literal(std::string_view text) {
    require_no_nul(text);
    std::string result = "'";
    for (const char c : text) result.append(c == '\'' ? 2 : 1, c);
    return result + "'";
}

std::string identifiers(const std::vector<std::string>& names) {
    std::vector<std::string> quoted;
    for (const auto& name : names) quoted.push_back(identifier(name));
    return joined(quoted, ", ");
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string result;
    for (const auto& part : parts) {
        if (&part != &parts.front()) result += separator;
        result += part;
    }
    return result;
}

std::string string_list(const std::vector<std::string>& texts) {
    std::vector<std::string> literals;
    for (const auto& text : texts) literals.push_back(string_literal(text));
    return "(" + joined(literals, ", ") + ")";
}

std::string literal(std::string_view value, const Type& type) {
    if (type.kind == Type::Kind::boolean) return boolean_literal(value);
    if (type.kind == Type::Kind::bytes) return blob_literal(value);
    return is_numeric(type) && is_number(value) ? std::string(value) : string_literal(value);
}

bool is_number(std::string_view text) {
    static const std::regex number("-?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    return std::regex_match(text.begin(), text.end(), number);
}

std::string sql_of(const SqlText& text) { return text.sql_for(dialect_name); }

std::string required_sql_of(const SqlText& text, const std::string& what) {
    auto sql = sql_of(text);
    if (sql.empty()) throw OperationError("SQLite: " + what + " has no SQL for it (key `sqlite`)");
    return sql;
}

} // namespace aludel::migrations::sqlite
