// An enum in SQLite is a text column with a CHECK that has the enum's name.
#include "migrations/sqlite/canonical.hpp"
#include "migrations/sqlite/definition.hpp"
#include "migrations/sqlite/quote.hpp"
#include "sqlite/tokens.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace aludel::migrations::sqlite {
namespace {

using aludel::sqlite::Token;

/// The texts of `'glad', 'sad'`.
std::vector<std::string> texts_in(const std::string& sql) {
    std::vector<std::string> texts;
    for (const auto& token : aludel::sqlite::tokenize(sql))
        if (token.kind == Token::Kind::quoted && token.text.front() == '\'') texts.push_back(unquoted(token));
    return texts;
}

/// The values, where the check is exactly what an enum is written as.
std::optional<std::vector<std::string>> enum_values(const Table& table, const Column& column, const Check& check) {
    if (column.type.kind != Type::Kind::text || check.name.empty()) return std::nullopt;
    const auto sql = sql_of(check.expression);
    if (!sql.starts_with(identifier(column.name) + " IN (")) return std::nullopt;
    auto values = texts_in(sql.substr(identifier(column.name).size()));
    if (values.empty() || sql != enum_check(column.name, values)) return std::nullopt;
    // One CHECK of the name for each column: a second would be lost.
    const auto twin = [&](const Check& other) { return &other != &check && other.expression == check.expression; };
    if (std::ranges::any_of(table.checks, twin)) return std::nullopt;
    return values;
}

template <class Visit> void each_candidate(Schema& schema, Visit visit) {
    for (auto& [name, table] : schema.tables)
        for (auto& column : table.columns)
            for (const auto& check : table.checks)
                if (const auto values = enum_values(table, column, check)) {
                    visit(table, column, check, *values);
                    break; // the check may be gone
                }
}

} // namespace

void recognise_enums(Schema& schema) {
    std::map<std::string, std::optional<std::vector<std::string>>> found; // null: they differ
    for (const auto& [name, enumeration] : schema.enums)
        if (name.schema.empty()) found.emplace(name.name, enumeration.values);
    each_candidate(schema, [&](Table&, Column&, const Check& check, const std::vector<std::string>& values) {
        auto& known = found.emplace(check.name, values).first->second;
        if (known != values) known.reset();
    });
    each_candidate(
        schema, [&](Table& table, Column& column, const Check& check, const std::vector<std::string>& values) {
            const std::string name = check.name;
            if (found.at(name) != values) return;
            column.type = Type{.kind = Type::Kind::enumeration};
            column.type.name = name;
            schema.enums[Name{"", name}] = Enum{Name{"", name}, values};
            const SqlText expression = check.expression;
            std::erase_if(table.checks,
                          [&](const Check& each) { return each.name == name && each.expression == expression; });
        });
}

} // namespace aludel::migrations::sqlite
