// The words of an expression, for normal_expression(): without spaces and comments, operators whole.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations::postgresql {

struct Word {
    enum class Kind {
        word,   ///< in lower case, as PostgreSQL reads it
        quoted, ///< the name without its quotes
        string, ///< a literal, as it stands
        number,
        symbol, ///< an operator, parenthesis, comma …
    };
    Kind kind;
    std::string text;
};

std::vector<Word> read_words(std::string_view sql);
/// Something between operands, and no parenthesis, comma or the like.
bool is_operator(std::string_view symbol);
/// The words in a row, without parentheses around the whole.
std::string plain_text(std::vector<Word> words);

} // namespace aludel::migrations::postgresql
