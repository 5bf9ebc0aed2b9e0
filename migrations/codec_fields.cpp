#include "migrations/codec_fields.hpp"

#include <algorithm>
#include <numeric>

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

/// Levenshtein's distance, by rows.
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const auto replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
        }
    }
    return row.back();
}

} // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
    std::string_view best;
    auto best_distance = std::min(std::max<std::size_t>(2, word.size() / 3) + 1, word.size());
    for (const auto each : known)
        if (const auto own = distance(word, each); own < best_distance) {
            best = each;
            best_distance = own;
        }
    return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
    if (const auto best = nearest(word, known); !best.empty()) return " (did you mean '" + std::string(best) + "'?)";
    std::string list;
    for (const auto each : known) list += (list.empty() ? "" : ", ") + std::string(each);
    return " (known: " + list + ")";
}

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
