// CREATE VIEW and CREATE TRIGGER: what stands after the name.
#include "migrations/sqlite/inspect.hpp"
#include "sqlite/tokens.hpp"

#include <aludel/error.hpp>

#include <algorithm>

namespace aludel::migrations::sqlite {
namespace {

using aludel::sqlite::Token;

/// `CREATE [TEMP] what [IF NOT EXISTS] [schema.]name` is behind it.
class Head {
public:
    Head(std::string_view sql, std::string_view what) : sql_(sql), tokens_(aludel::sqlite::tokenize(sql)) {
        std::erase_if(tokens_, [](const Token& token) { return token.kind == Token::Kind::space; });
        while (!skip(what)) take();
        if (skip("IF")) skip("NOT"), skip("EXISTS");
        take();
        if (sees('.')) take(), take();
    }
    bool sees(char symbol) const { return next_ < tokens_.size() && is_symbol(tokens_[next_], symbol); }
    bool skip(std::string_view word) {
        if (next_ == tokens_.size() || !is_word(tokens_[next_], word)) return false;
        ++next_;
        return true;
    }
    std::string rest() const {
        if (next_ == tokens_.size()) fail();
        return std::string(sql_.substr(static_cast<std::size_t>(tokens_[next_].text.data() - sql_.data())));
    }
    [[noreturn]] void fail() const {
        ErrorDetails details;
        details.sql = sql_;
        throw Error("this is no definition that aludel can read", std::move(details));
    }

private:
    void take() {
        if (next_ == tokens_.size()) fail();
        ++next_;
    }

    std::string_view sql_;
    std::vector<Token> tokens_;
    std::size_t next_ = 0;
};

} // namespace

std::optional<std::string> read_view(std::string_view sql) {
    Head head(sql, "VIEW");
    if (head.sees('(')) return std::nullopt;
    if (!head.skip("AS")) head.fail();
    return head.rest();
}

std::string read_trigger(std::string_view sql) { return Head(sql, "TRIGGER").rest(); }

} // namespace aludel::migrations::sqlite
