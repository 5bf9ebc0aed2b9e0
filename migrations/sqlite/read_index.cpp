// CREATE INDEX: https://www.sqlite.org/lang_createindex.html
#include "migrations/sqlite/inspect.hpp"
#include "sqlite/tokens.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <utility>

namespace aludel::migrations::sqlite {
namespace {

using aludel::sqlite::Token;

/// Goes through the tokens that are not space.
class Reader {
public:
    explicit Reader(std::string_view sql) : sql_(sql), tokens_(aludel::sqlite::tokenize(sql)) {
        std::erase_if(tokens_, [](const Token& token) { return token.kind == Token::Kind::space; });
    }

    bool at_end() const { return next_ == tokens_.size(); }
    bool skip(std::string_view word) {
        if (at_end() || !is_word(tokens_[next_], word)) return false;
        ++next_;
        return true;
    }
    const Token& take() {
        if (at_end()) fail();
        return tokens_[next_++];
    }
    /// The tokens up to a `,` or `)` of this depth, which is taken too.
    std::pair<std::vector<Token>, bool> take_part() {
        std::vector<Token> part;
        for (int depth = 0;; part.push_back(tokens_[next_ - 1])) {
            const auto& token = take();
            if (depth == 0 && (is_symbol(token, ',') || is_symbol(token, ')'))) return {part, is_symbol(token, ',')};
            depth += is_symbol(token, '(') ? 1 : is_symbol(token, ')') ? -1 : 0;
        }
    }
    std::vector<Token> take_rest() { return {tokens_.begin() + static_cast<std::ptrdiff_t>(next_), tokens_.end()}; }
    [[noreturn]] void fail() const {
        ErrorDetails details;
        details.sql = sql_;
        throw Error("this is no CREATE INDEX that aludel can read", std::move(details));
    }

private:
    std::string sql_;
    std::vector<Token> tokens_;
    std::size_t next_ = 0;
};

/// As it was written, from the first token to the last.
SqlText sql_text(const std::vector<Token>& tokens) {
    if (tokens.empty()) return {};
    const char* begin = tokens.front().text.data();
    const char* end = tokens.back().text.data() + tokens.back().text.size();
    return SqlText{std::string(begin, end), {}};
}

IndexPart read_part(std::vector<Token> tokens) {
    IndexPart part;
    if (tokens.size() > 1 && (is_word(tokens.back(), "DESC") || is_word(tokens.back(), "ASC"))) {
        part.descending = is_word(tokens.back(), "DESC");
        tokens.pop_back();
    }
    part.expression = sql_text(tokens);
    return part;
}

} // namespace

Index read_index(std::string_view sql) {
    Reader reader(sql);
    Index index;
    if (!reader.skip("CREATE")) reader.fail();
    index.unique = reader.skip("UNIQUE");
    if (!reader.skip("INDEX")) reader.fail();
    index.name = unquoted(reader.take());
    if (!reader.skip("ON")) reader.fail();
    reader.take(); // the table
    if (!is_symbol(reader.take(), '(')) reader.fail();
    for (bool more = true; more;) {
        auto [tokens, comma] = reader.take_part();
        index.parts.push_back(read_part(std::move(tokens)));
        more = comma;
    }
    if (reader.skip("WHERE")) index.where = sql_text(reader.take_rest());
    return index;
}

} // namespace aludel::migrations::sqlite
