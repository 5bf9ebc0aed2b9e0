// SQLite's tokens: https://www.sqlite.org/src/file/src/tokenize.c
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::sqlite {

struct Token {
    enum class Kind : std::uint8_t { space, word, quoted, literal, symbol };
    Kind kind;             ///< space: comments too; quoted: "x" [x] `x` 'x'; literal: numbers and blobs
    std::string_view text; ///< all tokens one after the other are the whole
};

std::vector<Token> tokenize(std::string_view sql);

/// The first that is no space; a space where there is none.
Token first_token(std::string_view sql);
bool mentions_word(std::string_view sql, std::string_view keyword);

/// A word, whatever the case of its letters. `keyword` is in upper case.
bool is_word(const Token& token, std::string_view keyword);
bool is_symbol(const Token& token, char symbol);
/// What a word or quoted token names.
std::string unquoted(const Token& token);

} // namespace aludel::sqlite
