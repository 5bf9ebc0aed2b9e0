#include "tool/without_passwords.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

namespace aludel::tool {

namespace {

/// A part of a word that may hold a password, and what may be shown of it.
struct Secret {
    std::string_view text;
    std::string_view shown;
};

bool is_of_scheme(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
}

/// Mistyped, too: `scheme:/user:password@host`, `scheme//user:password@host`, `user:password@host/database`. Not
/// `from:label@head`, nor `scheme://user@host`.
std::optional<Secret> secret_in_url(std::string_view word) {
    const auto colon = word.find(':');
    const auto at = word.rfind('@');
    if (colon == word.npos || at == word.npos || at < colon) return std::nullopt;
    const bool has_second = word.substr(colon + 1, at - colon - 1).find(':') != word.npos;
    const bool is_password_after_first = word[colon + 1] != '/' && word.find('/') != word.npos;
    if (!has_second && !is_password_after_first) return std::nullopt;
    auto begin = colon;
    while (begin > 0 && is_of_scheme(word[begin - 1])) --begin;
    return Secret{word.substr(begin), word.substr(begin, colon + 1 - begin)};
}

std::optional<Secret> secret_in_options(std::string_view word) {
    constexpr std::string_view key = "password=";
    const auto same = [](char left, char right) { return std::tolower(static_cast<unsigned char>(left)) == right; };
    const auto found = std::search(word.begin(), word.end(), key.begin(), key.end(), same);
    if (found == word.end()) return std::nullopt;
    const auto begin = static_cast<std::size_t>(found - word.begin());
    return Secret{word.substr(begin), word.substr(begin, key.size())};
}

void replace_all(std::string& text, const Secret& secret) {
    const auto shown = std::string(secret.shown) + "…";
    for (auto at = text.find(secret.text); at != text.npos; at = text.find(secret.text, at + shown.size()))
        text.replace(at, secret.text.size(), shown);
}

} // namespace

std::string without_passwords(std::string message, std::span<const char* const> words) {
    for (const std::string_view word : words)
        for (const auto& secret : {secret_in_url(word), secret_in_options(word)})
            if (secret) replace_all(message, *secret);
    return message;
}

} // namespace aludel::tool
