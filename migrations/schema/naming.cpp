#include "migrations/schema/naming.hpp"

#include "migrations/revision/sha256.hpp"
#include "migrations/schema/name_template.hpp"
#include "migrations/schema/sql_tokens.hpp"
#include "sql_token.hpp"

#include <algorithm>
#include <map>

namespace aludel::migrations {

using detail::identifier_of;
using detail::sql_tokens;
using detail::SqlToken;

namespace {

constexpr std::size_t longest_name = 63;
constexpr std::size_t hash_digits = 8;

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// The text that every dialect without its own gets, or else the first.
std::string_view any_text(const SqlText& sql) {
    return sql.common.empty() && !sql.dialects.empty() ? sql.dialects.begin()->second : sql.compared();
}

std::string hash_of(const SqlText& sql) {
    std::string bytes = sql.compared();
    for (const auto& [dialect, text] : sql.dialects) bytes.append(1, '\0').append(dialect).append(1, '\0').append(text);
    return sha256_hex(bytes).substr(0, 6);
}

/// `lower(name)`: `lower_name`.
std::string words_of(const SqlText& sql) {
    std::string words;
    for (const auto& token : sql_tokens(any_text(sql))) {
        if (token.kind != SqlToken::Kind::word && token.kind != SqlToken::Kind::quoted) continue;
        words += (words.empty() ? "" : "_") + identifier_of(token);
    }
    return words.empty() ? hash_of(sql) : words;
}

using Values = std::map<std::string_view, std::string>;

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : "_") + word;
    return text;
}

Values values_of(const Name& table, const std::vector<std::string>& columns) {
    return {{"schema", table.schema},
            {"table", table.name},
            {"columns", joined(columns)},
            {"column", columns.empty() ? std::string() : columns.front()}};
}

template <class Part> std::vector<std::string> words_of(const std::vector<Part>& parts) {
    std::vector<std::string> words;
    for (const auto& part : parts) words.push_back(part.column.empty() ? words_of(part.expression) : part.column);
    return words;
}

std::string named(const std::string& form, const Values& values) { return cut_name(fill_template(form, values)); }

std::string name_of(const Name& table, const PrimaryKey& key, const NamingConvention& convention) {
    return named(convention.primary_key, values_of(table, key.columns));
}

std::string name_of(const Name& table, const Unique& unique, const NamingConvention& convention) {
    auto columns = unique.columns;
    std::ranges::sort(columns); // their order is no difference, so that it makes none in the name
    return named(convention.unique, values_of(table, columns));
}

std::string name_of(const Name& table, const ForeignKey& key, const NamingConvention& convention) {
    auto values = values_of(table, key.columns);
    values["referred_table"] = key.referred_table.name;
    values["referred_columns"] = joined(key.referred_columns);
    return named(convention.foreign_key, values);
}

std::string name_of(const Name& table, const Check& check, const NamingConvention& convention) {
    auto values = values_of(table, mentioned_columns(any_text(check.expression), table.name));
    values["hash"] = hash_of(check.expression);
    return named(convention.check, values);
}

std::string name_of(const Name& table, const Exclusion& exclusion, const NamingConvention& convention) {
    return named(convention.exclusion, values_of(table, words_of(exclusion.parts)));
}

std::string name_of(const Name& table, const Index& index, const NamingConvention& convention) {
    return index_name(table, index.parts, convention);
}

template <class List> void name_and_sort(const Name& table, List& list, const NamingConvention& convention) {
    for (auto& item : list)
        if (item.name.empty()) item.name = name_of(table, item, convention);
    std::ranges::stable_sort(list, {}, [](const auto& item) -> const std::string& { return item.name; });
}

} // namespace

std::string cut_name(std::string name) {
    if (name.size() <= longest_name) return name;
    const auto hash = sha256_hex(name).substr(0, hash_digits);
    auto end = longest_name - hash_digits - 1;
    while (end > 0 && continues_character(name[end])) --end;
    name.resize(end);
    return name + "_" + hash;
}

std::string index_name(const Name& table, const std::vector<IndexPart>& parts, const NamingConvention& convention) {
    return named(convention.index, values_of(table, words_of(parts)));
}

void name_and_sort(Table& table, const NamingConvention& convention) {
    if (auto& key = table.primary_key; key && key->name.empty()) key->name = name_of(table.name, *key, convention);
    name_and_sort(table.name, table.uniques, convention);
    name_and_sort(table.name, table.checks, convention);
    name_and_sort(table.name, table.foreign_keys, convention);
    name_and_sort(table.name, table.exclusions, convention);
    name_and_sort(table.name, table.indexes, convention);
}

} // namespace aludel::migrations
