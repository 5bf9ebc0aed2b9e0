#include "migrations/snapshot/snapshot_record.hpp"

#include "migrations/revision/utf8.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <charconv>

namespace aludel::migrations {
namespace {

char unescaped(char c) {
    switch (c) {
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    case '0': return '\0';
    case '\\': return '\\';
    default: not_understood(std::string("the escape \\") + c);
    }
}

std::string unescape(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\')
            result += text[i];
        else if (++i < text.size())
            result += unescaped(text[i]);
        else
            not_understood("a value that ends in \\");
    }
    return result;
}

std::string_view take_field(std::string_view& line) {
    const auto field = line.substr(0, line.find('\t'));
    line.remove_prefix(std::min(line.size(), field.size() + 1));
    return field;
}

/// The bytes that are text, with `?` for the others.
std::string shown(std::string_view value) {
    std::string text;
    for (std::size_t at = 0; at < value.size();) {
        const auto length = utf8_length(value, at);
        text += length == 0 ? std::string_view("?") : value.substr(at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return text;
}

[[noreturn]] void throw_not_text(const std::string& kind, std::string_view key, std::string_view value) {
    throw Error("the models have a " + kind + " whose " + std::string(key) + " is not UTF-8: \"" + shown(value) + "\"",
                {.hint = "Save the header as UTF-8."});
}

} // namespace

void not_understood(std::string_view what) {
    throw Error("the models' snapshot holds what this aludel does not know: " + std::string(what),
                {.hint = "Build it with the <aludel/model.hpp> that came with this aludel command."});
}

SnapshotRecord::SnapshotRecord(std::string_view line) : kind_(take_field(line)) {
    while (!line.empty()) {
        const auto field = take_field(line);
        const auto equals = field.find('=');
        if (equals == std::string_view::npos) not_understood('"' + std::string(field) + '"');
        auto value = unescape(field.substr(equals + 1));
        const auto key = field.substr(0, equals);
        if (key != "file" && !is_utf8(value)) throw_not_text(kind_, key, value); // a path is what it is
        values_.emplace_back(key, std::move(value));
    }
}

bool SnapshotRecord::has(std::string_view key) const {
    return std::ranges::any_of(values_, [&](const auto& value) { return value.first == key; });
}

std::string SnapshotRecord::text(std::string_view key) const {
    const auto found = std::ranges::find_if(values_, [&](const auto& value) { return value.first == key; });
    return found == values_.end() ? std::string() : found->second;
}

std::vector<std::string> SnapshotRecord::list(std::string_view key) const {
    std::vector<std::string> items;
    for (const auto& [each, value] : values_)
        if (each == key) items.push_back(value);
    return items;
}

std::optional<std::int64_t> SnapshotRecord::number(std::string_view key) const {
    if (!has(key)) return std::nullopt;
    const auto digits = text(key);
    std::int64_t number = 0;
    const auto end = digits.data() + digits.size();
    if (const auto [at, error] = std::from_chars(digits.data(), end, number); error != std::errc() || at != end)
        not_understood("the number \"" + digits + "\"");
    return number;
}

SqlText SnapshotRecord::sql(std::string_view key) const {
    SqlText sql{text(key), {}};
    for (const auto& [each, value] : values_)
        if (each.size() > key.size() && each.starts_with(key) && each[key.size()] == '.')
            sql.dialects.emplace(each.substr(key.size() + 1), value);
    return sql;
}

void SnapshotRecord::require_only(std::initializer_list<std::string_view> keys) const {
    for (const auto& [key, value] : values_) {
        const auto name = std::string_view(key).substr(0, key.find('.'));
        if (std::ranges::find(keys, name) == keys.end())
            not_understood("the key \"" + key + "\" of the record \"" + kind_ + "\"");
    }
}

} // namespace aludel::migrations
