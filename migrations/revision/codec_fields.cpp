#include "migrations/revision/codec_fields.hpp"

#include "migrations/schema/nearest.hpp"

#include <algorithm>

namespace aludel::migrations {
namespace {

std::string kind_text(const Node& node) {
    switch (node.kind) {
    case Node::Kind::null: return "null";
    case Node::Kind::list: return "a list";
    case Node::Kind::map: return "a map";
    default: return "'" + node.text + "'";
    }
}

std::string name_of(const Node& node) { return node.key.empty() ? "this" : "'" + node.key + "'"; }

} // namespace

void refuse_kind(const Node& node, const std::string& wanted) {
    // Of nothing behind a key, yaml-cpp says where the next thing stands.
    const bool nothing = node.kind == Node::Kind::null && !node.key.empty() && node.mark.line != node.key_mark.line;
    throw NodeError(nothing ? node.key_mark : node.mark,
                    name_of(node) + " must be " + wanted + ", not " + kind_text(node));
}

void refuse_empty(const Node& node) { throw NodeError(node.mark, name_of(node) + " is empty"); }

const Node& require_map(const Node& node) {
    if (node.kind != Node::Kind::map) refuse_kind(node, "a map");
    return node;
}

const Node& require_list(const Node& node) {
    if (node.kind != Node::Kind::list) refuse_kind(node, "a list");
    return node;
}

const Node& require_key(const Node& map, std::string_view key) {
    if (const Node* item = map.find(key)) return *item;
    throw NodeError(map.mark,
                    (map.key.empty() ? "" : name_of(map) + ": ") + "the key '" + std::string(key) + "' is missing");
}

void require_known_keys(const Node& map, std::span<const std::string_view> known) {
    for (const auto& item : map.items) {
        if (std::find(known.begin(), known.end(), item.key) != known.end()) continue;
        // `{type: decimal(10, 2)}` is, to YAML, the keys `type` and `2)`.
        const bool cut = item.kind == Node::Kind::null && item.key.find(')') != std::string::npos;
        throw NodeError(item.key_mark,
                        "unknown key '" + item.key + "'" +
                            (cut ? " (a text with a comma must stand in quotes here)" : did_you_mean(item.key, known)));
    }
}

} // namespace aludel::migrations
