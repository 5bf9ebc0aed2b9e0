// The words of SQL, as far as both databases agree on them: enough to see what a text mentions, and no more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::detail {

struct SqlToken {
    enum class Kind : std::uint8_t {
        word,   ///< an identifier or keyword that is not quoted
        quoted, ///< an identifier in `"…"` or backticks
        symbol, ///< one character of anything else, `::` and whole numbers
        opaque, ///< strings, comments, spaces: never a name
    };
    Kind kind;
    std::string_view text; ///< as it stands; all tokens one after the other are the whole
};

std::vector<SqlToken> sql_tokens(std::string_view sql);
/// What an identifier token names, without its quotes.
std::string identifier_of(const SqlToken& token);

} // namespace aludel::detail
