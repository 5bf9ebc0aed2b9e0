#include "postgresql/transaction_statement.hpp"

#include "sql_token.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace aludel::postgresql {

namespace {

using detail::SqlToken;

std::string in_capitals(const SqlToken& token) {
    if (token.kind != SqlToken::Kind::word) return {};
    std::string word(token.text);
    for (auto& letter : word)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return word;
}

bool mentions(std::span<const SqlToken> tokens, std::string_view word) {
    return std::ranges::any_of(tokens, [&](const SqlToken& token) { return in_capitals(token) == word; });
}

/// Of one statement, without its spaces and comments.
bool moves_transaction(std::span<const SqlToken> statement) {
    constexpr std::array<std::string_view, 5> always{"BEGIN", "START", "COMMIT", "END", "ABORT"};
    if (statement.empty()) return false;
    const auto word = in_capitals(statement[0]);
    if (word == "ROLLBACK") return !mentions(statement, "TO");
    if (word == "PREPARE") return statement.size() > 1 && in_capitals(statement[1]) == "TRANSACTION";
    return std::ranges::find(always, word) != always.end();
}

} // namespace

bool moves_transaction(std::string_view sql) {
    auto tokens = detail::sql_tokens(sql);
    std::erase_if(tokens, [](const SqlToken& token) { return token.kind == SqlToken::Kind::opaque; });
    if (mentions(tokens, "ATOMIC")) return false; // the statements of a function's body, up to its own END
    std::span<const SqlToken> rest = tokens;
    while (!rest.empty()) {
        const auto end = std::ranges::find(rest, ";", &SqlToken::text) - rest.begin();
        if (moves_transaction(rest.first(static_cast<std::size_t>(end)))) return true;
        rest = rest.subspan(std::min(static_cast<std::size_t>(end) + 1, rest.size()));
    }
    return false;
}

} // namespace aludel::postgresql
