// YAML in the layout of formats.md. What may stand without quotes is decided by a short list of what is surely safe,
// for every reader of YAML 1.1 and 1.2, not by a list of what is dangerous.
#include "migrations/revision/node.hpp"

#include <algorithm>
#include <array>

namespace aludel::migrations {
namespace {

constexpr std::size_t width = 120;

bool is_digit(char character) { return character >= '0' && character <= '9'; }
bool is_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}
bool is_unicode(char character) { return static_cast<unsigned char>(character) >= 0x80; }

/// A number, date or time to some reader of YAML: `1e5`, `0x1f`, `1_000`, `12:30`, `2026-11-23`.
bool looks_like_number(std::string_view text) {
    if (!is_digit(text[0])) return false;
    const auto only = [&](std::string_view prefix, const char* digits) {
        return text.starts_with(prefix) && text.find_first_not_of(digits, prefix.size()) == std::string_view::npos;
    };
    if (only("0x", "0123456789abcdefABCDEF_") || only("0o", "01234567_") || only("0b", "01_")) return true;
    return text.find_first_not_of("0123456789_.,:+-eEtTzZ ") == std::string_view::npos;
}

bool is_word_of_yaml(std::string_view text) {
    constexpr std::array words = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
    std::string lower(text);
    for (auto& character : lower)
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
    return std::find(words.begin(), words.end(), lower) != words.end();
}

/// Characters that are invisible, end a line for some readers, or cannot stand in YAML as they are.
bool needs_escape(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || byte == 0x7F) return true;
    const auto rest = text.substr(at, 3);
    return (byte == 0xC2 && rest.size() > 1 && static_cast<unsigned char>(rest[1]) <= 0xA0) || rest == "\xE2\x80\xA8" ||
           rest == "\xE2\x80\xA9" || rest == "\xEF\xBB\xBF";
}

bool has_escapes(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at)
        if (needs_escape(text, at)) return true;
    return false;
}

bool is_plain_character(char character, bool flow) {
    if (is_letter(character) || is_digit(character) || is_unicode(character)) return true;
    return std::string_view(flow ? "_-./()+=<>*;%'\"@$^~| " : "_-./()+=<>*;%'\"@$^~| ,").find(character) !=
           std::string_view::npos;
}

/// Whether every reader takes the bare text as this text, up to numbers and words.
bool is_plain(std::string_view text, bool flow) {
    if (text.empty() || text.back() == ' ' || has_escapes(text)) return false;
    if (!is_letter(text[0]) && !is_digit(text[0]) && text[0] != '_' && !is_unicode(text[0])) return false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool inner_colon = text[at] == ':' && at + 1 < text.size() && is_digit(text[at + 1]);
        if (!is_plain_character(text[at], flow) && !inner_colon) return false;
    }
    return true;
}

/// What may stand bare because it is meant as a number, a boolean or a time: `-1.5`, `true`.
bool is_plain_value(std::string_view text, bool flow) {
    if (text == "true" || text == "false") return true;
    const auto digits = text.starts_with('-') ? text.substr(1) : text;
    return !digits.empty() && is_digit(digits[0]) && is_plain(digits, flow);
}

void append_hex(std::string& into, unsigned value, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        into += "0123456789abcdef"[(value >> static_cast<unsigned>(shift)) & 15U];
}

std::string double_quoted(std::string_view text) {
    std::string result = "\"";
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == '"' || byte == '\\')
            result += '\\', result += text[at];
        else if (byte == '\n')
            result += "\\n";
        else if (byte == '\t')
            result += "\\t";
        else if (!needs_escape(text, at))
            result += text[at];
        else if (byte < 0x80)
            result += "\\x", append_hex(result, byte, 2);
        else if (byte == 0xC2)
            result += "\\x", append_hex(result, static_cast<unsigned char>(text[++at]), 2);
        else {
            const auto second = static_cast<unsigned char>(text[at + 1]),
                       third = static_cast<unsigned char>(text[at + 2]);
            result += "\\u";
            append_hex(result, (byte & 15U) << 12U | (second & 63U) << 6U | (third & 63U), 4);
            at += 2;
        }
    }
    return result + '"';
}

