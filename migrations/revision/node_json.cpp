#include "migrations/revision/node.hpp"

#include <algorithm>

namespace aludel::migrations {
namespace {

/// RFC 8785, 3.2.2.2: the shortest spelling, everything above the control characters as it is.
void append_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char character : text) {
        switch (character) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\t': out += "\\t"; break;
        case '\n': out += "\\n"; break;
        case '\f': out += "\\f"; break;
        case '\r': out += "\\r"; break;
        default:
            if (static_cast<unsigned char>(character) < 0x20) {
                out += character < 0x10 ? "\\u000" : "\\u001";
                out += "0123456789abcdef"[character & 15];
            } else {
                out += character;
            }
        }
    }
    out += '"';
}

/// `-1.50e3` as JSON writes numbers: RFC 8259, section 6.
bool is_json_number(std::string_view text) {
    const auto digits = [&text] {
        const auto count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count;
    };
    if (text.starts_with('-')) text.remove_prefix(1);
    const bool zero = text.starts_with('0');
    const auto whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (digits() == 0) return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
        if (digits() == 0) return false;
    }
    return text.empty();
}

void append_scalar(std::string& out, const Node& node) {
    const bool bare = !node.quoted && (node.text == "true" || node.text == "false" || is_json_number(node.text));
    if (bare)
        out += node.text;
    else
        append_string(out, node.text);
}

/// Lists and maps an item a line, but for those whose items are all scalars.
void append_pretty(std::string& out, const Node& node, std::size_t indent) {
    if (node.kind == Node::Kind::null) out += "null";
    if (node.kind == Node::Kind::scalar) append_scalar(out, node);
    if (node.kind != Node::Kind::list && node.kind != Node::Kind::map) return;
    const bool map = node.kind == Node::Kind::map;
    const bool one_line = std::all_of(node.items.begin(), node.items.end(), [](const Node& item) {
        return item.kind == Node::Kind::null || item.kind == Node::Kind::scalar;
    });
    const auto line_break = [&](std::size_t depth) { out += '\n', out.append(depth, ' '); };
    out += map ? '{' : '[';
    for (const auto& item : node.items) {
        if (&item != &node.items.front()) out += one_line ? ", " : ",";
        if (!one_line) line_break(indent + 2);
        if (map) append_string(out, item.key), out += ": ";
        append_pretty(out, item, indent + 2);
    }
    if (!one_line) line_break(indent);
    out += map ? '}' : ']';
}

void append_canonical(std::string& out, const Node& node) {
    if (node.kind == Node::Kind::null) out += "null";
    if (node.kind == Node::Kind::scalar) append_string(out, node.text);
    if (node.kind != Node::Kind::list && node.kind != Node::Kind::map) return;
    const bool map = node.kind == Node::Kind::map;
    std::vector<const Node*> items;
    for (const auto& item : node.items) items.push_back(&item);
    // std::string compares bytes as unsigned char.
    if (map) std::sort(items.begin(), items.end(), [](const Node* a, const Node* b) { return a->key < b->key; });
    out += map ? '{' : '[';
    for (const auto* item : items) {
        if (item != items.front()) out += ',';
        if (map) append_string(out, item->key), out += ':';
        append_canonical(out, *item);
    }
    out += map ? '}' : ']';
}

} // namespace

std::string write_json(const Node& node) {
    std::string result;
    append_pretty(result, node, 0);
    return result + '\n';
}

std::string write_canonical_json(const Node& node) {
    std::string result;
    append_canonical(result, node);
    return result;
}

} // namespace aludel::migrations
