#include "migrations/postgresql/expression_tokens.hpp"

#include "migrations/postgresql/quote.hpp"
#include "migrations/schema/sql_tokens.hpp"
#include "sql_token.hpp"

#include <algorithm>

namespace aludel::migrations::postgresql {

using detail::identifier_of;
using detail::sql_tokens;
using detail::SqlToken;

namespace {

constexpr std::string_view operator_characters = "+-*/<>=~!@#%^&|`?";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lowered(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

bool is_space_or_comment(std::string_view text) {
    return std::string_view(" \t\r\n\f\v").find(text.front()) != std::string_view::npos || text.starts_with("--") ||
           text.starts_with("/*");
}

bool touch(const SqlToken& left, const SqlToken& right) {
    return left.text.data() + left.text.size() == right.text.data();
}

/// `E'a\\n'` as a string with a line end in it, as PostgreSQL prints it; one with codes stays.
std::string without_escapes(std::string_view text) {
    if (text.size() < 3 || (text[0] != 'E' && text[0] != 'e')) return std::string(text);
    std::string result = "'";
    for (std::size_t i = 2; i < text.size(); ++i) {
        if (text[i] != '\\') {
            result += text[i];
            continue;
        }
        constexpr std::string_view codes = "nrtbf\\'", values = "\n\r\t\b\f\\'";
        const auto code = ++i < text.size() ? codes.find(text[i]) : codes.npos;
        if (code == codes.npos) return std::string(text);
        result += values[code];
        if (text[i] == '\'') result += '\'';
    }
    return result;
}

/// How many tokens from `begin` make one operator or number. A minus ends `*-`, as PostgreSQL reads it.
std::size_t joined_symbols(const std::vector<SqlToken>& tokens, std::size_t begin) {
    const bool number = is_digit(tokens[begin].text.front());
    std::size_t end = begin + 1;
    for (; end < tokens.size() && touch(tokens[end - 1], tokens[end]); ++end) {
        const auto& token = tokens[end];
        if (token.kind != SqlToken::Kind::symbol) break;
        const char c = token.text.front();
        if (number ? c != '.' && !is_digit(c)
                   : !is_operator(token.text) || !is_operator(tokens[begin].text) || c == '-' || c == '+')
            break;
    }
    return end;
}

} // namespace

bool is_operator(std::string_view symbol) {
    return !symbol.empty() && symbol.find_first_not_of(operator_characters) == std::string_view::npos;
}

std::vector<Word> read_words(std::string_view sql) {
    const auto tokens = sql_tokens(sql);
    std::vector<Word> words;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto& token = tokens[i];
        if (token.kind == SqlToken::Kind::word) {
            words.push_back({Word::Kind::word, lowered(token.text)});
        } else if (token.kind == SqlToken::Kind::quoted) {
            words.push_back({Word::Kind::quoted, identifier_of(token)});
        } else if (token.kind == SqlToken::Kind::opaque) {
            if (!is_space_or_comment(token.text)) words.push_back({Word::Kind::string, without_escapes(token.text)});
        } else {
            const auto end = joined_symbols(tokens, i);
            std::string text;
            for (; i < end; ++i) text += tokens[i].text;
            --i;
            words.push_back({is_digit(text.front()) ? Word::Kind::number : Word::Kind::symbol, text});
        }
    }
    return words;
}

std::string plain_text(std::vector<Word> words) {
    const auto is = [](const Word& word, std::string_view text) {
        return word.kind == Word::Kind::symbol && word.text == text;
    };
    const auto wrapped = [&] {
        int depth = 0;
        for (std::size_t i = 0; i < words.size(); ++i) {
            depth += is(words[i], "(") ? 1 : is(words[i], ")") ? -1 : 0;
            if (depth == 0) return i > 0 && i + 1 == words.size();
        }
        return false;
    };
    while (wrapped()) {
        words.erase(words.begin());
        words.pop_back();
    }
    std::string text;
    for (const auto& word : words) {
        const bool tight = text.empty() || text.ends_with('(') || text.ends_with('.') || is(word, ")") ||
                           is(word, ",") || is(word, "(") || is(word, ".");
        if (!tight) text += ' ';
        text += word.kind == Word::Kind::quoted && !is_plain_identifier(word.text) ? identifier(word.text) : word.text;
    }
    return text;
}

} // namespace aludel::migrations::postgresql