std::string single_quoted(std::string_view text) {
    std::string result = "'";
    for (const char character : text) result.append(character == '\'' ? 2 : 1, character);
    return result + '\'';
}

std::string scalar(const Node& node, bool flow) {
    const std::string_view text = node.text;
    if (!node.quoted && is_plain_value(text, flow)) return node.text;
    if (is_plain(text, flow) && !looks_like_number(text) && !is_word_of_yaml(text)) return node.text;
    return has_escapes(text) ? double_quoted(text) : single_quoted(text);
}

std::string key_text(const Node& item) { return scalar(Node::text_of(item.key), true); }

/// A text of several lines that can stand as it is, below a `|`.
bool is_literal(const Node& node) {
    if (node.kind != Node::Kind::scalar || node.text.find('\n') == std::string::npos) return false;
    std::string_view text = node.text;
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.empty() || text.front() == ' ' || text.front() == '\n' || text.back() == '\n') return false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\n' ? text[at - 1] == ' ' : needs_escape(text, at)) return false;
    }
    return text.back() != ' ';
}

bool must_be_block(const Node& node) {
    if (is_literal(node)) return true;
    return (node.block && !node.items.empty()) || std::any_of(node.items.begin(), node.items.end(), must_be_block);
}

std::string flow(const Node& node) {
    if (node.kind == Node::Kind::null) return "null";
    if (node.kind == Node::Kind::scalar) return scalar(node, true);
    const bool map = node.kind == Node::Kind::map;
    std::string result(1, map ? '{' : '[');
    for (const auto& item : node.items) {
        if (result.size() > 1) result += ", ";
        if (map) result += key_text(item) + ": ";
        result += flow(item);
    }
    return result + (map ? '}' : ']');
}

void write_block(std::string& out, const Node& node, std::size_t indent);

void write_literal(std::string& out, const Node& node, std::size_t indent) {
    const bool ends = node.text.ends_with('\n');
    out += ends ? "|\n" : "|-\n";
    std::string_view rest = node.text;
    if (ends) rest.remove_suffix(1);
    for (;;) {
        const auto end = rest.find('\n');
        const auto line = rest.substr(0, end);
        if (!line.empty()) out.append(indent, ' ').append(line);
        out += '\n';
        if (end == std::string_view::npos) return;
        rest.remove_prefix(end + 1);
    }
}

/// The value behind `key:` or `-`, up to its line end. `column` is where it would begin; deeper lines are indented by
/// `indent`. Behind a dash a map begins in the same line.
void write_value(std::string& out, const Node& node, std::size_t column, std::size_t indent, bool behind_dash) {
    if (is_literal(node)) {
        out += ' ';
        write_literal(out, node, indent);
        return;
    }
    const bool container = node.kind == Node::Kind::list || node.kind == Node::Kind::map;
    if (!container) {
        out += ' ' + (node.kind == Node::Kind::null ? "null" : scalar(node, false)) + '\n';
        return;
    }
    const bool block = must_be_block(node);
    const auto line = block ? std::string() : flow(node);
    if (!block && (node.items.empty() || column + line.size() <= width)) {
        out += ' ' + line + '\n';
    } else if (behind_dash) {
        std::string inner;
        write_block(inner, node, indent);
        out += ' ' + inner.substr(indent);
    } else {
        out += '\n';
        write_block(out, node, indent);
    }
}

void write_block(std::string& out, const Node& node, std::size_t indent) {
    for (const auto& item : node.items) {
        out.append(indent, ' ');
        if (node.kind == Node::Kind::list) {
            out += '-';
            write_value(out, item, indent + 2, indent + 2, true);
        } else {
            const auto name = key_text(item);
            out += name + ':';
            // A map of one key in a list (an operation) reads better when its inside is set off from the dash.
            write_value(out, item, indent + name.size() + 2, indent + 2, false);
        }
    }
}

} // namespace

std::string write_yaml(const Node& node) {
    std::string result;
    const bool container = node.kind == Node::Kind::list || node.kind == Node::Kind::map;
    if (!container || node.items.empty()) return flow(node) + '\n';
    write_block(result, node, 0);
    return result;
}

} // namespace aludel::migrations
