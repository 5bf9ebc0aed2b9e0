#include "migrations/statement_reader.hpp"

#include <algorithm>

namespace aludel::migrations {

using detail::SqlToken;

namespace {

bool is_space_or_comment(const SqlToken& token) {
    if (token.kind != SqlToken::Kind::opaque || token.text.empty()) return false;
    const char first = token.text.front();
    return first == ' ' || first == '\n' || first == '\t' || first == '\r' || token.text.starts_with("--") ||
           token.text.starts_with("/*");
}

char upper(char character) {
    return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A') : character;
}

bool is_keyword(const SqlToken& token, std::string_view keyword) {
    return token.kind == SqlToken::Kind::word && std::ranges::equal(token.text, keyword, {}, upper, upper);
}

} // namespace

StatementReader::StatementReader(std::string_view sql) : tokens_(detail::sql_tokens(sql)) {
    std::erase_if(tokens_, is_space_or_comment);
}

bool StatementReader::is_one_statement() const {
    const auto end = std::ranges::find(tokens_, std::string_view(";"), &SqlToken::text);
    return std::ranges::all_of(end, tokens_.end(), [](const SqlToken& token) { return token.text == ";"; });
}

bool StatementReader::stands_at(std::size_t at, std::string_view keywords, std::size_t& behind) const {
    while (!keywords.empty()) {
        const auto word = keywords.substr(0, keywords.find(' '));
        keywords.remove_prefix(std::min(word.size() + 1, keywords.size()));
        if (at >= tokens_.size() || !is_keyword(tokens_[at], word)) return false;
        ++at;
    }
    behind = at;
    return true;
}

bool StatementReader::take(std::string_view keywords) { return stands_at(at_, keywords, at_); }

bool StatementReader::take_behind(std::string_view keywords) {
    for (auto at = at_; at < tokens_.size(); ++at)
        if (stands_at(at, keywords, at_)) return true;
    return false;
}

bool StatementReader::has_next(std::string_view keywords) const {
    std::size_t behind = 0;
    return stands_at(at_, keywords, behind);
}

bool StatementReader::is_at_end() const { return at_ == tokens_.size() || tokens_[at_].text == ";"; }

bool StatementReader::has(std::string_view keywords) const {
    std::size_t behind = 0;
    for (auto at = at_; at < tokens_.size(); ++at)
        if (stands_at(at, keywords, behind)) return true;
    return false;
}

bool StatementReader::names_any_of(const std::set<std::string>& names) const {
    for (auto at = at_; at < tokens_.size(); ++at) {
        const auto text = tokens_[at].text;
        if (is_identifier(at) && names.contains(identifier_of(tokens_[at]))) return true;
        if (text.starts_with('\'') && StatementReader(text.substr(1, text.size() - 2)).names_any_of(names)) return true;
    }
    return false;
}

bool StatementReader::is_identifier(std::size_t at) const {
    return at < tokens_.size() &&
           (tokens_[at].kind == SqlToken::Kind::word || tokens_[at].kind == SqlToken::Kind::quoted);
}

std::optional<std::string> StatementReader::take_identifier() {
    if (!is_identifier(at_)) return std::nullopt;
    return identifier_of(tokens_[at_++]);
}

std::optional<Name> StatementReader::take_name() {
    auto first = take_identifier();
    if (!first) return std::nullopt;
    if (at_ >= tokens_.size() || tokens_[at_].text != "." || !is_identifier(at_ + 1)) return Name{"", *first};
    ++at_;
    return Name{*first, *take_identifier()};
}

std::optional<std::string> StatementReader::take_name_text() {
    const auto begin = at_;
    if (!take_name()) return std::nullopt;
    std::string text;
    for (auto at = begin; at < at_; ++at) text += tokens_[at].text;
    return text;
}

std::optional<Name> StatementReader::take_table_of_column() {
    std::vector<std::string> parts;
    while (auto part = take_identifier()) {
        parts.push_back(std::move(*part));
        if (at_ >= tokens_.size() || tokens_[at_].text != ".") break;
        ++at_;
    }
    if (parts.size() == 2) return Name{"", parts[0]};
    if (parts.size() == 3) return Name{parts[0], parts[1]};
    return std::nullopt;
}

std::string StatementReader::take_until(const std::vector<std::string_view>& keywords) {
    std::string text;
    for (; at_ < tokens_.size() && tokens_[at_].text != ";"; ++at_) {
        const auto& token = tokens_[at_];
        if (std::ranges::any_of(keywords, [&](std::string_view word) { return is_keyword(token, word); })) break;
        text += (text.empty() ? "" : " ") + std::string(token.text);
    }
    return text;
}

} // namespace aludel::migrations
