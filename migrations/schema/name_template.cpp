#include "migrations/schema/name_template.hpp"

#include "migrations/schema/nearest.hpp"

#include <functional>

namespace aludel::migrations {
namespace {

bool is_separator(char c) { return c == '_' || c == '-' || c == '.' || c == ' '; }

/// Text and tokens, each told in its turn.
void visit(std::string_view text, const std::function<void(char)>& plain,
           const std::function<void(std::string_view)>& token) {
    while (!text.empty()) {
        if (text.front() == '}') throw TemplateError("a } without a { before it");
        if (text.front() != '{') {
            plain(text.front());
            text.remove_prefix(1);
            continue;
        }
        const auto end = text.find('}');
        if (end == text.npos) throw TemplateError("a { without a } after it");
        token(text.substr(1, end - 1));
        text.remove_prefix(end + 1);
    }
}

} // namespace

void check_template(std::string_view text, std::span<const std::string_view> tokens) {
    visit(
        text, [](char) {},
        [&](std::string_view token) {
            for (const auto known : tokens)
                if (token == known) return;
            throw TemplateError("{" + std::string(token) + "} is no token of it" + did_you_mean(token, tokens));
        });
}

bool has_token(std::string_view text, std::string_view token) {
    return text.find("{" + std::string(token) + "}") != text.npos;
}

std::string fill_template(std::string_view text, const std::map<std::string_view, std::string>& values) {
    std::string result;
    bool skip_separator = false;
    visit(
        text,
        [&](char c) {
            if (!(skip_separator && is_separator(c))) result += c;
            skip_separator = false;
        },
        [&](std::string_view token) {
            const auto& value = values.at(token);
            result += value;
            skip_separator = value.empty() && result.empty();
            if (value.empty() && !result.empty() && is_separator(result.back())) result.pop_back();
        });
    return result;
}

} // namespace aludel::migrations
