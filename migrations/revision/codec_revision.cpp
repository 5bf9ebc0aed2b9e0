#include "migrations/revision/codec_fields.hpp"
#include "migrations/revision/revision_file.hpp"

#include <algorithm>
#include <array>

namespace aludel::migrations {
namespace {

std::optional<Node> encode_downgrade(const Revision& revision) {
    if (!revision.irreversible.empty()) {
        Node node = Node::map();
        node.add("irreversible", encode(revision.irreversible));
        return node;
    }
    if (revision.downgrade) return encode(*revision.downgrade);
    return std::nullopt;
}

void decode_downgrade(const Node& node, Revision& revision) {
    if (node.kind == Node::Kind::list) return decode(node, revision.downgrade.emplace());
    if (node.kind == Node::Kind::scalar && node.text == "auto") return;
    if (node.kind != Node::Kind::map) refuse_kind(node, "auto, a list of operations, or {irreversible: why}");
    constexpr std::array<std::string_view, 1> known = {"irreversible"};
    require_known_keys(node, known);
    const Node& why = require_key(node, "irreversible");
    decode(why, revision.irreversible);
    if (revision.irreversible.empty()) refuse_empty(why);
}

std::optional<Node> encode_transaction(const Revision& revision) {
    if (!revision.without_transaction) return std::nullopt;
    return Node::text_of("none");
}

void decode_transaction(const Node& node, Revision& revision) {
    if (node.kind != Node::Kind::scalar || (node.text != "none" && node.text != "shared"))
        refuse_kind(node, "'none' (each step is committed for itself) or 'shared' (with all that is pending)");
    revision.without_transaction = node.text == "none";
}

constexpr std::array<std::pair<Compatibility, std::string_view>, 3> compatibilities = {
    {{Compatibility::none, "none"}, {Compatibility::read, "read"}, {Compatibility::write, "write"}}};

std::optional<Node> encode_compatibility(const Revision& revision) {
    if (!revision.older_applications) return std::nullopt;
    for (const auto& [value, text] : compatibilities)
        if (value == *revision.older_applications) return Node::text_of(std::string(text));
    return std::nullopt;
}

void decode_compatibility(const Node& node, Revision& revision) {
    for (const auto& [value, text] : compatibilities)
        if (node.kind == Node::Kind::scalar && node.text == text) {
            revision.older_applications = value;
            return;
        }
    refuse_kind(node, "'write', 'read' or 'none': what applications that are older than it can still do");
}

/// What the spellings of `aludel upgrade` (id+2, label@head, from:to) leave for ids.
bool is_id(std::string_view text) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return text.find_first_not_of(allowed) == std::string_view::npos && text != "head" && text != "heads" &&
           text != "base";
}

void check_id(const Node& node) {
    if (!is_id(node.text))
        throw NodeError(node.mark, "'" + node.text +
                                       "' cannot be a revision's id: letters, digits and _ make one, and " +
                                       "not head, heads or base");
}

void check_ids(const Node* list) {
    if (!list) return;
    for (auto item = list->items.begin(); item != list->items.end(); ++item) {
        check_id(*item);
        if (std::any_of(list->items.begin(), item, [&](const Node& other) { return other.text == item->text; }))
            throw NodeError(item->mark, "'" + item->text + "' stands twice in '" + list->key + "'");
    }
}

} // namespace

template <>
inline constexpr auto fields_of<Replaced> =
    std::tuple{required("revision", &Replaced::id), required("checksum", &Replaced::checksum),
               optional("replaces", &Replaced::replaces)};

template <>
inline constexpr auto fields_of<Revision> =
    std::tuple{required("revision", &Revision::id),
               given("parents", &Revision::parents),
               optional("message", &Revision::message),
               optional("created", &Revision::created),
               optional("branch", &Revision::branch),
               optional("depends_on", &Revision::depends_on),
               optional("replaces", &Revision::replaces),
               Custom<Revision>{"transaction", encode_transaction, decode_transaction},
               Custom<Revision>{"older_applications", encode_compatibility, decode_compatibility},
               given("upgrade", &Revision::upgrade),
               Custom<Revision>{"downgrade", encode_downgrade, decode_downgrade}};

bool is_branch_label(std::string_view text) {
    for (const auto* word : {"head", "heads", "base", "current", "models", "empty"})
        if (text == word) return false;
    return !text.empty() && text[0] != '-' && text.find_first_of("@:+ \t\n") == std::string_view::npos;
}

Node encode(const Revision& revision) {
    Node node = Node::map();
    encode_fields(revision, node);
    for (auto& item : node.items)
        if (item.key == "created") item.quoted = false;
    if (!node.find("downgrade")) node.add("downgrade", Node::text_of("auto"));
    return node;
}

void decode(const Node& node, Revision& revision) {
    static const auto keys = keys_of(fields_of<Revision>);
    require_known_keys(require_map(node), keys);
    decode_fields(node, revision);
    check_id(*node.find("revision"));
    check_ids(node.find("parents"));
    check_ids(node.find("depends_on"));
    if (!revision.branch.empty() && !is_branch_label(revision.branch))
        throw NodeError(node.find("branch")->mark,
                        "a branch's label has no spaces and none of @ : +, does not begin with "
                        "-, and is not head, heads, base, current, models or empty");
}

Node encode_effect(const Revision& revision) {
    Node node = Node::map();
    if (auto downgrade = encode_downgrade(revision)) node.add("downgrade", std::move(*downgrade));
    node.add("upgrade", encode(revision.upgrade));
    return node;
}

} // namespace aludel::migrations
