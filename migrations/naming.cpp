#include "migrations/naming.hpp"

#include "migrations/sha256.hpp"
#include "migrations/sql_tokens.hpp"
#include "sql_token.hpp"

#include <algorithm>

namespace aludel::migrations {

using detail::identifier_of;
using detail::sql_tokens;
using detail::SqlToken;

namespace {

constexpr std::size_t longest_name = 63;
constexpr std::size_t hash_digits = 8;

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::string cut(std::string name) {
    if (name.size() <= longest_name) return name;
    const auto hash = sha256_hex(name).substr(0, hash_digits);
    auto end = longest_name - hash_digits - 1;
    while (end > 0 && continues_character(name[end])) --end;
    name.resize(end);
    return name + "_" + hash;
}

std::string joined(std::string prefix, const std::vector<std::string>& words) {
    for (const auto& word : words) prefix += "_" + word;
    return prefix;
}

/// The text that every dialect without its own gets, or else the first.
std::string_view any_text(const SqlText& sql) {
    return sql.common.empty() && !sql.dialects.empty() ? sql.dialects.begin()->second : sql.common;
}

std::string hash_of(const SqlText& sql) {
    std::string bytes = sql.common;
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

} // namespace

std::string primary_key_name(const Name& table) { return cut("pk_" + table.name); }

std::string unique_name(const Name& table, std::vector<std::string> columns) {
    std::ranges::sort(columns); // their order is no difference, so that it makes none in the name
    return cut(joined("uq_" + table.name, columns));
}

std::string foreign_key_name(const Name& table, const std::vector<std::string>& columns, const Name& referred_table) {
    return cut(joined("fk_" + table.name, columns) + "_" + referred_table.name);
}

std::string index_name(const Name& table, const std::vector<IndexPart>& parts) {
    std::string name = "ix_" + table.name;
    for (const auto& part : parts) name += "_" + (part.column.empty() ? words_of(part.expression) : part.column);
    return cut(name);
}

std::string exclusion_name(const Name& table, const std::vector<ExclusionPart>& parts) {
    std::string name = "ex_" + table.name;
    for (const auto& part : parts) name += "_" + (part.column.empty() ? words_of(part.expression) : part.column);
    return cut(name);
}

std::string check_name(const Name& table, const SqlText& expression) {
    const auto columns = mentioned_columns(any_text(expression), table.name);
    const auto column = columns.empty() ? std::string() : "_" + columns.front();
    return cut("ck_" + table.name + column + "_" + hash_of(expression));
}

void name_and_sort(Table& table) {
    const auto& own = table.name;
    if (table.primary_key && table.primary_key->name.empty()) table.primary_key->name = primary_key_name(own);
    for (auto& unique : table.uniques)
        if (unique.name.empty()) unique.name = unique_name(own, unique.columns);
    for (auto& check : table.checks)
        if (check.name.empty()) check.name = check_name(own, check.expression);
    for (auto& key : table.foreign_keys)
        if (key.name.empty()) key.name = foreign_key_name(own, key.columns, key.referred_table);
    for (auto& exclusion : table.exclusions)
        if (exclusion.name.empty()) exclusion.name = exclusion_name(own, exclusion.parts);
    for (auto& index : table.indexes)
        if (index.name.empty()) index.name = index_name(own, index.parts);
    std::ranges::stable_sort(table.uniques, {}, &Unique::name);
    std::ranges::stable_sort(table.checks, {}, &Check::name);
    std::ranges::stable_sort(table.foreign_keys, {}, &ForeignKey::name);
    std::ranges::stable_sort(table.exclusions, {}, &Exclusion::name);
    std::ranges::stable_sort(table.indexes, {}, &Index::name);
}

} // namespace aludel::migrations
