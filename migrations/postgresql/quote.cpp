#include "migrations/postgresql/quote.hpp"

#include "migrations/operation/operation.hpp"

namespace aludel::migrations::postgresql {
namespace {

constexpr std::size_t longest_name = 63; // NAMEDATALEN - 1

std::string quoted(std::string_view text, char quote) {
    if (text.find('\0') != std::string_view::npos)
        throw OperationError("PostgreSQL's names and texts cannot hold a NUL character");
    std::string result(1, quote);
    for (const char c : text) {
        if (c == quote) result += quote;
        result += c;
    }
    return result += quote;
}

} // namespace

std::string identifier(std::string_view name) {
    if (name.empty()) throw OperationError("PostgreSQL has no empty names");
    if (name.size() > longest_name)
        throw OperationError("the name \"" + std::string(name) +
                             "\" is longer than the 63 bytes that PostgreSQL keeps");
    return quoted(name, '"');
}

std::string identifier(const Name& name) {
    return name.schema.empty() ? identifier(name.name) : identifier(name.schema) + "." + identifier(name.name);
}

std::string identifiers(const std::vector<std::string>& names) {
    std::vector<std::string> parts;
    for (const auto& name : names) parts.push_back(identifier(name));
    return joined(parts, ", ");
}

std::string string_literal(std::string_view text) { return quoted(text, '\''); }

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string result;
    for (const auto& part : parts) {
        if (!result.empty()) result += separator;
        result += part;
    }
    return result;
}

std::string sql_of(const SqlText& text) { return text.sql_for(dialect_name); }

std::string required_sql_of(const SqlText& text, const std::string& what) {
    auto sql = sql_of(text);
    if (sql.empty()) throw OperationError(what + " has no SQL for PostgreSQL");
    return sql;
}

} // namespace aludel::migrations::postgresql
