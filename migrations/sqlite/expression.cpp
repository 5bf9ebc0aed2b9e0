#include "migrations/sqlite/expression.hpp"

#include "migrations/schema/sql_tokens.hpp"
#include "sqlite/create_table.hpp"
#include "sqlite/tokens.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
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

bool is_keyword(std::string_view upper_case) { return std::ranges::binary_search(keywords, upper_case); }

/// With the quotes that it needs to be read as a name again.
Word name_word(const Token& token) {
    const auto name = unquoted(token);
    const bool plain = is_plain_identifier(lower(name)) && !is_keyword(upper(name));
    return {Kind::name, plain ? name : aludel::sqlite::quote_identifier(name)};
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
    if (!after_dot && is_keyword(text)) return {Kind::keyword, text};
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

bool is_sign(const Words& words, std::size_t at) {
    const auto& text = words[at].text;
    if (words[at].kind != Kind::symbol || (text != "-" && text != "+" && text != "~")) return false;
    return at == 0 || !ends_value(words[at - 1]);
}

// https://www.sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes, loosest first.
constexpr int loosest = 0, disjunction = 1, conjunction = 2, negation = 3, equality = 4, tightest = 100;
int precedence_of(const Words& words, std::size_t at) {
    static constexpr std::array<std::pair<std::string_view, int>, 29> table{{{"OR", disjunction},
                                                                             {"AND", conjunction},
                                                                             {"=", equality},
                                                                             {"<>", equality},
                                                                             {"IS", equality},
                                                                             {"IN", equality},
                                                                             {"LIKE", equality},
                                                                             {"GLOB", equality},
                                                                             {"MATCH", equality},
                                                                             {"REGEXP", equality},
                                                                             {"BETWEEN", equality},
                                                                             {"<", 5},
                                                                             {"<=", 5},
                                                                             {">", 5},
                                                                             {">=", 5},
                                                                             {"ESCAPE", 6},
                                                                             {"&", 7},
                                                                             {"|", 7},
                                                                             {"<<", 7},
                                                                             {">>", 7},
                                                                             {"+", 8},
                                                                             {"-", 8},
                                                                             {"*", 9},
                                                                             {"/", 9},
                                                                             {"%", 9},
                                                                             {"||", 10},
                                                                             {"->", 10},
                                                                             {"->>", 10},
                                                                             {"COLLATE", 11}}};
    const auto& word = words[at];
    if (word.kind == Kind::name || word.kind == Kind::literal || is_sign(words, at)) return tightest;
    if (is(word, "NOT")) {
        const bool is_negated = at > 0 && (ends_value(words[at - 1]) || is(words[at - 1], "IS")); // NOT IN, IS NOT
        return is_negated ? equality : negation;
    }
    const auto* found = std::ranges::find(table, std::string_view(word.text), &std::pair<std::string_view, int>::first);
    return found == table.end() ? tightest : found->second;
}

/// The word that closes the parenthesis at `open`; the words' end where none does.
std::size_t closing(const Words& words, std::size_t open) {
    int depth = 0;
    for (auto at = open; at < words.size(); ++at) {
        depth += is(words[at], "(") ? 1 : is(words[at], ")") ? -1 : 0;
        if (depth == 0) return at;
    }
    return words.size();
}

/// The loosest operator between the two that is in no parenthesis and no CASE; nothing where a list is there, or a
/// query.
std::optional<int> loosest_between(const Words& words, std::size_t begin, std::size_t end) {
    if (begin == end || is(words[begin], "SELECT") || is(words[begin], "WITH") || is(words[begin], "VALUES"))
        return std::nullopt;
    int loosest_one = tightest, depth = 0;
    for (auto at = begin; at < end; ++at) {
        const auto& word = words[at];
        if (is(word, ")") || is(word, "END")) --depth;
        if (depth == 0 && is(word, ",")) return std::nullopt;
        if (depth == 0) loosest_one = std::min(loosest_one, precedence_of(words, at));
        if (is(word, "(") || is(word, "CASE")) ++depth;
    }
    return loosest_one;
}

/// BETWEEN, at the same depth before it: its AND is another one.
bool follows_between(const Words& words, std::size_t at) {
    int depth = 0;
    while (at-- > 0) {
        depth += is(words[at], ")") ? 1 : is(words[at], "(") ? -1 : 0;
        if (depth < 0) return false;
        if (depth == 0 && is(words[at], "BETWEEN")) return true;
    }
    return false;
}

bool begins_operand(const Word& word) {
    static constexpr std::array<std::string_view, 10> keywords_before{"AND",  "OR",   "NOT",     "WHEN", "THEN",
                                                                      "ELSE", "CASE", "BETWEEN", "IS",   "LIKE"};
    if (word.kind == Kind::keyword)
        return std::ranges::find(keywords_before, std::string_view(word.text)) != keywords_before.end();
    return word.kind == Kind::symbol && word.text != ")" && word.text != ".";
}

bool is_needless(const Words& words, std::size_t open, std::size_t close) {
    if (open > 0 && !begins_operand(words[open - 1])) return false;
    const auto inside = loosest_between(words, open + 1, close);
    if (!inside) return false;
    if (open > 0 && is_sign(words, open - 1)) return close == open + 2;
    if (*inside == tightest) return true;
    if (follows_between(words, open)) return false;
    const auto side = [&](std::size_t at) {
        const int own = precedence_of(words, at);
        return own == tightest ? loosest : own; // THEN, a comma, a parenthesis
    };
    const int left = open > 0 ? side(open - 1) : loosest;
    const int right = close + 1 < words.size() ? side(close + 1) : loosest;
    const bool associative = *inside == disjunction || *inside == conjunction;
    return (*inside > left || (associative && *inside == left)) && *inside >= right;
}

Words without_needless_parentheses(Words words) {
    for (std::size_t open = 0; open < words.size(); ++open) {
        if (!is(words[open], "(")) continue;
        const auto close = closing(words, open);
        if (close == words.size() || !is_needless(words, open, close)) continue;
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(close));
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(open));
        open = static_cast<std::size_t>(-1); // what is around may be needless now
    }
    return words;
}

bool wants_space(const Words& words, std::size_t at) {
    const auto& before = words[at - 1];
    const auto& word = words[at];
    if (is(before, "(") || is(before, ".")) return false;
    if (is_sign(words, at - 1)) return is(before, "-") && is(word, "-"); // `--` begins a comment
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
    return joined(without_needless_parentheses(std::move(words)));
}

std::string normal_statement(std::string_view sql) {
    auto words = with_one_spelling(words_of(sql));
    while (!words.empty() && is(words.back(), ";")) words.pop_back();
    return joined(words);
}

} // namespace aludel::migrations::sqlite
