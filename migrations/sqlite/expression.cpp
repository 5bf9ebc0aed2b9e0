#include "migrations/sqlite/expression.hpp"

#include "migrations/sql_tokens.hpp"
#include "sqlite/create_table.hpp"
#include "sqlite/tokens.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace aludel::migrations::sqlite {
namespace {

using aludel::sqlite::Token;

struct Word {
    enum class Kind : std::uint8_t { name, keyword, literal, symbol };
    Kind kind;
    std::string text;
};
using Words = std::vector<Word>;
using Kind = Word::Kind;

// SQLite takes some of them for names too, and names are the same in any case. Sorted.
constexpr std::array<std::string_view, 95> keywords{
    "ABORT",    "AFTER",     "ALL",     "AND",          "AS",           "ASC",
    "BEFORE",   "BEGIN",     "BETWEEN", "BY",           "CASE",         "CAST",
    "COLLATE",  "CONFLICT",  "CROSS",   "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP",
    "DEFAULT",  "DELETE",    "DESC",    "DISTINCT",     "DO",           "EACH",
    "ELSE",     "END",       "ESCAPE",  "EXCEPT",       "EXCLUDE",      "EXISTS",
    "FAIL",     "FALSE",     "FILTER",  "FIRST",        "FOLLOWING",    "FOR",
    "FROM",     "FULL",      "GLOB",    "GROUP",        "HAVING",       "IGNORE",
    "IN",       "INNER",     "INSERT",  "INSTEAD",      "INTERSECT",    "INTO",
    "IS",       "ISNULL",    "JOIN",    "LAST",         "LEFT",         "LIKE",
    "LIMIT",    "MATCH",     "NATURAL", "NOT",          "NOTHING",      "NOTNULL",
    "NULL",     "NULLS",     "OF",      "OFFSET",       "ON",           "OR",
    "ORDER",    "OUTER",     "OVER",    "PARTITION",    "PRECEDING",    "RAISE",
    "RANGE",    "RECURSIVE", "REGEXP",  "REPLACE",      "RETURNING",    "RIGHT",
    "ROLLBACK", "ROW",       "ROWS",    "SELECT",       "SET",          "THEN",
    "TRUE",     "UNBOUNDED", "UNION",   "UPDATE",       "USING",        "VALUES",
    "WHEN",     "WHERE",     "WINDOW",  "WITH",         "WITHOUT",
};
static_assert(std::ranges::is_sorted(keywords));

constexpr std::array<std::string_view, 10> operators{"->>", "->", "||", "<=", ">=", "<>", "!=", "==", "<<", ">>"};

std::string in_case(std::string_view text, char first, char last, int difference) {
    std::string result(text);
    for (auto& c : result)
        if (c >= first && c <= last) c = static_cast<char>(c + difference);
    return result;
}
std::string upper(std::string_view text) { return in_case(text, 'a', 'z', 'A' - 'a'); }
std::string lower(std::string_view text) { return in_case(text, 'A', 'Z', 'a' - 'A'); }

bool is(const Word& word, std::string_view text) { return word.kind != Kind::literal && word.text == text; }

Word name_word(const Token& token) {
    const auto name = unquoted(token);
    return {Kind::name, is_plain_identifier(lower(name)) ? name : aludel::sqlite::quote_identifier(name)};
}

/// An operator's characters are tokens of their own.
Word take_symbol(std::string_view rest) {
    for (const auto each : operators)
        if (rest.starts_with(each)) return {Kind::symbol, std::string(each)};
    return {Kind::symbol, std::string(rest.substr(0, 1))};
}

Word word_of(const Token& token, bool after_dot) {
    if (token.kind == Token::Kind::quoted && token.text.front() == '\'')
        return {Kind::literal, std::string(token.text)};
    if (token.kind == Token::Kind::quoted) return name_word(token);
    const auto text = upper(token.text);
    if (token.kind == Token::Kind::literal) // `0X1F`, `1E3`, `x'ab'`
        return {Kind::literal, text.starts_with("0X") ? lower(token.text) : text};
    if (!after_dot && std::ranges::binary_search(keywords, std::string_view(text))) return {Kind::keyword, text};
    return {Kind::name, std::string(token.text)};
}

Words words_of(std::string_view sql) {
    Words words;
    std::size_t taken = 0; // up to here, by an operator of several characters
    for (const auto& token : aludel::sqlite::tokenize(sql)) {
        const auto at = static_cast<std::size_t>(token.text.data() - sql.data());
        if (token.kind == Token::Kind::space || at < taken) continue;
        if (token.kind == Token::Kind::symbol)
            words.push_back(take_symbol(sql.substr(at)));
        else
            words.push_back(word_of(token, !words.empty() && is(words.back(), ".")));
        taken = at + (token.kind == Token::Kind::symbol ? words.back().text.size() : token.text.size());
    }
    return words;
}

/// A value ends here: what follows is no sign, and no NOT of its own.
bool ends_value(const Word& word) {
    if (word.kind == Kind::symbol) return word.text == ")";
    if (word.kind != Kind::keyword) return true;
    return is(word, "NULL") || is(word, "END") || is(word, "TRUE") || is(word, "FALSE") ||
           word.text.starts_with("CURRENT_");
}

Words with_one_spelling(const Words& words) {
    Words result;
    const auto null_test = [&](bool negated) {
        result.push_back({Kind::keyword, "IS"});
        if (negated) result.push_back({Kind::keyword, "NOT"});
        result.push_back({Kind::keyword, "NULL"});
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        const bool before_null = i + 1 < words.size() && is(words[i + 1], "NULL");
        if (is(word, "=="))
            result.push_back({Kind::symbol, "="});
        else if (is(word, "!="))
            result.push_back({Kind::symbol, "<>"});
        else if (is(word, "ISNULL") || is(word, "NOTNULL"))
            null_test(is(word, "NOTNULL"));
        else if (is(word, "NOT") && before_null && !result.empty() && ends_value(result.back())) {
            null_test(true);
            ++i;
        } else
            result.push_back(word);
    }
    return result;
}

/// The parenthesis that opens the words closes them.
bool is_wrapped(const Words& words) {
    if (words.size() < 3 || !is(words[0], "(") || is(words[1], "SELECT") || is(words[1], "WITH")) return false;
    int depth = 0;
    for (const auto& word : words) {
        depth += is(word, "(") ? 1 : is(word, ")") ? -1 : 0;
        if (depth == 0 && &word != &words.back()) return false;
    }
    return true;
}

bool is_sign(const Words& words, std::size_t at) {
    const auto& text = words[at].text;
    if (words[at].kind != Kind::symbol || (text != "-" && text != "+" && text != "~")) return false;
    return at == 0 || !ends_value(words[at - 1]);
}

bool wants_space(const Words& words, std::size_t at) {
    const auto& before = words[at - 1];
    const auto& word = words[at];
    if (is(before, "(") || is(before, ".") || is_sign(words, at - 1)) return false;
    if (word.kind != Kind::symbol) return true;
    if (word.text == "(") return before.kind != Kind::name;
    return word.text != ")" && word.text != "," && word.text != "." && word.text != ";";
}

std::string joined(const Words& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0 && wants_space(words, i)) text += ' ';
        const bool calls = words[i].kind == Kind::name && i + 1 < words.size() && is(words[i + 1], "(");
        text += calls && words[i].text.front() != '"' ? lower(words[i].text) : words[i].text;
    }
    return text;
}

} // namespace

std::string normal_expression(std::string_view sql) {
    auto words = with_one_spelling(words_of(sql));
    while (is_wrapped(words)) words = {words.begin() + 1, words.end() - 1};
    return joined(words);
}

std::string normal_statement(std::string_view sql) {
    auto words = with_one_spelling(words_of(sql));
    while (!words.empty() && is(words.back(), ";")) words.pop_back();
    return joined(words);
}

} // namespace aludel::migrations::sqlite
